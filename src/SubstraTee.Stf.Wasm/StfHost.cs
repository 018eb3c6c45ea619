using System.Collections.Frozen;
using System.Security.Cryptography;
using SubstraTee.Crypto;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Wasm;
using static SubstraTee.Stf.Wasm.StfAbi;

namespace SubstraTee.Stf.Wasm;

/// <summary>The functions that a module may import: state, caller, input and output, block, events, hashes.</summary>
/// <remarks>
/// Pointers and lengths are unsigned. Every range is checked against the memory before anything is read, written or
/// allocated, and paid for before it is done; what is not in order traps.
/// </remarks>
internal static class StfHost
{
    private const ValueKind I32 = ValueKind.I32;
    private const ValueKind I64 = ValueKind.I64;

    private delegate void Act(StfRun run, in Caller caller, in Slots slots);

    private static readonly (string Name, FunctionType Type, int Cost, Act Act)[] All =
    [
        ("input_length", new([], [I32]), Costs.Small, static (run, in caller, in slots) => slots.Set(0, run.Input.Length)),
        ("input_read", new([I32, I32, I32], []), Costs.Small, InputRead),
        ("caller", new([I32], [I32]), Costs.Small, CallerOf),
        ("output", new([I32, I32], []), Costs.Small, Output),
        ("state_get", new([I32, I32, I32, I32], [I32]), Costs.StateRead, StateGet),
        ("state_contains", new([I32, I32], [I32]), Costs.StateRead, StateContains),
        ("state_set", new([I32, I32, I32, I32], []), Costs.StateWrite, StateSet),
        ("state_remove", new([I32, I32], []), Costs.StateWrite, StateRemove),
        ("block_number", new([], [I32]), Costs.Small, static (run, in caller, in slots) => slots.Set(0, run.Block.Number)),
        ("block_time_ms", new([], [I64]), Costs.Small, static (run, in caller, in slots) => slots.Set(0, (long)run.Block.UnixTimeMs)),
        ("emit_event", new([I32, I32], []), Costs.Event, Emit),
        ("hash_blake2b_256", new([I32, I32, I32], []), Costs.Hash, static (run, in caller, in slots) =>
            Hash(caller, slots, static (input, output) => Blake2b.Hash256(input).Bytes.AsSpan().CopyTo(output))),
        ("hash_sha2_256", new([I32, I32, I32], []), Costs.Hash, static (run, in caller, in slots) =>
            Hash(caller, slots, static (input, output) => SHA256.HashData(input, output))),
        ("hash_keccak_256", new([I32, I32, I32], []), Costs.Hash, static (run, in caller, in slots) =>
            Hash(caller, slots, static (input, output) => Keccak.Hash256(input).Bytes.AsSpan().CopyTo(output))),
    ];

    private delegate void HashInto(ReadOnlySpan<byte> input, Span<byte> output);

    /// <summary>The functions' types by name.</summary>
    public static FrozenDictionary<string, FunctionType> Functions { get; } =
        All.ToFrozenDictionary(one => one.Name, one => one.Type, StringComparer.Ordinal);

    /// <summary>Defines all functions for the call that runs at the time.</summary>
    public static void Define(Linker linker, Func<StfRun> run)
    {
        foreach (var (name, type, cost, act) in All)
        {
            linker.Define(ImportModule, name, HostFunction.Create(type, (caller, slots) => Do(act, run(), caller, slots), cost));
        }
    }

    private static void Do(Act act, StfRun run, in Caller caller, in Slots slots)
    {
        try
        {
            act(run, caller, slots);
        }
        catch (ResourcesExhaustedException)
        {
            // What ends a call in one tier has to end it in the other, so it goes the way of all traps.
            throw new WasmTrapException(TrapCode.OutOfFuel);
        }
    }

    private static void InputRead(StfRun run, in Caller caller, in Slots slots)
    {
        var (offset, length) = (slots.UInt32(1), slots.UInt32(2));
        if ((ulong)offset + length > (ulong)run.Input.Length)
        {
            throw Refuse($"input_read: {length} bytes from {offset} on, the input has {run.Input.Length}");
        }

        caller.UseFuel(Costs.Copied((int)length));
        run.Input.AsSpan((int)offset, (int)length).CopyTo(Range(caller, slots.UInt32(0), length));
    }

    private static void CallerOf(StfRun run, in Caller caller, in Slots slots)
    {
        if (run.Caller is { } account)
        {
            account.ToArray().CopyTo(Range(caller, slots.UInt32(0), 32));
        }

        slots.Set(0, run.Caller is null ? 0 : 1);
    }

    private static void Output(StfRun run, in Caller caller, in Slots slots)
    {
        var bytes = Range(caller, slots.UInt32(0), slots.UInt32(1));
        if (bytes.Length > ProtocolLimits.MaxOutputBytes)
        {
            throw Refuse($"output: at most {ProtocolLimits.MaxOutputBytes} bytes, not {bytes.Length}");
        }

        caller.UseFuel(Costs.Copied(bytes.Length));
        run.Output = bytes.ToArray();
    }

    private static void StateGet(StfRun run, in Caller caller, in Slots slots)
    {
        var target = Range(caller, slots.UInt32(2), slots.UInt32(3));
        if (!run.State.TryGet(Key(caller, slots), out var value))
        {
            slots.Set(0, -1);
            return;
        }

        caller.UseFuel(Costs.Copied(value.Length));
        value.Span[..Math.Min(value.Length, target.Length)].CopyTo(target);
        slots.Set(0, value.Length);
    }

    private static void StateContains(StfRun run, in Caller caller, in Slots slots) =>
        slots.Set(0, run.State.TryGet(Key(caller, slots), out var value) ? value.Length : -1);

    private static void StateSet(StfRun run, in Caller caller, in Slots slots)
    {
        RequireCall(run);
        var value = Range(caller, slots.UInt32(2), slots.UInt32(3));
        if (value.Length > IStfState.MaxValueBytes)
        {
            throw Refuse($"state_set: a value has at most {IStfState.MaxValueBytes} bytes, not {value.Length}");
        }

        caller.UseFuel(Costs.Kept(value.Length));
        run.State.Set(Key(caller, slots), value);
    }

    private static void StateRemove(StfRun run, in Caller caller, in Slots slots)
    {
        RequireCall(run);
        run.State.Remove(Key(caller, slots));
    }

    private static void Emit(StfRun run, in Caller caller, in Slots slots)
    {
        var bytes = Range(caller, slots.UInt32(0), slots.UInt32(1));
        if (run.Emit is null)
        {
            throw Refuse("emit_event: only calls have events");
        }

        if (bytes.Length > CallContext.MaxEventBytes)
        {
            throw Refuse($"emit_event: an event has at most {CallContext.MaxEventBytes} bytes, not {bytes.Length}");
        }

        caller.UseFuel(Costs.Kept(bytes.Length));
        run.Emit(bytes.ToArray());
    }

    private static void Hash(in Caller caller, in Slots slots, HashInto hash)
    {
        var input = Range(caller, slots.UInt32(0), slots.UInt32(1));
        var output = Range(caller, slots.UInt32(2), 32);
        caller.UseFuel(Costs.Hashed(input.Length));
        // Input and output may overlap.
        Span<byte> result = stackalloc byte[32];
        hash(input, result);
        result.CopyTo(output);
    }

    private static ReadOnlySpan<byte> Key(in Caller caller, in Slots slots)
    {
        var key = Range(caller, slots.UInt32(0), slots.UInt32(1));
        return key.Length <= IStfState.MaxKeyBytes
            ? key
            : throw Refuse($"a key has at most {IStfState.MaxKeyBytes} bytes, not {key.Length}");
    }

    private static void RequireCall(StfRun run)
    {
        if (run.IsReadOnly)
        {
            throw Refuse("a getter does not change the state");
        }
    }

    private static Span<byte> Range(in Caller caller, uint pointer, uint length)
    {
        var memory = caller.Memory;
        return (ulong)pointer + length <= (ulong)memory.Length
            ? memory.Slice((int)pointer, (int)length)
            : throw new WasmTrapException(TrapCode.MemoryOutOfBounds);
    }

    private static WasmTrapException Refuse(string why) => new(why);
}
