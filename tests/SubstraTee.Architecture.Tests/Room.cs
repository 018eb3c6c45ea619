using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;
using SubstraTee.Testing;

namespace SubstraTee.Architecture.Tests;

/// <summary>A project of <c>src</c> and the assembly that was compiled from it.</summary>
internal sealed class Room
{
    private const string Prefix = "SubstraTee.";
    private static readonly Lazy<ImmutableArray<Room>> Found = new(Find);

    private Room(string projectFile)
    {
        Project = Path.GetFileNameWithoutExtension(projectFile);
        Name = Project[Prefix.Length..];
        var properties = XDocument.Load(Path.Combine(Repository.Root, projectFile)).Descendants().ToList();
        MarkedAsClosure = properties.Any(element => element.Name.LocalName == "Closure" && element.Value == "true");
        var imports = properties.Where(element => element.Name.LocalName == "Import").Select(element => element.Attribute("Project")?.Value);
        Assembly = properties.FirstOrDefault(element => element.Name.LocalName == "AssemblyName")?.Value
            ?? (imports.Any(import => import?.EndsWith("Enclave.props", StringComparison.Ordinal) == true) ? "substratee-enclave" : Project);
    }

    /// <summary>Every project of <c>src</c>.</summary>
    public static ImmutableArray<Room> All => Found.Value;

    /// <summary>The project's name, with the prefix.</summary>
    public string Project { get; }

    /// <summary>The name in the picture.</summary>
    public string Name { get; }

    /// <summary>The assembly's name, which differs for programs.</summary>
    public string Assembly { get; }

    /// <summary>Whether the project asks for the closure's banned symbols.</summary>
    public bool MarkedAsClosure { get; }

    /// <summary>Reads the compiled assembly.</summary>
    public T Read<T>(Func<MetadataReader, T> read)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
        var path = Path.Combine(Repository.Root, "artifacts", "bin", Project, configuration, $"{Assembly}.dll");
        Assert.True(File.Exists(path), $"{path} is missing: build the solution first");
        using var file = new PEReader(File.OpenRead(path));
        return read(file.GetMetadataReader());
    }

    /// <summary>Names of the assemblies that the compiled code refers to.</summary>
    public IReadOnlyList<string> References() => Read(metadata =>
        metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name)).ToList());

    /// <summary>Types and members of other assemblies that the compiled code uses.</summary>
    public IReadOnlyList<UsedSymbol> Uses() => Read(metadata =>
    {
        var types = metadata.TypeReferences.Select(handle => new UsedSymbol(TypeName(metadata, handle), null));
        var members = metadata.MemberReferences.Select(metadata.GetMemberReference)
            .Where(member => member.Parent.Kind == HandleKind.TypeReference)
            .Select(member => new UsedSymbol(
                TypeName(metadata, (TypeReferenceHandle)member.Parent), metadata.GetString(member.Name)));
        return types.Concat(members).ToList();
    });

    /// <summary>Methods that are implemented by a native library.</summary>
    public IReadOnlyList<string> NativeMethods() => Read(metadata =>
        metadata.MethodDefinitions.Select(metadata.GetMethodDefinition)
            .Where(method => method.Attributes.HasFlag(MethodAttributes.PinvokeImpl))
            .Select(method => metadata.GetString(method.Name)).ToList());

    public override string ToString() => Name;

    private static string TypeName(MetadataReader metadata, TypeReferenceHandle handle)
    {
        var type = metadata.GetTypeReference(handle);
        var name = metadata.GetString(type.Name);
        return type.ResolutionScope.Kind == HandleKind.TypeReference
            ? $"{TypeName(metadata, (TypeReferenceHandle)type.ResolutionScope)}.{name}"
            : $"{metadata.GetString(type.Namespace)}.{name}";
    }

    private static ImmutableArray<Room> Find() =>
        [.. RepositoryFiles.EndingWith(".csproj").Where(path => path.StartsWith("src/", StringComparison.Ordinal)).Select(path => new Room(path))];
}

/// <summary>A type, or a member of it, that compiled code refers to.</summary>
internal readonly record struct UsedSymbol(string Type, string? Member)
{
    public override string ToString() => Member is null ? Type : $"{Type}.{Member}";
}
