using System.Collections.Immutable;

namespace SubstraTee.Attestation;

/// <summary>What a verified Nitro attestation document says besides what all families say.</summary>
public sealed class NitroClaims : EvidenceClaims
{
    internal NitroClaims()
    {
    }

    /// <summary>Instance and enclave, as the hypervisor names them.</summary>
    public required string ModuleId { get; init; }

    /// <summary>When the document was made, in milliseconds since 1970.</summary>
    public required long TimestampMs { get; init; }

    /// <summary>The caller's number used once; empty where it gave none.</summary>
    public required ImmutableArray<byte> Nonce { get; init; }

    /// <summary>The caller's data; empty where it gave none. The same as the report data of the evidence.</summary>
    public required ImmutableArray<byte> UserData { get; init; }

    /// <summary>The caller's public key, in a form of its own; empty where it gave none.</summary>
    public required ImmutableArray<byte> PublicKey { get; init; }
}
