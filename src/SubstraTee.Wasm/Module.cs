using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using SubstraTee.Wasm.Compiled;
using SubstraTee.Wasm.Interpreted;

namespace SubstraTee.Wasm;

/// <summary>A module that was decoded and validated as a whole: whatever is wrong with its bytes was found before anything of it runs.</summary>
/// <remarks>Immutable; may be used by several threads at once, and instantiated any number of times.</remarks>
public sealed class Module
{
    private readonly Dictionary<string, ExportType> _exports;

    private Module(Engine engine, ModuleContent content)
    {
        Engine = engine;
        Content = content;
        Layout = new InstanceLayout(content);
        Imports = [.. content.Imports];
        Exports = [.. content.Exports];
        Signatures = Array.ConvertAll(content.Types, engine.Signatures.Intern);
        Interpreted = new InterpretedModule(this);
        if (RuntimeFeature.IsDynamicCodeSupported && engine.Compiler is not null)
        {
            Compiled = new CompiledModule(this);
        }

        _exports = content.Exports.ToDictionary(export => export.Name, StringComparer.Ordinal);
    }

    /// <summary>The engine that it was loaded by.</summary>
    public Engine Engine { get; }

    /// <summary>What it needs, in the order of the module.</summary>
    public ImmutableArray<ImportType> Imports { get; }

    /// <summary>What it offers, in the order of the module.</summary>
    public ImmutableArray<ExportType> Exports { get; }

    internal ModuleContent Content { get; }

    internal InstanceLayout Layout { get; }

    /// <summary>Signatures of the module's types; holding them keeps their numbers.</summary>
    internal Signature[] Signatures { get; }

    /// <summary>The interpreter's code of the module's functions, shared by all instances.</summary>
    internal InterpretedModule Interpreted { get; }

    /// <summary>The machine code of the module's functions, shared by all instances; null where no code may be generated.</summary>
    internal CompiledModule? Compiled { get; }

    /// <summary>Decodes and validates a module in the binary format, version 2.0 without vector instructions.</summary>
    /// <returns>False, with the first flaw found, when it is malformed, invalid or larger than the engine's limits.</returns>
    public static bool TryLoad(
        Engine engine, ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out Module? module, [NotNullWhen(false)] out ModuleError? error)
    {
        module = null;
        var limit = engine.Options.ModuleLimits.MaxModuleBytes;
        if (bytes.Length > limit)
        {
            error = new ModuleError(ModuleErrorKind.LimitExceeded, 0, $"module of {bytes.Length} bytes, at most {limit} are allowed");
            return false;
        }

        // A copy, since whoever has the original could change it after validation; pinned, since code points into it.
        var copy = GC.AllocateUninitializedArray<byte>(bytes.Length, pinned: true);
        bytes.CopyTo(copy);
        try
        {
            module = new Module(engine, ModuleDecoder.Decode(copy, engine.Options.ModuleLimits));
            error = null;
            return true;
        }
        catch (ModuleException exception)
        {
            error = exception.Error;
            return false;
        }
    }

    /// <summary>Decodes and validates a module whose bytes are known to be good.</summary>
    /// <exception cref="ArgumentException">It is malformed, invalid or larger than the engine's limits.</exception>
    public static Module Load(Engine engine, ReadOnlySpan<byte> bytes) =>
        TryLoad(engine, bytes, out var module, out var error) ? module : throw new ArgumentException($"not a valid module: {error}", nameof(bytes));

    internal ExportType? ExportOf(string name) => _exports.GetValueOrDefault(name);

    /// <summary>The number of a function's signature, by its number in the function index space.</summary>
    internal int SignatureOf(int function) => Signatures[Content.FunctionTypeIndices[function]].Number;
}
