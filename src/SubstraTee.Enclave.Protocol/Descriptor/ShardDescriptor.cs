using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using SubstraTee.Codec;
using SubstraTee.Primitives;

namespace SubstraTee.Enclave.Protocol;

/// <summary>What a shard is, for ever: chain roots, first code, first policy, who may change them. Its hash is the shard's id.</summary>
/// <remarks>docs/protocol.md, section 2.</remarks>
/// <param name="Version">Layout version, 1.</param>
/// <param name="Genesis">Genesis hash of the parentchain.</param>
/// <param name="Checkpoint">Finalized block that the enclave starts from.</param>
/// <param name="SetId">GRANDPA set in force after the checkpoint.</param>
/// <param name="Authorities">Its voters.</param>
/// <param name="ParachainId">Number of the parachain, or null for a solo chain.</param>
/// <param name="StfHash">The first state transition function.</param>
/// <param name="Policy">The first admission policy; its version is 0.</param>
/// <param name="Authority">Who may change code or policy; null = nobody, ever.</param>
/// <param name="ChangeDelayBlocks">Blocks between the announcement of a change and its effect.</param>
/// <param name="Salt">Tells shards of the same content apart.</param>
[ScaleType]
public sealed partial record ShardDescriptor(
    byte Version,
    Hash256 Genesis,
    BlockRef Checkpoint,
    ulong SetId,
    [MaxLength(1024)] ImmutableArray<FinalityAuthority> Authorities,
    uint? ParachainId,
    Hash256 StfHash,
    AdmissionPolicy Policy,
    AccountId? Authority,
    uint ChangeDelayBlocks,
    Bytes32 Salt)
{
    /// <summary>The layout version written today.</summary>
    public const byte CurrentVersion = 1;

    /// <summary>The id of the shard that the bytes describe.</summary>
    public static ShardId IdOf(ReadOnlySpan<byte> descriptor) => new(DomainTag.ShardDescriptor.Hash(descriptor).Bytes);

    /// <summary>The id of the shard.</summary>
    public ShardId Id => IdOf(Codec.Encode(this));

    /// <summary>Reads a descriptor that nobody vouches for and checks what can be checked without the chain.</summary>
    /// <param name="bytes">At most <see cref="ProtocolLimits.MaxDescriptorBytes"/> bytes.</param>
    /// <param name="descriptor">The descriptor, when it holds.</param>
    /// <param name="why">What is wrong with it otherwise.</param>
    public static bool TryRead(
        ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out ShardDescriptor? descriptor, out string why)
    {
        descriptor = null;
        if (bytes.Length > ProtocolLimits.MaxDescriptorBytes)
        {
            why = $"a descriptor has at most {ProtocolLimits.MaxDescriptorBytes} bytes, this one {bytes.Length}";
            return false;
        }

        if (!Codec.TryDecode(bytes, out var read, out var fault))
        {
            why = $"not the layout of a descriptor: {fault}";
            return false;
        }

        why = Fault(read) ?? string.Empty;
        descriptor = why.Length == 0 ? read : null;
        return descriptor is not null;
    }

    private static string? Fault(ShardDescriptor read)
    {
        if (read.Version != CurrentVersion)
        {
            return $"layout version {read.Version} is not known; this build reads {CurrentVersion}";
        }

        if (read.Authorities.IsEmpty || read.Authorities.Any(one => one.Weight == 0))
        {
            return "a descriptor names at least one finality authority, each with a weight";
        }

        if (read.Authorities.Select(one => one.Key).Distinct().Count() != read.Authorities.Length)
        {
            return "a finality authority is named twice";
        }

        return read.Policy.Fault();
    }
}
