using System.Collections.Immutable;

namespace SubstraTee.Attestation;

/// <summary>What vouches for a SEV-SNP report: the chain of the key that signed it, as AMD's Key Distribution Service serves it.</summary>
/// <remarks>AMD #57230. Certificates are DER or PEM. The chain's end counts only when its key is a trust anchor.</remarks>
public sealed class SevSnpCollateral : Collateral
{
    /// <summary>The VCEK or VLEK certificate.</summary>
    public required ReadOnlyMemory<byte> Vek { get; init; }

    /// <summary>The ASK certificate, or ASVK for a VLEK.</summary>
    public required ReadOnlyMemory<byte> Ask { get; init; }

    /// <summary>The ARK certificate.</summary>
    public required ReadOnlyMemory<byte> Ark { get; init; }

    /// <summary>
    /// The ARK's revocation list, DER; empty where none was fetched, which is refused unless <see cref="SkippableCheck.ArkCrl"/> is
    /// allowed to be missing.
    /// </summary>
    public ReadOnlyMemory<byte> ArkCrl { get; init; }

    /// <summary>
    /// The lowest security patch levels that the caller takes as up to date, by product: a platform below is
    /// <see cref="TcbStatus.OutOfDate"/>. AMD signs no such statement, it publishes bulletins; without a minimum nothing is outdated.
    /// </summary>
    public ImmutableDictionary<SnpProduct, SnpTcb> MinimumTcb { get; init; } = [];
}
