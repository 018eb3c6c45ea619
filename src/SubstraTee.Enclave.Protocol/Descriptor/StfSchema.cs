using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using SubstraTee.Codec;

namespace SubstraTee.Enclave.Protocol;

/// <summary>The calls, getters, errors and answers of a state transition function, described in scale-info.</summary>
/// <remarks>
/// docs/protocol.md, section 2. Its hash is part of the STF hash, so whoever knows the shard's descriptor can take names
/// and types from any worker.
/// </remarks>
/// <param name="Version">Layout version, 1.</param>
/// <param name="Name">The STF's name.</param>
/// <param name="StfVersion">The STF's version.</param>
/// <param name="Types">All types.</param>
/// <param name="Calls">Number of the calls' type.</param>
/// <param name="Getters">Number of the getters' type.</param>
/// <param name="Errors">Number of the errors' type.</param>
/// <param name="Outputs">For each getter, by name, the number of its answer's type.</param>
[ScaleType]
public sealed partial record StfSchema(
    byte Version,
    [MaxLength(64)] string Name,
    uint StfVersion,
    PortableRegistry Types,
    [Compact] uint Calls,
    [Compact] uint Getters,
    [Compact] uint Errors,
    [MaxLength(256)] ImmutableArray<StfSchemaOutput> Outputs)
{
    /// <summary>The layout version written today.</summary>
    public const byte CurrentVersion = 1;

    /// <summary>The most bytes of a schema.</summary>
    public const int MaxBytes = 256 * 1024;

    /// <summary>Describes an STF by its codecs.</summary>
    public static StfSchema Describe(
        string name,
        uint version,
        IScaleCodec calls,
        IScaleCodec getters,
        IScaleCodec errors,
        ImmutableArray<(string Getter, IScaleCodec Answer)> answers)
    {
        var builder = new TypeRegistryBuilder();
        var numbers = (Calls: calls.Describe(builder), Getters: getters.Describe(builder), Errors: errors.Describe(builder));
        ImmutableArray<StfSchemaOutput> outputs =
            [.. answers.Select(answer => new StfSchemaOutput(answer.Getter, answer.Answer.Describe(builder)))];
        return new StfSchema(
            CurrentVersion, name, version, new PortableRegistry(builder.Build()), numbers.Calls, numbers.Getters, numbers.Errors, outputs);
    }

    /// <summary>The identity of a C# STF with this schema.</summary>
    public StfIdentity CSharpIdentity() =>
        new(StfKind.CSharp, Name, StfVersion, StfIdentity.HashOfSchema(Codec.Encode(this)), default);

    /// <summary>Reads a schema that nobody vouches for; every type number that it names is one of its types.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out StfSchema? schema)
    {
        schema = null;
        if (bytes.Length > MaxBytes || !Codec.TryDecode(bytes, out var read, out _) || read.Version != CurrentVersion)
        {
            return false;
        }

        foreach (var type in (ReadOnlySpan<uint>)[read.Calls, read.Getters, read.Errors, .. read.Outputs.Select(one => one.Type)])
        {
            if (!read.Types.TryGet(type, out _))
            {
                return false;
            }
        }

        schema = read;
        return true;
    }
}
