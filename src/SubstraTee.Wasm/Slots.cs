namespace SubstraTee.Wasm;

/// <summary>Arguments and results of a call of a host function, which share their places: read the arguments first.</summary>
/// <remarks>Valid during the call only. Types are not checked here: they are those that the function was defined with.</remarks>
public readonly unsafe ref struct Slots
{
    private readonly ulong* _slots;
    private readonly Store _store;
    private readonly int _count;

    internal Slots(Store store, ulong* slots, int count)
    {
        _store = store;
        _slots = slots;
        _count = count;
    }

    /// <summary>An i32 argument.</summary>
    public int Int32(int index) => (int)At(index);

    /// <summary>An i32 argument as an unsigned number, as addresses and lengths are.</summary>
    public uint UInt32(int index) => (uint)At(index);

    /// <summary>An i64 argument.</summary>
    public long Int64(int index) => (long)At(index);

    /// <summary>An f32 argument.</summary>
    public float Single(int index) => BitConverter.UInt32BitsToSingle((uint)At(index));

    /// <summary>An f64 argument.</summary>
    public double Double(int index) => BitConverter.UInt64BitsToDouble(At(index));

    /// <summary>An externref argument.</summary>
    public object? Extern(int index) => _store.ExternOf(At(index));

    /// <summary>A funcref argument.</summary>
    public Function? Function(int index) => _store.FunctionOf(At(index));

    /// <summary>An i32 result.</summary>
    public void Set(int index, int value) => At(index) = (uint)value;

    /// <summary>An i32 result.</summary>
    public void Set(int index, uint value) => At(index) = value;

    /// <summary>An i64 result.</summary>
    public void Set(int index, long value) => At(index) = (ulong)value;

    /// <summary>An f32 result.</summary>
    public void Set(int index, float value) => At(index) = BitConverter.SingleToUInt32Bits(value);

    /// <summary>An f64 result.</summary>
    public void Set(int index, double value) => At(index) = BitConverter.DoubleToUInt64Bits(value);

    /// <summary>An externref result.</summary>
    public void SetExtern(int index, object? value) => At(index) = _store.SlotOf(value);

    /// <summary>A funcref result.</summary>
    public void SetFunction(int index, Function? value) => At(index) = Value.FunctionSlot(_store, value);

    internal ref ulong At(int index)
    {
        if ((uint)index >= (uint)_count)
        {
            throw new ArgumentOutOfRangeException(nameof(index), index, $"the function has {_count} slots");
        }

        return ref _slots[index];
    }
}
