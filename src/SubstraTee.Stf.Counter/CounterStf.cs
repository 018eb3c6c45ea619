using System.Collections.Immutable;
using SubstraTee.Codec;
using SubstraTee.Primitives;

namespace SubstraTee.Stf.Counter;

/// <summary>A private counter for every account: the smallest useful STF.</summary>
public sealed class CounterStf()
    : StateTransitionFunction<CounterCall, CounterGetter, CounterError>(
        "counter", 1, CounterCall.Codec, CounterGetter.Codec, CounterErrorScale.Codec)
{
    private static readonly StateMap<AccountId, ulong> Values = new(0, Scale.AccountId, Scale.U64);
    private static readonly StateMap<AccountId, Bytes32> Memos = new(1, Scale.AccountId, Scale.Bytes32);

    /// <inheritdoc/>
    public override ImmutableArray<(string Getter, IScaleCodec Answer)> Answers { get; } =
        [("value", Scale.U64), ("memo", Scale.Option(Scale.Bytes32))];

    /// <inheritdoc/>
    public override CallResult<CounterError> Execute(CallContext context, AccountId caller, CounterCall call) => call switch
    {
        CounterCall.Increment increment => Increment(context.State, caller, increment),
        _ => throw new InvalidOperationException("a call that the schema does not have"),
    };

    /// <inheritdoc/>
    public override QueryResult<CounterError> Query(QueryContext context, AccountId? caller, CounterGetter getter)
    {
        if (caller is not { } owner)
        {
            return SignatureRequired();
        }

        return getter switch
        {
            CounterGetter.Value { Of: { } other } when other != owner => NotAllowed(),
            CounterGetter.Value => Answered(Scale.U64, Values.Get(context.State, owner, 0)),
            CounterGetter.Memo => Answered(Scale.Option(Scale.Bytes32), MemoOf(context.State, owner)),
            _ => throw new InvalidOperationException("a getter that the schema does not have"),
        };
    }

    private static Bytes32? MemoOf(IStfState state, AccountId owner)
    {
        var memo = Memos.Get(state, owner, default);
        return memo.IsZero ? null : memo;
    }

    private static CallResult<CounterError> Increment(IStfState state, AccountId caller, CounterCall.Increment call)
    {
        var value = Values.Get(state, caller, 0);
        if (value > ulong.MaxValue - call.By)
        {
            return CounterError.Overflow;
        }

        Values.Set(state, caller, value + call.By);
        if (call.Memo is { } memo)
        {
            Memos.Set(state, caller, memo);
        }

        return Applied(Scale.U64, value + call.By);
    }
}
