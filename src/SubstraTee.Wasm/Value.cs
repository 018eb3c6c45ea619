namespace SubstraTee.Wasm;

/// <summary>A value of any type, with its type.</summary>
public readonly unsafe struct Value : IEquatable<Value>
{
    private readonly ulong _bits;
    private readonly object? _reference;

    private Value(ValueType type, ulong bits, object? reference = null)
    {
        Type = type;
        _bits = bits;
        _reference = reference;
    }

    /// <summary>The value's type.</summary>
    public ValueType Type { get; }

    /// <summary>Bits of a number: those of 32-bit ones in the lower half.</summary>
    public ulong Bits => !Type.IsReference() ? _bits : throw Mismatch("a number");

    /// <summary>An i32.</summary>
    public int Int32 => Type == ValueType.I32 ? (int)_bits : throw Mismatch("i32");

    /// <summary>An i64.</summary>
    public long Int64 => Type == ValueType.I64 ? (long)_bits : throw Mismatch("i64");

    /// <summary>An f32.</summary>
    public float Single => Type == ValueType.F32 ? BitConverter.UInt32BitsToSingle((uint)_bits) : throw Mismatch("f32");

    /// <summary>An f64.</summary>
    public double Double => Type == ValueType.F64 ? BitConverter.UInt64BitsToDouble(_bits) : throw Mismatch("f64");

    /// <summary>An externref: any object of the host, or null.</summary>
    public object? Extern => Type == ValueType.ExternRef ? _reference : throw Mismatch("externref");

    /// <summary>A funcref: a function, or null.</summary>
    public Function? Function => Type == ValueType.FuncRef ? (Function?)_reference : throw Mismatch("funcref");

    /// <summary>A number by its bits.</summary>
    public static Value FromBits(ValueType type, ulong bits) => type switch
    {
        ValueType.I32 or ValueType.F32 => new(type, (uint)bits),
        ValueType.I64 or ValueType.F64 => new(type, bits),
        _ => throw new ArgumentException($"{type.ToName()} is no number", nameof(type)),
    };

    /// <summary>A reference to an object of the host, or null.</summary>
    public static Value FromExtern(object? value) => new(ValueType.ExternRef, 0, value);

    /// <summary>A reference to a function, or null.</summary>
    public static Value FromFunction(Function? function) => new(ValueType.FuncRef, 0, function);

    /// <summary>An i32.</summary>
    public static implicit operator Value(int value) => new(ValueType.I32, (uint)value);

    /// <summary>An i64.</summary>
    public static implicit operator Value(long value) => new(ValueType.I64, (ulong)value);

    /// <summary>An f32.</summary>
    public static implicit operator Value(float value) => new(ValueType.F32, BitConverter.SingleToUInt32Bits(value));

    /// <summary>An f64.</summary>
    public static implicit operator Value(double value) => new(ValueType.F64, BitConverter.DoubleToUInt64Bits(value));

    /// <summary>Same type, same bits or same reference: NaN equals NaN of the same bits.</summary>
    public static bool operator ==(Value left, Value right) => left.Equals(right);

    /// <summary>Other than <c>==</c>.</summary>
    public static bool operator !=(Value left, Value right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(Value other) => Type == other.Type && _bits == other._bits && Equals(_reference, other._reference);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Value other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Type, _bits, _reference);

    /// <summary>The value and its type.</summary>
    public override string ToString() => Type switch
    {
        ValueType.I32 => $"i32:{Int32}",
        ValueType.I64 => $"i64:{Int64}",
        ValueType.F32 => $"f32:{Single:R}",
        ValueType.F64 => $"f64:{Double:R}",
        _ => $"{Type.ToName()}:{_reference ?? "null"}",
    };

    internal static ulong FunctionSlot(Store store, Function? function) =>
        function is null || function.Store == store
            ? (ulong)(function is null ? null : function.Record)
            : throw new ArgumentException("a function of another store", nameof(function));

    internal static Value FromSlot(Store store, ValueType type, ulong slot) => type switch
    {
        ValueType.FuncRef => FromFunction(store.FunctionOf(slot)),
        ValueType.ExternRef => FromExtern(store.ExternOf(slot)),
        _ => FromBits(type, slot),
    };

    internal ulong ToSlot(Store store) => Type switch
    {
        ValueType.FuncRef => FunctionSlot(store, (Function?)_reference),
        ValueType.ExternRef => store.SlotOf(_reference),
        _ => _bits,
    };

    private InvalidOperationException Mismatch(string wanted) => new($"the value is of type {Type.ToName()}, not {wanted}");
}
