using SubstraTee.Codec;
using SubstraTee.Primitives;
using SubstraTee.Substrate;

namespace SubstraTee.Runtime;

/// <summary>The registry of enclaves (Integritee's <c>teerex</c>: same calls, storage, events and errors).</summary>
/// <remarks>
/// Evidence is not judged by this runtime yet: enclaves register without any (Skip) where the chain allows it, and bear the
/// status Invalid and the method Skip for ever; every other way to register is refused.
/// </remarks>
internal sealed partial class TeerexPallet : Pallet, ICallable<TeerexPallet.Call>
{
    private const int MaxProofBytes = 5000;
    private const int MaxUrlBytes = 256;
    private const ulong MomentsPerDay = 86_400_000;
    private const ulong MaxAttestationRenewalPeriod = 2 * MomentsPerDay;

    private readonly TimestampPallet _timestamp;
    private readonly StorageMap<EnclaveInstanceAddress, MultiEnclave> _proxiedEnclaves;
    private readonly StorageValue<bool> _sgxAllowDebugMode;
    private readonly StorageValue<bool> _allowSkippingAttestation;

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
        Value(
            "SgxQuotingEnclaveRegistry",
            SgxQuotingEnclave.Codec,
            SgxQuotingEnclave.Unknown,
            "Which quoting enclaves Intel vouches for.");
        OptionalMap(
            new MapKey<byte[]>(StorageHasher.Blake2_128Concat, Scale.FixedBytes(6)),
            "SgxTcbInfo",
            SgxTcbInfoOnChain.Codec,
            "What Intel says of processor families.");
        _sgxAllowDebugMode = Value("SgxAllowDebugMode", Scale.Bool, false, "Whether enclaves may be debugged.");
        _allowSkippingAttestation = Value(
            "AllowSkippingAttestation", Scale.Bool, false, "Whether enclaves may register without evidence.");
        Constant("MomentsPerDay", Scale.U64, MomentsPerDay, "Milliseconds of a day.");
        Constant(
            "MaxAttestationRenewalPeriod",
            Scale.U64,
            MaxAttestationRenewalPeriod,
            "After so many milliseconds without renewal anybody may remove an enclave.");
    }

    public override string Docs => "The registry of enclaves.";

    public override IScaleCodec CallCodec => Call.Codec;

    public override IScaleCodec EventCodec => Event.Codec;

    public override IScaleCodec ErrorCodec { get; } = new ErrorsWithField(
        "pallet_teerex::pallet::Error", ErrorScale.Codec, (byte)Error.OtherSgxVerifyError, VerifyError);

    public StorageMap<AccountId, MultiEnclave> SovereignEnclaves { get; }

    public DispatchError NotRegistered => ErrorAt((byte)Error.EnclaveIsNotRegistered);

    public override void BuildGenesis(RuntimeContext context, GenesisConfig genesis)
    {
        if (!genesis.IsDevelopment && (genesis.AllowSkippingAttestation || genesis.AllowSgxDebugMode))
        {
            throw new ArgumentException("only a development chain lets enclaves register without evidence or in debug mode", nameof(genesis));
        }

        _sgxAllowDebugMode.Set(context, genesis.AllowSgxDebugMode);
        _allowSkippingAttestation.Set(context, genesis.AllowSkippingAttestation);
    }

    /// <summary>The enclave that registered itself as this account, or null.</summary>
    public SgxEnclave? Sovereign(RuntimeContext context, AccountId account) =>
        SovereignEnclaves.TryGet(context, account, out var enclave) && enclave is MultiEnclave.Sgx sgx ? sgx.Enclave : null;

    public DispatchInfo InfoOf(Call call) => call switch
    {
        Call.RegisterSgxEnclave register => RuntimeLimits.Normal(reads: 3, writes: 1, register.Proof.Length),
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
            Call.RegisterQuotingEnclave or Call.RegisterTcbInfo => Fail(Error.CollateralIsInvalid),
            _ => DispatchErrors.Other,
        };
    }

    private DispatchError Fail(Error error) => ErrorAt((byte)error);

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

        if (register.AttestationMethod is not SgxAttestationMethod.Skip { Proxied: var proxied })
        {
            return Fail(Error.RemoteAttestationVerificationFailed);
        }

        if (proxied || !_allowSkippingAttestation.Get(context))
        {
            return Fail(Error.SkippingAttestationIsNotAllowed);
        }

        if (register.Proof.Length < Bytes32.Length)
        {
            return Fail(Error.RemoteAttestationVerificationFailed);
        }

        var enclave = new SgxEnclave(
            SgxReportData.Of(sender),
            new Bytes32(register.Proof.AsSpan(0, Bytes32.Length)),
            MrSigner: default,
            _timestamp.Now.Get(context),
            register.WorkerUrl,
            SgxBuildMode.Debug,
            register.AttestationMethod,
            SgxStatus.Invalid);
        SovereignEnclaves.Set(context, sender, new MultiEnclave.Sgx(enclave));
        context.Deposit(new RuntimeEvent.Teerex(
            new Event.AddedSgxEnclave(sender, register.WorkerUrl, enclave.Status, register.AttestationMethod)));
        return DispatchOutcome.Ok;
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
