using System.Runtime.CompilerServices;

namespace SubstraTee.Wasm;

/// <summary>
/// The one border over which calls come in: however a call ends, the store is as usable afterwards as before, and lives as long.
/// </summary>
internal unsafe ref struct OuterCall
{
    private readonly Store _store;
    private readonly StoreContext* _context;
    private readonly long _units;
    private readonly ulong* _stackPointer;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public OuterCall(Store store)
    {
        _store = store;
        _context = store.Context;
        _units = _context->StackUnits;
        _stackPointer = _context->StackPointer;
        _context->NativeEnd = NativeStack.Require(store, _units);
    }

    /// <summary>Free slots, for arguments and results.</summary>
    public readonly ulong* Slots => _stackPointer;

    /// <summary>Calls by slots.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Call(FunctionRecord* record) => record->Entry(record, _stackPointer, _store.Host);

    /// <summary>The address in compiled code's convention of a function that has one, unless it is one of the host, which has to be told its caller.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly nint TypedOf(FunctionRecord* record) => record->Instance->Number < 0 ? 0 : record->Typed;

    /// <summary>Units of the call stack that are left, for compiled code's convention.</summary>
    public readonly long Units => _units;

    // Not a catch that throws again: where calls nest, each of those would begin a new exception on top of all frames.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Dispose()
    {
        _context->StackUnits = _units;
        _context->StackPointer = _stackPointer;
        _context->Fuel = Math.Max(0, _context->Fuel);
        GC.KeepAlive(_store);
    }
}
