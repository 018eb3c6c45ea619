using System.Collections.Immutable;
using SubstraTee.Attestation;
using SubstraTee.Codec;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;
using SubstraTee.Substrate;
using Judged = SubstraTee.Codec.Result<SubstraTee.Runtime.SgxEnclave, SubstraTee.Substrate.DispatchError>;

namespace SubstraTee.Runtime;

/// <summary>The registry of enclaves (Integritee's <c>teerex</c>: same calls, storage, events and errors).</summary>
/// <remarks>
/// Enclaves register with a report of Intel's attestation service or with a quote, or without evidence (Skip) where the chain
/// allows that; then they bear the status Invalid and the method Skip for ever. Members of shards with a descriptor register
/// with <see cref="EnclaveBridgePallet"/>, which asks for more.
/// </remarks>
internal sealed partial class TeerexPallet : Pallet, ICallable<TeerexPallet.Call>
{
    private const int MaxProofBytes = 5000;
    private const int MaxUrlBytes = 256;

    /// <summary>Milliseconds of a day: as old a report may be.</summary>
    public const ulong MomentsPerDay = 86_400_000;

    private const ulong MaxAttestationRenewalPeriod = 2 * MomentsPerDay;

    private readonly TimestampPallet _timestamp;
    private readonly StorageMap<EnclaveInstanceAddress, MultiEnclave> _proxiedEnclaves;
    private readonly StorageValue<bool> _sgxAllowDebugMode;
    private readonly StorageValue<bool> _allowSkippingAttestation;
    private readonly StorageValue<ImmutableArray<TrustRoot>> _simulationRoots;
    private readonly SgxStatements _statements;
    private readonly SgxJudge _judge;

    public TeerexPallet(TimestampPallet timestamp)
        : base("Teerex", 50)
    {
        _timestamp = timestamp;
        SovereignEnclaves = OptionalMap(
            new MapKey<AccountId>(StorageHasher.Blake2_128Concat, Scale.AccountId),
            "SovereignEnclaves",
            MultiEnclave.Codec,
            "Enclaves that registered themselves, by their account. Method Skip means: simulated, nothing is proved.");
        _proxiedEnclaves = OptionalMap(
            new MapKey<EnclaveInstanceAddress>(StorageHasher.Blake2_128Concat, EnclaveInstanceAddress.Codec),
            "ProxiedEnclaves",
            MultiEnclave.Codec,
            "Enclaves that another account registered.");
        QuotingEnclave = Value(
            "SgxQuotingEnclaveRegistry",
            SgxQuotingEnclave.Codec,
            SgxQuotingEnclave.Unknown,
            "Which quoting enclaves Intel vouches for.");
        var fmspc = new MapKey<byte[]>(StorageHasher.Blake2_128Concat, Scale.FixedBytes(6));
        TcbInfo = OptionalMap(fmspc, "SgxTcbInfo", SgxTcbInfoOnChain.Codec, "What Intel says of processor families.");
        QuotingEnclaveStatement = OptionalValue(
            "SgxQuotingEnclaveStatement", SignedStatement.Codec, "What Intel signed about quoting enclaves, by which quotes are verified.");
        TcbInfoStatements = OptionalMap(
            fmspc, "SgxTcbInfoStatements", SignedStatement.Codec, "What Intel signed about processor families, by which quotes are verified.");
        _simulationRoots = Value(
            "SimulationRoots",
            Scale.Vec(TrustRoot.Codec),
            [],
            "Keys of a simulation that are taken for Intel's: enclaves below them are SIMULATED. Fixed by the first block.");
        _sgxAllowDebugMode = Value("SgxAllowDebugMode", Scale.Bool, false, "Whether enclaves may be debugged.");
        _allowSkippingAttestation = Value(
            "AllowSkippingAttestation", Scale.Bool, false, "Whether enclaves may register without evidence.");
        Constant("MomentsPerDay", Scale.U64, MomentsPerDay, "Milliseconds of a day.");
        Constant(
            "MaxAttestationRenewalPeriod",
            Scale.U64,
            MaxAttestationRenewalPeriod,
            "After so many milliseconds without renewal anybody may remove an enclave.");
        _statements = new SgxStatements(this, timestamp);
        _judge = new SgxJudge(this, _statements);
    }

    public override string Docs => "The registry of enclaves.";

    public override IScaleCodec CallCodec => Call.Codec;

    public override IScaleCodec EventCodec => Event.Codec;

    public override IScaleCodec ErrorCodec { get; } = new ErrorsWithField(
        "pallet_teerex::pallet::Error", ErrorScale.Codec, (byte)Error.OtherSgxVerifyError, VerifyError);

    public StorageMap<AccountId, MultiEnclave> SovereignEnclaves { get; }

    public StorageValue<SgxQuotingEnclave> QuotingEnclave { get; }

    public StorageMap<byte[], SgxTcbInfoOnChain> TcbInfo { get; }

    public StorageValue<SignedStatement> QuotingEnclaveStatement { get; }

    public StorageMap<byte[], SignedStatement> TcbInfoStatements { get; }

    public DispatchError NotRegistered => ErrorAt((byte)Error.EnclaveIsNotRegistered);

    public override void BuildGenesis(RuntimeContext context, GenesisConfig genesis)
    {
        if (!genesis.IsDevelopment && (genesis.AllowSkippingAttestation || genesis.AllowSgxDebugMode || !genesis.SimulationRoots.IsEmpty))
        {
            throw new ArgumentException(
                "only a development chain lets enclaves register without evidence, in debug mode or under a simulation's root", nameof(genesis));
        }

        // Keys that cannot be used, or are Intel's own, are found out now and not by the first enclave.
        _ = AnchorsOf(genesis.SimulationRoots);
        _simulationRoots.Set(context, genesis.SimulationRoots);
        _sgxAllowDebugMode.Set(context, genesis.AllowSgxDebugMode);
        _allowSkippingAttestation.Set(context, genesis.AllowSkippingAttestation);
    }

    /// <summary>The sets of roots that evidence may end in: Intel's, and on a chain for development that of a simulation.</summary>
    public IEnumerable<TrustAnchors> Anchors(RuntimeContext context)
    {
        yield return TrustAnchors.Production;
        var simulation = _simulationRoots.Get(context);
        if (!simulation.IsEmpty)
        {
            yield return AnchorsOf(simulation);
        }
    }

    /// <summary>Whether enclaves may be open to a debugger.</summary>
    public bool AllowsDebug(RuntimeContext context) => _sgxAllowDebugMode.Get(context);

    /// <summary>The enclave that registered itself as this account, or null.</summary>
    public SgxEnclave? Sovereign(RuntimeContext context, AccountId account) =>
        SovereignEnclaves.TryGet(context, account, out var enclave) && enclave is MultiEnclave.Sgx sgx ? sgx.Enclave : null;

    public DispatchInfo InfoOf(Call call) => call switch
    {
        Call.RegisterSgxEnclave register => EvidenceWeights.Add(
            RuntimeLimits.Normal(reads: 6, writes: 1, register.Proof.Length),
            register.AttestationMethod switch
            {
                SgxAttestationMethod.Ias => EvidenceWeights.Of(EvidenceKind.Ias),
                SgxAttestationMethod.Dcap => EvidenceWeights.Of(EvidenceKind.SgxDcap),
                _ => 0,
            }),
        Call.RegisterQuotingEnclave register => EvidenceWeights.Add(
            RuntimeLimits.Normal(reads: 3, writes: 2, register.EnclaveIdentity.Length), EvidenceWeights.Statement),
        Call.RegisterTcbInfo register => EvidenceWeights.Add(
            RuntimeLimits.Normal(reads: 3, writes: 2, register.TcbInfo.Length), EvidenceWeights.Statement),
        Call.SetSecurityFlags => RuntimeLimits.Operational(reads: 0, writes: 2),
        _ => RuntimeLimits.Normal(reads: 2, writes: 1),
    };

    public DispatchOutcome Dispatch(RuntimeContext context, Origin origin, Call call)
    {
        if (call is Call.SetSecurityFlags flags)
        {
            return SetSecurityFlags(context, origin, flags);
        }

        if (!origin.TrySigned(out var sender))
        {
            return DispatchErrors.BadOrigin;
        }

        return call switch
        {
            Call.RegisterSgxEnclave register => Register(context, sender, register),
            Call.UnregisterSovereignEnclave unregister => Unregister(context, unregister.EnclaveSigner),
            Call.UnregisterProxiedEnclave unregister => Unregister(context, unregister.Address),
            Call.RegisterQuotingEnclave register => _statements.Register(context, register),
            Call.RegisterTcbInfo register => _statements.Register(context, register),
            _ => DispatchErrors.Other,
        };
    }

    internal DispatchError Fail(Error error) => ErrorAt((byte)error);

    private static TrustAnchors AnchorsOf(ImmutableArray<TrustRoot> roots) => TrustAnchors.Of(roots.Select(
        root => new TrustAnchor(root.Role, AnchorClass.Test, root.Key.AsSpan(), root.Role.Text(), "the chain's first state")));

    private DispatchOutcome Register(RuntimeContext context, AccountId sender, Call.RegisterSgxEnclave register)
    {
        if (register.Proof.Length > MaxProofBytes)
        {
            return Fail(Error.RaProofIsTooLong);
        }

        if (register.WorkerUrl?.Length > MaxUrlBytes)
        {
            return Fail(Error.EnclaveUrlIsTooLong);
        }

        var now = _timestamp.Now.Get(context);
        var judged = register.AttestationMethod switch
        {
            SgxAttestationMethod.Ias => _judge.JudgeReport(context, sender, register.Proof, now),
            SgxAttestationMethod.Dcap dcap => _judge.JudgeQuote(context, sender, register.Proof, dcap.Proxied, now),
            _ => Unproved(context, sender, register, now),
        };
        if (!judged.IsOk)
        {
            return judged.Error!;
        }

        var enclave = judged.Value! with { Url = register.WorkerUrl };
        if (register.AttestationMethod is SgxAttestationMethod.Dcap { Proxied: true })
        {
            var address = new EnclaveInstanceAddress(enclave.Fingerprint, sender, AnySigner.Of(enclave.ReportData));
            _proxiedEnclaves.Set(context, address, new MultiEnclave.Sgx(enclave));
        }
        else
        {
            SovereignEnclaves.Set(context, sender, new MultiEnclave.Sgx(enclave));
        }

        context.Deposit(new RuntimeEvent.Teerex(
            new Event.AddedSgxEnclave(sender, register.WorkerUrl, enclave.Status, register.AttestationMethod)));
        return DispatchOutcome.Ok;
    }

    private Judged Unproved(RuntimeContext context, AccountId sender, Call.RegisterSgxEnclave register, ulong now)
    {
        if (register.AttestationMethod is not SgxAttestationMethod.Skip { Proxied: false } || !_allowSkippingAttestation.Get(context))
        {
            return Judged.Fail(Fail(Error.SkippingAttestationIsNotAllowed));
        }

        if (register.Proof.Length < Bytes32.Length)
        {
            return Judged.Fail(Fail(Error.RemoteAttestationVerificationFailed));
        }

        return Judged.Ok(new SgxEnclave(
            SgxReportData.Of(sender),
            new Bytes32(register.Proof.AsSpan(0, Bytes32.Length)),
            MrSigner: default,
            now,
            Url: null,
            SgxBuildMode.Debug,
            register.AttestationMethod,
            SgxStatus.Invalid));
    }

    private DispatchOutcome Unregister(RuntimeContext context, AccountId account)
    {
        SovereignEnclaves.TryGet(context, account, out var enclave);
        if (CheckExpired(context, enclave) is { } refused)
        {
            return refused;
        }

        SovereignEnclaves.Remove(context, account);
        context.Deposit(new RuntimeEvent.Teerex(new Event.RemovedSovereignEnclave(account)));
        return DispatchOutcome.Ok;
    }

    private DispatchOutcome Unregister(RuntimeContext context, EnclaveInstanceAddress address)
    {
        _proxiedEnclaves.TryGet(context, address, out var enclave);
        if (CheckExpired(context, enclave) is { } refused)
        {
            return refused;
        }

        _proxiedEnclaves.Remove(context, address);
        context.Deposit(new RuntimeEvent.Teerex(new Event.RemovedProxiedEnclave(address)));
        return DispatchOutcome.Ok;
    }

    private DispatchError? CheckExpired(RuntimeContext context, MultiEnclave? enclave)
    {
        if (enclave is not MultiEnclave.Sgx { Enclave.Timestamp: var registered })
        {
            return Fail(Error.EnclaveIsNotRegistered);
        }

        var now = _timestamp.Now.Get(context);
        return now < registered || now - registered <= MaxAttestationRenewalPeriod
            ? Fail(Error.UnregisterActiveEnclaveIsNotAllowed)
            : null;
    }

    private DispatchOutcome SetSecurityFlags(RuntimeContext context, Origin origin, Call.SetSecurityFlags flags)
    {
        if (!origin.IsRoot)
        {
            return DispatchErrors.BadOrigin;
        }

        _allowSkippingAttestation.Set(context, flags.AllowSkippingAttestation);
        _sgxAllowDebugMode.Set(context, flags.SgxAllowDebugMode);
        context.Deposit(new RuntimeEvent.Teerex(
            new Event.UpdatedSecurityFlags(flags.AllowSkippingAttestation, flags.SgxAllowDebugMode)));
        return DispatchOutcome.Ok;
    }
}
