using SubstraTee.Attestation;
using SubstraTee.Attestation.Intel;
using SubstraTee.Crypto;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;
using SubstraTee.Simulation;
using SubstraTee.Simulation.Intel;
using SubstraTee.Substrate;
using Call = SubstraTee.Runtime.TeerexPallet.Call;
using Error = SubstraTee.Runtime.TeerexPallet.Error;
using Event = SubstraTee.Runtime.TeerexPallet.Event;

namespace SubstraTee.Runtime.Tests;

/// <summary>Evidence in Integritee's registry, minted by a simulation that the chain's first state names.</summary>
public sealed class TeerexEvidenceTests : IDisposable
{
    private const ulong Day = 86_400_000;

    private static readonly KeyPair Enclave = TestChain.Bob;

    // Its RSA keys take a while to make: one authority serves all tests.
    private static readonly Lazy<IasTestAuthority> Ias = new(() =>
        new IasTestAuthority(SimulationEntropy.FromSeed([3]), IntelPlatform.Begin, IntelPlatform.Begin + (365 * 86_400)));

    private readonly IntelPlatform _intel = new();
    private readonly TestChain _chain;

    public TeerexEvidenceTests() => _chain = new TestChain(Genesis);

    private GenesisConfig Genesis => TestChain.DevelopmentGenesis with
    {
        AllowSgxDebugMode = false,
        SimulationRoots = [TrustRoot.Of(_intel.Anchor), TrustRoot.Of(Ias.Value.Anchors.All[0])],
    };

    public void Dispose() => _intel.Dispose();

    [Fact]
    public void A_quote_registers_its_enclave_by_the_statements_on_chain()
    {
        RegisterStatements(_chain);
        var quote = Quote(Enclave.AccountId);

        Assert.True(Run(_chain, Register(quote)).IsSuccess);

        var enclave = TestChain.Runtime.Pallets.Teerex.Sovereign(_chain.Context(), Enclave.AccountId)!;
        Assert.Equal([.. Enumerable.Repeat((byte)1, 32)], enclave.MrEnclave.ToArray());
        Assert.Equal([.. Enumerable.Repeat((byte)9, 32)], enclave.MrSigner.ToArray());
        Assert.Equal([.. Enclave.AccountId.ToArray(), .. Enumerable.Repeat((byte)7, 32)], enclave.ReportData.D);
        Assert.Equal(
            (SgxBuildMode.Production, SgxStatus.Ok, new SgxAttestationMethod.Dcap(false)), (enclave.BuildMode, enclave.Status, enclave.AttestationMethod));
        Assert.Equal(_chain.NextMs - 6000, enclave.Timestamp);
        Assert.Equal("wss://a"u8.ToArray(), enclave.Url);
        Assert.Contains(_chain.Events(), one => one is RuntimeEvent.Teerex { Event: Event.AddedSgxEnclave { TcbStatus: SgxStatus.Ok } });
    }

    [Fact]
    public void A_quote_needs_statements_that_count()
    {
        var quote = Register(Quote(Enclave.AccountId));
        Fails(_chain, Error.MissingTcbInfoForFmspc, quote);
        Assert.True(Run(_chain, TcbInfo(_intel.Raw(17))).IsSuccess);
        Fails(_chain, Error.QeHasRejectedEnclave, quote);
        Assert.True(Run(_chain, QuotingEnclave(_intel.Raw(17))).IsSuccess);
        Assert.True(Run(_chain, quote).IsSuccess);

        _chain.Later = 30 * Day;
        Fails(_chain, Error.TcbInfoIsOutdated, quote);
    }

    [Fact]
    public void Statements_are_kept_in_integritees_form()
    {
        RegisterStatements(_chain);
        var teerex = TestChain.Runtime.Pallets.Teerex;
        var quoting = teerex.QuotingEnclave.Get(_chain.Context());
        Assert.Equal((ulong)IntelPlatform.Begin * 1000, quoting.IssueDate);
        Assert.Equal((ulong)(IntelPlatform.Begin + IntelSimulator.StatementLifetimeSeconds) * 1000, quoting.NextUpdate);
        Assert.Equal(QuoteSpec.QeSigner, quoting.Mrsigner.ToArray());
        Assert.Equal([new QeTcb(8)], quoting.Tcb.AsEnumerable());
        Assert.True(teerex.TcbInfo.TryGet(_chain.Context(), _intel.Machine.Spec.Fmspc, out var info));
        Assert.Equal(
            [TcbStatus.UpToDate, TcbStatus.SwHardeningNeeded, TcbStatus.OutOfDate, TcbStatus.Revoked], info.TcbLevels.Select(level => level.TcbStatus));
        Assert.Equal((12, 13), (info.TcbLevels[0].Cpusvn[0], info.TcbLevels[0].Pcesvn));
        Assert.Contains(_chain.Events(), one => one is RuntimeEvent.Teerex { Event: Event.SgxQuotingEnclaveRegistered });
    }

    [Fact]
    public void Statements_that_do_not_hold_are_refused()
    {
        var raw = _intel.Raw(17);
        var info = TcbInfo(raw);
        var identity = QuotingEnclave(raw);
        var (infoCall, identityCall) = ((Call.RegisterTcbInfo)info.Call, (Call.RegisterQuotingEnclave)identity.Call);
        Fails(_chain, Error.TcbInfoIsInvalid, Of(infoCall with { TcbInfo = [.. infoCall.TcbInfo[..^1], (byte)' ', (byte)'}'] }));
        Fails(_chain, Error.TcbInfoIsInvalid, Of(infoCall with { Signature = new byte[64] }));
        Fails(_chain, Error.CollateralIsInvalid, Of(infoCall with { Signature = new byte[63] }));
        Fails(_chain, Error.TcbInfoIsInvalid, Of(infoCall with { TcbInfo = identityCall.EnclaveIdentity, Signature = identityCall.Signature }));
        Fails(_chain, Error.CollateralIsInvalid, Of(infoCall with { CertificateChain = raw.PckCrlIssuerChain.ToArray() }));
        Fails(_chain, Error.EnclaveIdentitySignatureIsInvalid, Of(identityCall with { Signature = new byte[64] }));
        Fails(_chain, Error.EnclaveIdentityDecodingError, Of(identityCall with { EnclaveIdentity = [], Signature = new byte[64] }));
        Fails(_chain, Error.CollateralIsInvalid, Of(identityCall with { CertificateChain = [] }));
        Fails(_chain, Error.CollateralIsInvalid, Of(identityCall with { CertificateChain = new byte[SignedStatement.MaxChainBytes + 1] }));

        using var tdx = new IntelPlatform(EvidenceKind.Tdx);
        Fails(_chain, Error.CollateralIsInvalid, TcbInfo(tdx.Raw(17)));
        Fails(_chain, Error.CollateralIsInvalid, QuotingEnclave(tdx.Raw(17)));

        _chain.Later = 30 * Day;
        Fails(_chain, Error.CollateralIsInvalid, info);
        Fails(_chain, Error.CollateralIsInvalid, identity);
    }

    [Fact]
    public void An_older_statement_does_not_take_a_newers_place()
    {
        _chain.Later = 2 * Day;
        RegisterStatements(_chain, IntelPlatform.Begin + 86_400);
        Fails(_chain, Error.CollateralIsInvalid, TcbInfo(_intel.Raw(17)));
        Fails(_chain, Error.CollateralIsInvalid, QuotingEnclave(_intel.Raw(17)));
        RegisterStatements(_chain, IntelPlatform.Begin + (2 * 86_400));
    }

    [Fact]
    public void A_debug_enclave_registers_only_where_the_chain_allows_it_Row01()
    {
        RegisterStatements(_chain);
        _intel.Debug = true;
        Fails(_chain, Error.SgxModeIsNotAllowed, Register(Quote(Enclave.AccountId)));

        _chain.Run(TestChain.Alice, TestChain.Sudo(new RuntimeCall.Teerex(new Call.SetSecurityFlags(false, true))));
        Assert.True(Run(_chain, Register(Quote(Enclave.AccountId))).IsSuccess);
        Assert.Equal(SgxBuildMode.Debug, TestChain.Runtime.Pallets.Teerex.Sovereign(_chain.Context(), Enclave.AccountId)!.BuildMode);
    }

    [Fact]
    public void Evidence_of_another_account_is_refused_Row08()
    {
        RegisterStatements(_chain);
        Fails(_chain, Error.SenderIsNotAttestedEnclave, Register(Quote(TestChain.Charlie.AccountId)));
        Fails(_chain, Error.SenderIsNotAttestedEnclave, new Call.RegisterSgxEnclave(Report(TestChain.Charlie.AccountId), null, new SgxAttestationMethod.Ias()));
    }

    [Fact]
    public void A_proxied_enclave_is_registered_under_its_address()
    {
        RegisterStatements(_chain);
        var quote = Quote(TestChain.Charlie.AccountId);
        Assert.True(Run(_chain, new Call.RegisterSgxEnclave(quote, null, new SgxAttestationMethod.Dcap(true))).IsSuccess);
        Assert.Null(TestChain.Runtime.Pallets.Teerex.Sovereign(_chain.Context(), Enclave.AccountId));

        byte[] data = [.. TestChain.Charlie.AccountId.ToArray(), .. Enumerable.Repeat((byte)7, 32), 0, 0];
        var address = new EnclaveInstanceAddress(
            new Hash256(new Bytes32([.. Enumerable.Repeat((byte)1, 32)])), Enclave.AccountId, new AnySigner.Opaque(new OpaqueSigner(data)));
        Fails(_chain, Error.UnregisterActiveEnclaveIsNotAllowed, new Call.UnregisterProxiedEnclave(address));
        _chain.Later = (2 * Day) + 6001;
        Assert.True(Run(_chain, new Call.UnregisterProxiedEnclave(address)).IsSuccess);
        Assert.Contains(_chain.Events(), one => one is RuntimeEvent.Teerex { Event: Event.RemovedProxiedEnclave });
        Fails(_chain, Error.EnclaveIsNotRegistered, new Call.UnregisterProxiedEnclave(address));
    }

    public static TheoryData<byte, byte> Statuses => new()
    {
        { 12, (byte)SgxStatus.Ok },
        { 11, (byte)SgxStatus.Ok },
        { 10, (byte)SgxStatus.GroupOutOfDate },
    };

    [Theory]
    [MemberData(nameof(Statuses))]
    public void The_platforms_status_is_recorded_Row04(byte firstComponent, byte status)
    {
        RegisterStatements(_chain);
        using var machine = _intel.Simulator.NewPlatform(IntelPlatform.SpecOf(6, firstComponent));
        Assert.True(Run(_chain, Register(Quote(Enclave.AccountId, machine))).IsSuccess);
        Assert.Equal((SgxStatus)status, TestChain.Runtime.Pallets.Teerex.Sovereign(_chain.Context(), Enclave.AccountId)!.Status);
    }

    [Fact]
    public void A_revoked_platform_is_refused_Row04()
    {
        RegisterStatements(_chain);
        using var machine = _intel.Simulator.NewPlatform(IntelPlatform.SpecOf(6, 9));
        Fails(_chain, Error.RemoteAttestationVerificationFailed, Register(Quote(Enclave.AccountId, machine)));
    }

    [Fact]
    public void A_report_registers_its_enclave_for_a_day_and_no_longer()
    {
        var report = Report(Enclave.AccountId);
        Assert.InRange(report.Length, 1000, 5000);
        var register = new Call.RegisterSgxEnclave(report, null, new SgxAttestationMethod.Ias());
        var madeAt = TestChain.Start;
        Assert.True(Run(_chain, register).IsSuccess);
        var enclave = TestChain.Runtime.Pallets.Teerex.Sovereign(_chain.Context(), Enclave.AccountId)!;
        Assert.Equal((madeAt, SgxStatus.ConfigurationNeeded), (enclave.Timestamp, enclave.Status));

        _chain.Later = Day - (_chain.NextMs - madeAt);
        Assert.True(Run(_chain, register).IsSuccess);
        Fails(_chain, Error.RemoteAttestationIsTooOld, register);

        // Anybody may remove it two days after the report was made.
        var remove = new Call.UnregisterSovereignEnclave(Enclave.AccountId);
        Fails(_chain, Error.UnregisterActiveEnclaveIsNotAllowed, remove);
        _chain.Later = 2 * Day;
        Assert.True(Run(_chain, remove).IsSuccess);
        Assert.Null(TestChain.Runtime.Pallets.Teerex.Sovereign(_chain.Context(), Enclave.AccountId));
    }

    [Fact]
    public void A_report_that_does_not_hold_is_refused()
    {
        var tomorrow = new Call.RegisterSgxEnclave(Report(Enclave.AccountId, Day), null, new SgxAttestationMethod.Ias());
        Fails(_chain, Error.TimestampIsInvalid, tomorrow);
        Fails(_chain, Error.RemoteAttestationVerificationFailed, IasWith(spec => spec with { QuoteStatus = "GROUP_REVOKED" }));
        Fails(_chain, Error.QuoteBodyDecodingError, IasWith(spec => spec with { QuoteVersion = 3 }));
        Fails(_chain, Error.SgxReportParsingError, IasWith(spec => spec with { Version = 9 }));

        // A chain whose first state names no simulation knows only Intel's authority.
        Fails(
            new TestChain(TestChain.DevelopmentGenesis),
            Error.CaVerificationFailed,
            new Call.RegisterSgxEnclave(Report(Enclave.AccountId), null, new SgxAttestationMethod.Ias()));
    }

    [Fact]
    public void A_chain_knows_a_simulation_only_by_its_first_state_and_only_for_development_Row14()
    {
        var plain = new TestChain(TestChain.DevelopmentGenesis);
        Fails(plain, Error.CollateralIsInvalid, TcbInfo(_intel.Raw(17)));
        Fails(plain, Error.CollateralIsInvalid, QuotingEnclave(_intel.Raw(17)));
        Assert.Throws<ArgumentException>(() => new TestChain(PolicyTests.Production with { SimulationRoots = [TrustRoot.Of(_intel.Anchor)] }));

        // Intel's own key is none of a simulation's.
        var intels = TrustAnchors.Production.WithRole(AnchorRole.IntelSgxRoot).Single();
        Assert.Throws<ArgumentException>(() => new TestChain(TestChain.DevelopmentGenesis with { SimulationRoots = [TrustRoot.Of(intels)] }));
    }

    private void RegisterStatements(TestChain chain, long issued = IntelPlatform.Begin)
    {
        var signer = _intel.Simulator.Root.TcbSigner;
        var raw = _intel.Simulator.Collateral(
            _intel.Machine,
            issued,
            IntelSimulator.TcbInfo(EvidenceKind.SgxDcap, issued).Sign(signer),
            IntelSimulator.QeIdentity(EvidenceKind.SgxDcap, issued).Sign(signer));
        Assert.True(Run(chain, TcbInfo(raw)).IsSuccess);
        Assert.True(Run(chain, QuotingEnclave(raw)).IsSuccess);
    }

    private byte[] Quote(AccountId account, SimulatedIntelPlatform? machine = null) => machine is null
        ? _intel.Evidence(1, [.. account.ToArray(), .. Enumerable.Repeat((byte)7, 32)], TestChain.Start)
        : new QuoteSpec().Sign(machine, SpecOf(account));

    private static SgxReportSpec SpecOf(AccountId account) => new()
    {
        MrEnclave = [.. Enumerable.Repeat((byte)1, 32)],
        MrSigner = [.. Enumerable.Repeat((byte)9, 32)],
        ReportData = [.. account.ToArray(), .. Enumerable.Repeat((byte)7, 32)],
    };

    private static byte[] Report(AccountId account, ulong later = 0) => Ias.Value.WrapInCertificate(ReportOf(account, later), bindKey: false);

    private static Call.RegisterSgxEnclave IasWith(Func<IasReportSpec, IasReportSpec> change) =>
        new(Ias.Value.WrapInCertificate(change(ReportOf(Enclave.AccountId, 0)), bindKey: false), null, new SgxAttestationMethod.Ias());

    private static IasReportSpec ReportOf(AccountId account, ulong later) => new()
    {
        Report = SpecOf(account),
        Time = (long)((TestChain.Start + later) / 1000),
        QuoteStatus = "CONFIGURATION_NEEDED",
    };

    private static Call.RegisterSgxEnclave Register(byte[] quote) => new(quote, "wss://a"u8.ToArray(), new SgxAttestationMethod.Dcap(false));

    internal static RuntimeCall.Teerex TcbInfo(DcapCollateral raw)
    {
        var (statement, signature) = TakeApart(raw.TcbInfo, "tcbInfo");
        return Of(new Call.RegisterTcbInfo(statement, signature, raw.TcbSigningChain.ToArray()));
    }

    internal static RuntimeCall.Teerex QuotingEnclave(DcapCollateral raw)
    {
        var (statement, signature) = TakeApart(raw.QeIdentity, "enclaveIdentity");
        return Of(new Call.RegisterQuotingEnclave(statement, signature, raw.TcbSigningChain.ToArray()));
    }

    private static RuntimeCall.Teerex Of(Call call) => new(call);

    // The bytes of the statement as they stand, as Integritee's tools submit them.
    private static (byte[] Statement, byte[] Signature) TakeApart(ReadOnlyMemory<byte> json, string name)
    {
        using var document = System.Text.Json.JsonDocument.Parse(json);
        var statement = document.RootElement.GetProperty(name).GetRawText();
        return (System.Text.Encoding.UTF8.GetBytes(statement), Convert.FromHexString(document.RootElement.GetProperty("signature").GetString()!));
    }

    private static ApplyResult Run(TestChain chain, Call call) => Run(chain, Of(call));

    private static ApplyResult Run(TestChain chain, RuntimeCall.Teerex call) => chain.Run(Enclave, call);

    private static void Fails(TestChain chain, Error error, Call call) => Fails(chain, error, Of(call));

    private static void Fails(TestChain chain, Error error, RuntimeCall.Teerex call)
    {
        var result = Run(chain, call);
        Assert.True(
            new DispatchError.Module(new ModuleError(50, (uint)error)).Equals(result.Error),
            $"expected {error}, got {(result.Error is DispatchError.Module { Error: var module } ? (Error)module.Index : result)}");
    }
}
