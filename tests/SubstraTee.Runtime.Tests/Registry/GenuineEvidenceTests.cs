using SubstraTee.Attestation.Intel;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;
using SubstraTee.Substrate;
using SubstraTee.Testing;
using Bridge = SubstraTee.Runtime.EnclaveBridgePallet;
using Error = SubstraTee.Runtime.TeerexPallet.Error;

namespace SubstraTee.Runtime.Tests;

/// <summary>Published evidence of genuine hardware on a chain for production, at the time when it was made.</summary>
public class GenuineEvidenceTests
{
    private const ulong Hour = 3_600_000;

    public static TheoryData<string, long, bool, string> Reports => new()
    {
        { "integritee-test4", 1_587_899_785, true, "ConfigurationNeeded" },
        { "integritee-test5", 1_587_900_013, true, "ConfigurationNeeded" },
        { "integritee-test8-production", 1_634_156_700, false, "ConfigurationNeeded" },
    };

    [VectorTheory]
    [MemberData(nameof(Reports))]
    public void An_ias_report_registers_its_enclave(string name, long time, bool debug, string status)
    {
        var chain = Chain(time, debug);
        var account = new AccountId(new Bytes32(Read($"ias/{name}/enclave_signing_pubkey.bin")));
        var register = Register(Read($"ias/{name}/ra_cert.der"), new SgxAttestationMethod.Ias());

        var (outcome, after) = chain.As(account, register);
        Assert.True(outcome.IsOk, $"{outcome}");
        var enclave = TestChain.Runtime.Pallets.Teerex.Sovereign(after, account)!;
        Assert.Equal(status, enclave.Status.ToString());
        Assert.Equal(debug ? SgxBuildMode.Debug : SgxBuildMode.Production, enclave.BuildMode);
        Assert.Equal((ulong)time * 1000, enclave.Timestamp);

        Assert.Equal(Of(Error.SenderIsNotAttestedEnclave), chain.As(TestChain.Bob.AccountId, register).Outcome.Error);
        chain.Later = (24 * Hour) + 1000;
        Assert.Equal(Of(Error.RemoteAttestationIsTooOld), chain.As(account, register).Outcome.Error);
        if (debug)
        {
            Assert.Equal(Of(Error.SgxModeIsNotAllowed), Chain(time, debug: false).As(account, register).Outcome.Error);
        }
    }

    public static TheoryData<string, string> BadReports => new()
    {
        { "integritee-neg-cert-fake-quote-status", nameof(Error.NetscapeDerError) },
        { "integritee-neg-cert-too-short1", nameof(Error.NetscapeDerError) },
        { "integritee-neg-cert-wrong-platform-blob", nameof(Error.RsaSignatureIsInvalid) },
    };

    [VectorTheory]
    [MemberData(nameof(BadReports))]
    public void A_report_that_was_tampered_with_is_refused(string name, string error)
    {
        var chain = Chain(1_587_900_013, debug: true);
        var register = Register(Read($"ias/{name}/ra_cert.der"), new SgxAttestationMethod.Ias());
        Assert.Equal(Of(Enum.Parse<Error>(error)), chain.As(TestChain.Bob.AccountId, register).Outcome.Error);
    }

    public static TheoryData<string, long, bool, string> Quotes => new()
    {
        { "automata-dcap-rs-sgx", 1_739_732_741, false, "GroupOutOfDate" },
        { "automata-sgx-v3", 1_756_530_546, false, "Ok" },
        { "dcap-qvl-sgx-quote", 1_751_624_924, false, "ConfigurationNeeded" },
        { "integritee-test1-sgx", 1_671_489_933, true, "Ok" },
        { "fortanix-pcs-sgx", 1_671_489_933, true, "GroupOutOfDate" },
        { "openenclave-sgx-quote", 1_738_752_225, true, "GroupOutOfDate" },
        { "zkdcap-risc0-sgx", 1_739_039_977, false, "Ok" },
    };

    [VectorTheory]
    [MemberData(nameof(Quotes))]
    public void A_dcap_quote_registers_its_enclave_by_intels_statements(string name, long time, bool debug, string status)
    {
        var chain = Chain(time, debug);
        var collateral = Collateral(name);
        Assert.True(chain.Run(TestChain.Bob, TeerexEvidenceTests.TcbInfo(collateral)).IsSuccess);
        Assert.True(chain.Run(TestChain.Bob, TeerexEvidenceTests.QuotingEnclave(collateral)).IsSuccess);
        var quote = Read($"sgx-dcap/{name}/quote.bin");
        var account = new AccountId(new Bytes32(quote.AsSpan(48 + 320, 32)));

        var (outcome, after) = chain.As(account, Register(quote, new SgxAttestationMethod.Dcap(false)));
        Assert.True(outcome.IsOk, $"{outcome}");
        Assert.Equal(status, TestChain.Runtime.Pallets.Teerex.Sovereign(after, account)!.Status.ToString());
        Assert.Equal(
            Of(Error.SenderIsNotAttestedEnclave),
            chain.As(TestChain.Bob.AccountId, Register(quote, new SgxAttestationMethod.Dcap(false))).Outcome.Error);
        Assert.True(chain.As(TestChain.Bob.AccountId, Register(quote, new SgxAttestationMethod.Dcap(true))).Outcome.IsOk);
    }

    [VectorTheory]
    [InlineData("automata-sgx-v3", 1_756_530_546)]
    [InlineData("dcap-qvl-sgx-quote", 1_751_624_924)]
    public void Intels_collateral_is_registered_for_shards(string name, long time)
    {
        var chain = Chain(time, debug: false);
        var raw = Collateral(name);
        var bundle = CollateralBundle.Of(
            Attestation.EvidenceKind.SgxDcap,
            [
                new CollateralItem(CollateralRoles.TcbInfo, raw.TcbInfo.ToArray()),
                new CollateralItem(CollateralRoles.QeIdentity, raw.QeIdentity.ToArray()),
                new CollateralItem(CollateralRoles.TcbSigningChain, raw.TcbSigningChain.ToArray()),
                new CollateralItem(CollateralRoles.RootCaCrl, Read($"sgx-dcap/{name}/root_ca_crl.der")),
                new CollateralItem(CollateralRoles.PckCrl, Read($"sgx-dcap/{name}/pck_crl.der")),
                new CollateralItem(CollateralRoles.PckCrlIssuerChain, Read($"sgx-dcap/{name}/pck_crl_issuer_chain.pem")),
            ]);
        var result = chain.Run(TestChain.Bob, new RuntimeCall.EnclaveBridge(new Bridge.Call.RegisterCollateral(CollateralBundle.Codec.Encode(bundle))));
        Assert.True(result.IsSuccess, $"{result}");
        Assert.Contains(
            chain.Events(), one => one is RuntimeEvent.EnclaveBridge { Event: Bridge.Event.CollateralRegistered { EvaluationNumber: 17 } });
    }

    private static TestChain Chain(long time, bool debug)
    {
        var chain = new TestChain(PolicyTests.Production, ((ulong)time * 1000) - 6000);
        var flags = TestChain.Sudo(new RuntimeCall.Teerex(new TeerexPallet.Call.SetSecurityFlags(false, debug)));
        Assert.True(chain.Run(TestChain.Alice, flags).IsSuccess);
        return chain;
    }

    private static DcapCollateral Collateral(string name) => new()
    {
        TcbInfo = Read($"sgx-dcap/{name}/tcb_info.json"),
        QeIdentity = Read($"sgx-dcap/{name}/qe_identity.json"),
        TcbSigningChain = Read($"sgx-dcap/{name}/tcb_signing_chain.pem"),
    };

    private static RuntimeCall.Teerex Register(byte[] proof, SgxAttestationMethod method) =>
        new(new TeerexPallet.Call.RegisterSgxEnclave(proof, null, method));

    private static DispatchError.Module Of(Error error) => new DispatchError.Module(new ModuleError(50, (uint)error));

    private static byte[] Read(string path) => File.ReadAllBytes(Vectors.PathOf($"attestation/{path}"));
}
