using SubstraTee.Attestation.Intel;
using SubstraTee.Attestation.X509;
using SubstraTee.Simulation.Intel;

namespace SubstraTee.Attestation.Tests.Intel;

/// <summary>
/// Each bit and each cut of one valid case of SGX and TDX. What may change without a refusal, and why:
/// <list type="bullet">
/// <item>bytes after the quote's own length, 8 bits each: not part of the quote (Intel DCAP API, quote buffers are padded);</item>
/// <item>the case of a hexadecimal letter in a statement's signature, 1 bit each: the same signature (Intel PCS API, hexadecimal text).</item>
/// </list>
/// </summary>
public class DcapTamperingTests
{
    private static readonly PreparedDcapCollateral Sgx = Prepare(Mint.SgxCollateral);
    private static readonly PreparedDcapCollateral Tdx = Prepare(Mint.TdxCollateral);
    private static readonly PublicKey Signer = Sgx.TcbSigningChain.Leaf.Key;

    private static PreparedDcapCollateral Prepare(DcapCollateral collateral) =>
        PreparedDcapCollateral.TryPrepare(collateral, Mint.Simulator.Anchors, out var prepared, out _, out var detail)
            ? prepared
            : throw new InvalidOperationException(detail);

    [Fact]
    public void No_bit_of_an_sgx_quote_changes_unnoticed() =>
        Assert.Empty(Tampering.AcceptedBits(Mint.SgxQuote, quote => Tampering.Accepts(Mint.Sgx(quote, Sgx))));

    [Fact]
    public void No_bit_of_a_tdx_quote_changes_unnoticed() =>
        Assert.Empty(Tampering.AcceptedBits(Mint.TdxQuote, quote => Tampering.Accepts(Mint.Tdx(quote, Tdx))));

    [Fact]
    public void Only_the_padding_after_a_quote_is_unsigned()
    {
        var quote = new QuoteSpec { Version = 5 }.Sign(Mint.Platform, Mint.Domain15);
        byte[] padded = [.. quote, 0, 0, 0];
        var accepted = Tampering.AcceptedBitsOfEachByte(padded, one => Tampering.Accepts(Mint.Tdx(one, Tdx)));
        Assert.Equal(Enumerable.Range(quote.Length, 3), accepted);
        Assert.Equal([quote.Length, quote.Length + 1, quote.Length + 2], Tampering.AcceptedCuts(padded, one => Tampering.Accepts(Mint.Tdx(one, Tdx))));
    }

    [Fact]
    public void A_quote_cut_anywhere_is_refused()
    {
        Assert.Empty(Tampering.AcceptedCuts(Mint.SgxQuote, quote => Tampering.Accepts(Mint.Sgx(quote, Sgx))));
        Assert.Empty(Tampering.AcceptedCuts(Mint.TdxQuote, quote => Tampering.Accepts(Mint.Tdx(quote, Tdx))));
        Assert.Empty(Tampering.AcceptedCuts(
            Mint.SgxQuote, quote => Tampering.Accepts(Mint.Sgx(quote, Sgx, options: new() { CollectDiagnostics = true }))));
    }

    [Theory]
    [InlineData("tcbInfo")]
    [InlineData("enclaveIdentity")]
    public void Of_a_signed_statement_only_the_case_of_its_signatures_letters_may_change(string name)
    {
        var isTcb = name == "tcbInfo";
        var json = (isTcb ? Mint.WithTcb(info => info with { Levels = [info.Levels[0]] }).TcbInfo : Mint.SgxCollateral.QeIdentity).ToArray();
        Action<byte[]> read = isTcb ? bytes => TcbInfo.Parse(bytes, Signer) : bytes => QeIdentity.Parse(bytes, Signer);
        var signature = json.Length - 2 - 128;
        var letters = Enumerable.Range(signature, 128).Where(index => json[index] is >= (byte)'a' and <= (byte)'f').Select(index => (8 * index) + 5);
        Assert.Equal(letters, Tampering.AcceptedBits(json, bytes => Tampering.Accepts(() => read(bytes))));
        Assert.Empty(Tampering.AcceptedCuts(json, bytes => Tampering.Accepts(() => read(bytes))));
    }

    [Fact]
    public void No_bit_of_a_chain_or_revocation_list_changes_unnoticed()
    {
        var authority = Sgx.PckAuthority!.Leaf;
        Check(Mint.SgxCollateral.PckCrl.ToArray(), bytes => CertificateRevocationList.Parse(bytes, "x").CheckAuthority(authority, "x"));
        Check(Mint.SgxCollateral.TcbSigningChain.ToArray(), bytes =>
            CertificateChain.Order(Pem.ReadCertificates(bytes, "x"), "x").VerifyTo(Mint.Simulator.Anchors, AnchorRole.IntelSgxRoot, "x"));

        static void Check(byte[] valid, Action<byte[]> check)
        {
            Assert.True(Tampering.Accepts(() => check(valid)));
            Assert.Empty(Tampering.AcceptedBits(valid, bytes => Tampering.Accepts(() => check(bytes))));
        }
    }

    [Fact]
    public void Collateral_cut_anywhere_is_refused()
    {
        var authority = Sgx.PckAuthority!.Leaf;
        Assert.Empty(Tampering.AcceptedCuts(
            Mint.SgxCollateral.PckCrl.ToArray(),
            bytes => Tampering.Accepts(() => CertificateRevocationList.Parse(bytes, "x").CheckAuthority(authority, "x"))));
        // The last line end of a PEM text may be missing.
        var chain = Mint.SgxCollateral.TcbSigningChain.ToArray();
        Assert.Equal([chain.Length - 1], Tampering.AcceptedCuts(chain, bytes => Tampering.Accepts(() =>
            CertificateChain.Order(Pem.ReadCertificates(bytes, "x"), "x").VerifyTo(Mint.Simulator.Anchors, AnchorRole.IntelSgxRoot, "x"))));
        DcapCollateral[] halves =
        [
            Mint.With(rootCaCrl: Half(Mint.SgxCollateral.RootCaCrl)),
            Mint.With(pckCrl: Half(Mint.SgxCollateral.PckCrl)),
            Mint.With(tcbSigningChain: Half(Mint.SgxCollateral.TcbSigningChain)),
            Mint.With(pckCrlIssuerChain: Half(Mint.SgxCollateral.PckCrlIssuerChain)),
            Mint.With(tcbInfo: Half(Mint.SgxCollateral.TcbInfo)),
            Mint.With(qeIdentity: Half(Mint.SgxCollateral.QeIdentity)),
        ];
        Assert.All(halves, collateral => Assert.False(Tampering.Accepts(Mint.Sgx(collateral: collateral))));

        static ReadOnlyMemory<byte> Half(ReadOnlyMemory<byte> part) => part[..(part.Length / 2)];
    }
}
