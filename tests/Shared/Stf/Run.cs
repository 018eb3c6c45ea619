using System.Collections.Immutable;
using SubstraTee.Primitives;
using SubstraTee.Stf;
using SubstraTee.Stf.Wasm;
using SubstraTee.Wasm;

namespace SubstraTee.Testing;

/// <summary>What a call, getter or genesis came to, all of it: how it ended, with which bytes, events, fuel and state.</summary>
internal sealed record Run(string Ended, string Bytes, string Events, ulong Fuel, string State)
{
    public const ulong FuelLimit = 10_000_000;

    public static readonly AccountId Alice = AccountOf(0xA1);
    public static readonly AccountId Bob = AccountOf(0xB0);
    public static readonly BlockInfo Block = new(0xCAFE_BABE, 0x1122_3344_5566_7788);

    private static readonly ImmutableArray<Engine> Engines =
    [
        .. new[] { ExecutionTier.Interpreted, ExecutionTier.Compiled, ExecutionTier.Automatic }
            .Select(tier => new Engine(WasmStf.EngineOptions with { Tier = tier })),
    ];

    /// <summary>An account of one byte, repeated.</summary>
    public static AccountId AccountOf(byte all) => new(Enumerable.Repeat(all, 32).ToArray());

    /// <summary>The module in every tier.</summary>
    public static ImmutableArray<WasmStf> Load(ReadOnlySpan<byte> module)
    {
        var loaded = ImmutableArray.CreateBuilder<WasmStf>();
        foreach (var engine in Engines)
        {
            Assert.True(WasmStf.TryLoad(engine, module, out var stf, out var error), error);
            loaded.Add(stf);
        }

        return loaded.ToImmutable();
    }

    /// <summary>Why a module is refused, in every tier for the same reason.</summary>
    public static string Refusal(ReadOnlySpan<byte> module)
    {
        var reasons = new HashSet<string>(StringComparer.Ordinal);
        foreach (var engine in Engines)
        {
            Assert.False(WasmStf.TryLoad(engine, module, out _, out var error));
            reasons.Add(error);
        }

        return Assert.Single(reasons);
    }

    /// <summary>Runs a call in every tier, twice, and makes sure that nothing differs.</summary>
    public static Run Call(byte[] module, byte[]? input = null, TestState? state = null, ulong fuel = FuelLimit) =>
        Same(module, state, (stf, at) => Call(stf, at, Alice, input ?? [], fuel));

    /// <summary>Asks a getter in every tier, twice, and makes sure that nothing differs.</summary>
    public static Run Query(byte[] module, AccountId? caller, byte[]? input = null, TestState? state = null, ulong fuel = FuelLimit) =>
        Same(module, state, (stf, at) => Query(stf, at, caller, input ?? [], fuel));

    /// <summary>Fills an empty state in every tier, twice, and makes sure that nothing differs.</summary>
    public static Run Genesis(byte[] module) => Same(module, null, (stf, at) => Guard(at, new ResourceMeter(FuelLimit), [], () =>
    {
        ((IStfExecution)stf).Genesis(at);
        return ("filled", default);
    }));

    /// <summary>Runs a call of any function.</summary>
    public static Run Call(IStfExecution stf, TestState state, AccountId caller, byte[] input, ulong fuel = FuelLimit)
    {
        var meter = new ResourceMeter(fuel);
        var context = new CallContext(state, Block, meter);
        return Guard(state, meter, context.Events, () => stf.Execute(context, caller, input) switch
        {
            null => ("no call", default),
            { Applied: true } applied => ("applied", applied.Bytes),
            { } failed => ($"error {failed.ErrorCode}", failed.Bytes),
        });
    }

    /// <summary>Asks a getter of any function.</summary>
    public static Run Query(IStfExecution stf, TestState state, AccountId? caller, byte[] input, ulong fuel = FuelLimit)
    {
        var meter = new ResourceMeter(fuel);
        state.IsReadOnly = true;
        try
        {
            return Guard(state, meter, [], () =>
            {
                var outcome = stf.Query(new QueryContext(state, Block, meter), caller, input);
                return (outcome.Verdict == QueryVerdict.Failed ? $"error {outcome.ErrorCode}" : outcome.Verdict.ToString(), outcome.Answer);
            });
        }
        finally
        {
            state.IsReadOnly = false;
        }
    }

    private static Run Same(byte[] module, TestState? state, Func<WasmStf, TestState, Run> run)
    {
        var before = (state ?? new TestState()).ToString();
        var runs = (
            from stf in Load(module)
            from repetition in Enumerable.Range(0, 2)
            select run(stf, (state ?? new TestState()).Copy())).ToList();
        Assert.All(runs, one => Assert.Equal(runs[0], one));
        Assert.Equal(before, (state ?? new TestState()).ToString());
        return runs[0];
    }

    private static Run Guard(
        TestState state, ResourceMeter meter, IReadOnlyList<ReadOnlyMemory<byte>> events, Func<(string Ended, ReadOnlyMemory<byte> Bytes)> act)
    {
        var limit = meter.Remaining;
        string ended;
        ReadOnlyMemory<byte> bytes = default;
        try
        {
            (ended, bytes) = act();
        }
        catch (ResourcesExhaustedException)
        {
            ended = "exhausted";
        }
        catch (StfFaultException fault)
        {
            ended = $"fault {fault.Code}: {fault.Message}";
        }

        return new Run(
            ended,
            Hex.Encode(bytes.Span),
            string.Join(' ', events.Select(one => Hex.Encode(one.Span))),
            limit - meter.Remaining,
            state.ToString());
    }
}
