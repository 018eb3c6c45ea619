using System.Collections.Immutable;
using System.Runtime.InteropServices;
using SubstraTee.Codec;
using SubstraTee.Crypto;
using SubstraTee.Primitives;
using SubstraTee.Stf;
using SubstraTee.Stf.Counter;

namespace SubstraTee.SystemBenchmark;

/// <summary>The counter, with a number of accounts that have one already.</summary>
internal sealed class CrowdedCounter(int accounts) : IStateTransitionFunction
{
    private static readonly StateMap<AccountId, ulong> Values = new(0, Scale.AccountId, Scale.U64);

    private readonly CounterStf _counter = new();

    public string Name => _counter.Name;

    public uint Version => _counter.Version;

    public IScaleCodec CallType => _counter.CallType;

    public IScaleCodec GetterType => _counter.GetterType;

    public IScaleCodec ErrorType => _counter.ErrorType;

    public ImmutableArray<(string Getter, IScaleCodec Answer)> Answers => _counter.Answers;

    public void Genesis(IStfState state)
    {
        for (var i = 0; i < accounts; i++)
        {
            Values.Set(state, new AccountId(Blake2b.Hash256(MemoryMarshal.AsBytes([i])).Bytes), (ulong)i);
        }
    }

    public StfCallOutcome? Execute(CallContext context, AccountId caller, ReadOnlySpan<byte> call) =>
        _counter.Execute(context, caller, call);

    public StfQueryOutcome Query(QueryContext context, AccountId? caller, ReadOnlySpan<byte> getter) =>
        _counter.Query(context, caller, getter);
}
