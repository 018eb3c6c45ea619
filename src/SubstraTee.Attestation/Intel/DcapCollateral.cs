namespace SubstraTee.Attestation.Intel;

/// <summary>What vouches for an SGX or TDX quote, as Intel's provisioning service serves it.</summary>
/// <remarks>
/// Nothing in it is believed: all of it is verified up to the trust anchor with every quote. <see cref="PreparedDcapCollateral"/>
/// does that once for many quotes. What is empty is missing.
/// </remarks>
public sealed class DcapCollateral : Collateral
{
    /// <summary>TCB info with its signature, JSON, byte by byte as served.</summary>
    public ReadOnlyMemory<byte> TcbInfo { get; init; }

    /// <summary>QE identity with its signature, JSON, byte by byte as served.</summary>
    public ReadOnlyMemory<byte> QeIdentity { get; init; }

    /// <summary>The TCB signing certificate and the root, PEM.</summary>
    public ReadOnlyMemory<byte> TcbSigningChain { get; init; }

    /// <summary>The revocation list of the root, DER.</summary>
    public ReadOnlyMemory<byte> RootCaCrl { get; init; }

    /// <summary>The revocation list of the PCK's authority, DER.</summary>
    public ReadOnlyMemory<byte> PckCrl { get; init; }

    /// <summary>The PCK's authority and the root, PEM; where it is missing the quote's own certificates serve.</summary>
    public ReadOnlyMemory<byte> PckCrlIssuerChain { get; init; }

    /// <summary>The PCK certificate, PEM, for quotes that do not carry it; takes the place of what the quote carries.</summary>
    public ReadOnlyMemory<byte> PckCertificate { get; init; }

    /// <summary>The authority of <see cref="PckCertificate"/> and the root, PEM.</summary>
    public ReadOnlyMemory<byte> PckIssuerChain { get; init; }

    /// <summary>Whether a text has the form of a TCB info (versions 2 and 3), whoever signed it: for tools that keep collateral.</summary>
    /// <param name="json">The text.</param>
    /// <param name="reason">Why not, or <see cref="RefusalReason.None"/>.</param>
    /// <param name="detail">What was seen, for people.</param>
    public static bool IsTcbInfo(ReadOnlyMemory<byte> json, out RefusalReason reason, out string detail)
    {
        try
        {
            _ = Intel.TcbInfo.Parse(json, signer: null);
            reason = RefusalReason.None;
            detail = "";
            return true;
        }
        catch (RefusalException refusal)
        {
            reason = refusal.Reason;
            detail = refusal.Message;
            return false;
        }
    }
}
