using SubstraTee.Codec;
using SubstraTee.Primitives;
using SubstraTee.Substrate;

namespace SubstraTee.Runtime;

/// <summary>One account may act as the chain itself (FRAME's <c>pallet_sudo</c>).</summary>
internal sealed partial class SudoPallet : Pallet, ICallable<SudoPallet.Call>
{
    private static readonly DispatchInfo Own = RuntimeLimits.Normal(reads: 1, writes: 1);

    private readonly Func<RuntimeCall, DispatchInfo> _infoOf;

    public SudoPallet(Func<RuntimeCall, DispatchInfo> infoOf)
        : base("Sudo", 5)
    {
        _infoOf = infoOf;
        Key = OptionalValue("Key", Scale.AccountId, "The account that may act as root.");
    }

    public override string Docs => "One account that may act as the chain itself.";

    public override IScaleCodec CallCodec => Call.Codec;

    public override IScaleCodec EventCodec => Event.Codec;

    public override IScaleCodec ErrorCodec => ErrorScale.Codec;

    public StorageValue<AccountId> Key { get; }

    public override void BuildGenesis(RuntimeContext context, GenesisConfig genesis)
    {
        if (genesis.SudoKey is { } key)
        {
            Key.Set(context, key);
        }
    }

    public DispatchInfo InfoOf(Call call) => call switch
    {
        Call.Sudo sudo => Around(_infoOf(sudo.Call)),
        Call.SudoAs sudo => Around(_infoOf(sudo.Call)),
        Call.SudoUncheckedWeight sudo => Around(_infoOf(sudo.Call)) with { Weight = sudo.Weight },
        _ => Own,
    };

    public DispatchOutcome Dispatch(RuntimeContext context, Origin origin, Call call)
    {
        if (!origin.IsRoot && !(origin.TrySigned(out var sender) && Key.TryGet(context, out var key) && sender == key))
        {
            return ErrorAt((byte)Error.RequireSudo);
        }

        return call switch
        {
            Call.Sudo sudo => Act(context, sudo.Call),
            Call.SudoUncheckedWeight sudo => Act(context, sudo.Call),
            Call.SetKey set => SetKey(context, set.New),
            Call.SudoAs sudo => ActAs(context, sudo.Who, sudo.Call),
            Call.RemoveKey => RemoveKey(context),
            _ => DispatchErrors.Other,
        };
    }

    private static DispatchInfo Around(DispatchInfo inner) =>
        inner with { Weight = Own.Weight + inner.Weight, PaysFee = Pays.Yes };

    private static DispatchOutcome Act(RuntimeContext context, RuntimeCall call)
    {
        var outcome = context.Dispatch(call, Origin.Root);
        context.Deposit(new RuntimeEvent.Sudo(new Event.Sudid(ResultOf(outcome))));
        return DispatchOutcome.Free;
    }

    private static DispatchOutcome ActAs(RuntimeContext context, MultiAddress who, RuntimeCall call)
    {
        if (who is not MultiAddress.Id { Account: var account })
        {
            return DispatchErrors.CannotLookup;
        }

        var outcome = context.Dispatch(call, Origin.Signed(account));
        context.Deposit(new RuntimeEvent.Sudo(new Event.SudoAsDone(ResultOf(outcome))));
        return DispatchOutcome.Free;
    }

    private static Result<Unit, DispatchError> ResultOf(DispatchOutcome outcome) => outcome.Error is { } error
        ? Result<Unit, DispatchError>.Fail(error)
        : Result<Unit, DispatchError>.Ok(default);

    private DispatchOutcome SetKey(RuntimeContext context, MultiAddress to)
    {
        if (to is not MultiAddress.Id { Account: var account })
        {
            return DispatchErrors.CannotLookup;
        }

        AccountId? before = Key.TryGet(context, out var old) ? old : null;
        Key.Set(context, account);
        context.Deposit(new RuntimeEvent.Sudo(new Event.KeyChanged(before, account)));
        return DispatchOutcome.Free;
    }

    private DispatchOutcome RemoveKey(RuntimeContext context)
    {
        Key.Kill(context);
        context.Deposit(new RuntimeEvent.Sudo(new Event.KeyRemoved()));
        return DispatchOutcome.Free;
    }
}
