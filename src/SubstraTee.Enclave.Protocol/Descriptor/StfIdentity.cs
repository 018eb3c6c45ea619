using SubstraTee.Codec;
using SubstraTee.Primitives;

namespace SubstraTee.Enclave.Protocol;

/// <summary>What identifies a state transition function; its hash stands in descriptors.</summary>
/// <param name="Kind">What it is written in.</param>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="SchemaHash">Hash of its schema.</param>
/// <param name="CodeHash">Hash of its code; zero for C#, whose code the measurement covers.</param>
[ScaleType]
public sealed partial record StfIdentity(
    StfKind Kind, [MaxLength(64)] string Name, uint Version, Hash256 SchemaHash, Hash256 CodeHash)
{
    /// <summary>The STF hash (docs/protocol.md, section 2).</summary>
    public Hash256 Hash => DomainTag.Stf.Hash(Codec.Encode(this));

    /// <summary>The hash of a schema's bytes.</summary>
    public static Hash256 HashOfSchema(ReadOnlySpan<byte> schema) => DomainTag.StfSchema.Hash(schema);
}
