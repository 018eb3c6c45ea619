using System.Collections.Immutable;
using SubstraTee.Attestation.X509;

namespace SubstraTee.Attestation.Intel;

/// <summary>What quotes and collateral say about themselves, to find what belongs to them before anything is verified.</summary>
/// <remarks>Nobody vouches for these values; a verification compares them again.</remarks>
public static class DcapLabels
{
    /// <summary>Reads which kind of platform a quote is from: the FMSPC, 6 bytes, of the PCK certificate that it carries.</summary>
    /// <param name="quote">The quote, bytes after it allowed.</param>
    /// <param name="fmspc">The FMSPC; empty when it cannot be read.</param>
    /// <param name="reason">Why not, or <see cref="RefusalReason.None"/>.</param>
    public static bool TryReadFmspc(ReadOnlyMemory<byte> quote, out ImmutableArray<byte> fmspc, out RefusalReason reason) =>
        TryRead(() => [.. PckExtension.Of(PckChain.Of(Quote.Parse(quote)).Leaf).Fmspc.Span], out fmspc, out reason);

    /// <summary>Reads which key a chain of certificates ends in: its SubjectPublicKeyInfo.</summary>
    /// <param name="chain">Certificates in PEM, in any order.</param>
    /// <param name="key">The key; empty when it cannot be read.</param>
    /// <param name="reason">Why not, or <see cref="RefusalReason.None"/>.</param>
    public static bool TryReadRootKey(ReadOnlyMemory<byte> chain, out ImmutableArray<byte> key, out RefusalReason reason) =>
        TryRead(
            () => [.. CertificateChain.Order(Pem.ReadCertificates(chain.Span, "chain"), "chain").Root.Key.SubjectPublicKeyInfo.Span],
            out key,
            out reason);

    private static bool TryRead(Func<ImmutableArray<byte>> read, out ImmutableArray<byte> value, out RefusalReason reason)
    {
        try
        {
            (value, reason) = (read(), RefusalReason.None);
            return true;
        }
        catch (RefusalException refusal)
        {
            (value, reason) = ([], refusal.Reason);
            return false;
        }
    }
}
