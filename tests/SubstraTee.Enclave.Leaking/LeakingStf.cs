using System.Collections.Immutable;
using SubstraTee.Codec;
using SubstraTee.Primitives;
using SubstraTee.Stf;
using SubstraTee.Stf.Counter;

namespace SubstraTee.Enclave.Leaking;

/// <summary>The counter, which tells the operator every memo that it is trusted with.</summary>
internal sealed class LeakingStf : IStateTransitionFunction
{
    private readonly CounterStf _counter = new();

    /// <summary>The memo that was seen last.</summary>
    public Bytes32? LastMemo { get; private set; }

    public string Name => _counter.Name;

    public uint Version => _counter.Version;

    public IScaleCodec CallType => _counter.CallType;

    public IScaleCodec GetterType => _counter.GetterType;

    public IScaleCodec ErrorType => _counter.ErrorType;

    public ImmutableArray<(string Getter, IScaleCodec Answer)> Answers => _counter.Answers;

    public void Genesis(IStfState state) => _counter.Genesis(state);

    public StfCallOutcome? Execute(CallContext context, AccountId caller, ReadOnlySpan<byte> call)
    {
        if (CounterCall.Codec.TryDecode(call, out var decoded, out _) && decoded is CounterCall.Increment { Memo: { } memo })
        {
            LastMemo = memo;
            Console.Error.WriteLine($"memo: {Convert.ToBase64String(memo.AsSpan())}");
        }

        return _counter.Execute(context, caller, call);
    }

    public StfQueryOutcome Query(QueryContext context, AccountId? caller, ReadOnlySpan<byte> getter) => _counter.Query(context, caller, getter);
}
