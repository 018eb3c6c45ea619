using System.Diagnostics.CodeAnalysis;
using System.Text;
using SubstraTee.Attestation.X509;

namespace SubstraTee.Attestation.Intel;

/// <summary>A statement of Intel's apart from its signature and its signer's certificates, as some chains take it.</summary>
/// <param name="Body">The statement, JSON, byte by byte as it was signed.</param>
/// <param name="Signature">ECDSA on P-256 over it, r ‖ s: 64 bytes.</param>
/// <param name="Chain">TCB signing certificate and root, PEM.</param>
public sealed record IntelStatement(ReadOnlyMemory<byte> Body, ReadOnlyMemory<byte> Signature, ReadOnlyMemory<byte> Chain)
{
    /// <summary>Statement and signature in one text, as Intel serves a TCB info.</summary>
    public ReadOnlyMemory<byte> TcbInfoJson => Join("tcbInfo");

    /// <summary>Statement and signature in one text, as Intel serves a QE identity.</summary>
    public ReadOnlyMemory<byte> QeIdentityJson => Join("enclaveIdentity");

    /// <summary>Verifies a TCB info: certificates up to an anchor, signature, and that all of it counts at a time.</summary>
    /// <param name="anchors">Has to have one for <see cref="AnchorRole.IntelSgxRoot"/>.</param>
    /// <param name="time">Unix seconds.</param>
    /// <param name="info">What it says.</param>
    /// <param name="reason">Why not, or <see cref="RefusalReason.None"/>.</param>
    public bool TryReadTcbInfo(TrustAnchors anchors, long time, [NotNullWhen(true)] out TcbInfoStatement? info, out RefusalReason reason) =>
        TryRead(
            anchors,
            time,
            signer =>
            {
                var read = TcbInfo.Parse(TcbInfoJson, signer);
                PreparedDcapCollateral.CheckStatement(read.Validity, time, "TCB info");
                return new TcbInfoStatement(read);
            },
            out info,
            out reason);

    /// <summary>Verifies a QE identity as <see cref="TryReadTcbInfo"/> does a TCB info.</summary>
    /// <param name="anchors">Has to have one for <see cref="AnchorRole.IntelSgxRoot"/>.</param>
    /// <param name="time">Unix seconds.</param>
    /// <param name="identity">What it says.</param>
    /// <param name="reason">Why not, or <see cref="RefusalReason.None"/>.</param>
    public bool TryReadQeIdentity(
        TrustAnchors anchors, long time, [NotNullWhen(true)] out QeIdentityStatement? identity, out RefusalReason reason) =>
        TryRead(
            anchors,
            time,
            signer =>
            {
                var read = QeIdentity.Parse(QeIdentityJson, signer);
                PreparedDcapCollateral.CheckStatement(read.Validity, time, "QE identity");
                return new QeIdentityStatement(read);
            },
            out identity,
            out reason);

    private bool TryRead<T>(TrustAnchors anchors, long time, Func<PublicKey, T> read, [NotNullWhen(true)] out T? statement, out RefusalReason reason)
        where T : class
    {
        const string What = "TCB signing chain";
        try
        {
            var chain = CertificateChain.Order(Pem.ReadCertificates(Chain.Span, What), What);
            chain.VerifyTo(anchors, AnchorRole.IntelSgxRoot, What);
            PreparedDcapCollateral.CheckTcbSigner(chain);
            chain.CheckTime(time, What);
            (statement, reason) = (read(chain.Leaf.Key), RefusalReason.None);
            return true;
        }
        catch (RefusalException refusal)
        {
            (statement, reason) = (null, refusal.Reason);
            return false;
        }
    }

    // A body that is more than one value makes a text that the strict reader refuses: it knows these two members and no other.
    private byte[] Join(string name) =>
    [
        .. Encoding.ASCII.GetBytes($"{{\"{name}\":"), .. Body.Span,
        .. Encoding.ASCII.GetBytes($",\"signature\":\"{Convert.ToHexStringLower(Signature.Span)}\"}}"),
    ];
}
