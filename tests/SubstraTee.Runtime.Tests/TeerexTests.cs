using SubstraTee.Substrate;
using Call = SubstraTee.Runtime.TeerexPallet.Call;
using Error = SubstraTee.Runtime.TeerexPallet.Error;

namespace SubstraTee.Runtime.Tests;

public class TeerexTests
{
    private static readonly SgxAttestationMethod Skip = new SgxAttestationMethod.Skip(Proxied: false);
    private static readonly byte[] Code = [.. Enumerable.Range(1, 32).Select(one => (byte)one)];

    [Fact]
    public void An_enclave_without_evidence_is_registered_and_marked()
    {
        var chain = new TestChain();

        Assert.True(chain.Run(TestChain.Bob, Register(Code, Skip)).IsSuccess);

        var enclave = TestChain.Runtime.Pallets.Teerex.Sovereign(chain.Context(), TestChain.Bob.AccountId)!;
        Assert.Equal(Code, enclave.MrEnclave.ToArray());
        Assert.Equal(SgxStatus.Invalid, enclave.Status);
        Assert.Equal(Skip, enclave.AttestationMethod);
        Assert.Equal([.. TestChain.Bob.AccountId.ToArray(), .. new byte[32]], enclave.ReportData.D);
        Assert.Equal(TestChain.Start, enclave.Timestamp);
        Assert.Contains(chain.Events(), one => one is RuntimeEvent.Teerex { Event: TeerexPallet.Event.AddedSgxEnclave });
    }

    [Fact]
    public void A_chain_that_does_not_allow_it_refuses_enclaves_without_evidence()
    {
        var chain = new TestChain(TestChain.DevelopmentGenesis with { AllowSkippingAttestation = false });

        Fails(chain, Error.SkippingAttestationIsNotAllowed, Register(Code, Skip));

        chain.Run(TestChain.Alice, TestChain.Sudo(new RuntimeCall.Teerex(new Call.SetSecurityFlags(true, false))));
        Assert.True(chain.Run(TestChain.Bob, Register(Code, Skip)).IsSuccess);
    }

    [Fact]
    public void What_cannot_be_judged_is_refused_with_the_pallets_own_error()
    {
        var chain = new TestChain();

        Fails(chain, Error.NetscapeDerError, Register(Code, new SgxAttestationMethod.Ias()));
        Fails(chain, Error.DcapQuoteDecodingError, Register(Code, new SgxAttestationMethod.Dcap(false)));
        Fails(chain, Error.DcapQuoteDecodingError, Register(Code, new SgxAttestationMethod.Dcap(true)));
        Fails(chain, Error.SkippingAttestationIsNotAllowed, Register(Code, new SgxAttestationMethod.Skip(true)));
        Fails(chain, Error.RemoteAttestationVerificationFailed, Register(Code[..31], Skip));
        Fails(chain, Error.RaProofIsTooLong, Register(new byte[5001], Skip));
        Fails(chain, Error.EnclaveUrlIsTooLong, new RuntimeCall.Teerex(new Call.RegisterSgxEnclave(Code, new byte[257], Skip)));
        Fails(chain, Error.CollateralIsInvalid, new RuntimeCall.Teerex(new Call.RegisterTcbInfo([], [], [])));
        Fails(chain, Error.CollateralIsInvalid, new RuntimeCall.Teerex(new Call.RegisterQuotingEnclave([], [], [])));
        Fails(chain, Error.EnclaveIsNotRegistered, new RuntimeCall.Teerex(new Call.UnregisterProxiedEnclave(
            new EnclaveInstanceAddress(default, default, new AnySigner.Opaque(new OpaqueSigner([]))))));
        Assert.Equal(
            new DispatchError.BadOrigin(),
            chain.Run(TestChain.Bob, new RuntimeCall.Teerex(new Call.SetSecurityFlags(true, true))).Error);
    }

    [Fact]
    public void Anybody_may_remove_an_enclave_that_did_not_renew_in_time()
    {
        var chain = new TestChain();
        var remove = new RuntimeCall.Teerex(new Call.UnregisterSovereignEnclave(TestChain.Bob.AccountId));
        Fails(chain, Error.EnclaveIsNotRegistered, remove);
        chain.Run(TestChain.Bob, Register(Code, Skip));
        Fails(chain, Error.UnregisterActiveEnclaveIsNotAllowed, remove);

        const ulong twoDays = 172_800_000;
        chain.Import(TestChain.Runtime.StartBlock(chain.State, chain.Head, TestChain.Start + twoDays + 6001, []).Finish());
        var builder = TestChain.Runtime.StartBlock(chain.State, chain.Head, 0, []);
        Assert.True(builder.Apply(chain.Sign(TestChain.Charlie, remove)).IsSuccess);
        chain.Import(builder.Finish());

        Assert.Null(TestChain.Runtime.Pallets.Teerex.Sovereign(chain.Context(), TestChain.Bob.AccountId));
    }

    private static RuntimeCall.Teerex Register(byte[] proof, SgxAttestationMethod method) =>
        new RuntimeCall.Teerex(new Call.RegisterSgxEnclave(proof, "wss://localhost:2000"u8.ToArray(), method));

    private static void Fails(TestChain chain, Error error, RuntimeCall call) =>
        Assert.Equal(new DispatchError.Module(new ModuleError(50, (uint)error)), chain.Run(TestChain.Bob, call).Error);
}
