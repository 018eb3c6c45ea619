using SubstraTee.Attestation.Intel;
using SubstraTee.Codec;

namespace SubstraTee.Runtime;

/// <summary>A statement of Intel's as it was registered, for quotes to be verified by.</summary>
/// <remarks>What Integritee's chain keeps of it (<see cref="SgxTcbInfoOnChain"/>) is not enough for every check.</remarks>
/// <param name="Statement">The JSON that Intel signed.</param>
/// <param name="Signature">The signature, 64 bytes.</param>
/// <param name="CertificateChain">The signer's certificates, PEM.</param>
[ScaleType("pallet_teerex::SignedStatement")]
internal sealed partial record SignedStatement(
    [MaxLength(SignedStatement.MaxStatementBytes)] byte[] Statement,
    [FixedLength(SignedStatement.SignatureBytes)] byte[] Signature,
    [MaxLength(SignedStatement.MaxChainBytes)] byte[] CertificateChain)
{
    public const int MaxStatementBytes = 128 * 1024;
    public const int SignatureBytes = 64;
    public const int MaxChainBytes = 16 * 1024;

    /// <summary>Whether the pieces have the sizes that such statements have.</summary>
    public static bool Fits(byte[] statement, byte[] signature, byte[] chain) =>
        statement.Length <= MaxStatementBytes && signature.Length == SignatureBytes && chain.Length <= MaxChainBytes;

    public IntelStatement ToIntel() => new(Statement, Signature, CertificateChain);
}
