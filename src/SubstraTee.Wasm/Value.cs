namespace SubstraTee.Wasm;

/// <summary>A value of any type, with its type.</summary>
public readonly unsafe struct Value : IEquatable<Value>
{
    private readonly ulong _bits;
    private readonly object? _reference;

    private Value(ValueKind type, ulong bits, object? reference = null)
    {
        Type = type;
        _bits = bits;
        _reference = reference;
    }

    /// <summary>The value's type.</summary>
    public ValueKind Type { get; }

    /// <summary>Bits of a number: those of 32-bit ones in the lower half.</summary>
    public ulong Bits => !Type.IsReference() ? _bits : throw Mismatch("a number");

    /// <summary>An i32.</summary>
    public int Int32 => Type == ValueKind.I32 ? (int)_bits : throw Mismatch("i32");

    /// <summary>An i64.</summary>
    public long Int64 => Type == ValueKind.I64 ? (long)_bits : throw Mismatch("i64");

    /// <summary>An f32.</summary>
    public float Single => Type == ValueKind.F32 ? BitConverter.UInt32BitsToSingle((uint)_bits) : throw Mismatch("f32");

    /// <summary>An f64.</summary>
    public double Double => Type == ValueKind.F64 ? BitConverter.UInt64BitsToDouble(_bits) : throw Mismatch("f64");

    /// <summary>An externref: any object of the host, or null.</summary>
    public object? Extern => Type == ValueKind.ExternRef ? _reference : throw Mismatch("externref");

    /// <summary>A funcref: a function, or null.</summary>
    public Function? Function => Type == ValueKind.FuncRef ? (Function?)_reference : throw Mismatch("funcref");

    /// <summary>A number by its bits.</summary>
    public static Value FromBits(ValueKind type, ulong bits) => type switch
    {
        ValueKind.I32 or ValueKind.F32 => new(type, (uint)bits),
        ValueKind.I64 or ValueKind.F64 => new(type, bits),
        _ => throw new ArgumentException($"{type.ToName()} is no number", nameof(type)),
    };

    /// <summary>A reference to an object of the host, or null.</summary>
    public static Value FromExtern(object? value) => new(ValueKind.ExternRef, 0, value);

    /// <summary>A reference to a function, or null.</summary>
    public static Value FromFunction(Function? function) => new(ValueKind.FuncRef, 0, function);

    /// <summary>An i32.</summary>
    public static implicit operator Value(int value) => new(ValueKind.I32, (uint)value);

    /// <summary>An i64.</summary>
    public static implicit operator Value(long value) => new(ValueKind.I64, (ulong)value);

    /// <summary>An f32.</summary>
    public static implicit operator Value(float value) => new(ValueKind.F32, BitConverter.SingleToUInt32Bits(value));

    /// <summary>An f64.</summary>
    public static implicit operator Value(double value) => new(ValueKind.F64, BitConverter.DoubleToUInt64Bits(value));

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
        ValueKind.I32 => $"i32:{Int32}",
        ValueKind.I64 => $"i64:{Int64}",
        ValueKind.F32 => $"f32:{Single:R}",
        ValueKind.F64 => $"f64:{Double:R}",
        _ => $"{Type.ToName()}:{_reference ?? "null"}",
    };

    internal static ulong FunctionSlot(Store store, Function? function) =>
        function is null || function.Store == store
            ? (ulong)(function is null ? null : function.Record)
            : throw new ArgumentException("a function of another store", nameof(function));

    internal static Value FromSlot(Store store, ValueKind type, ulong slot) => type switch
    {
        ValueKind.FuncRef => FromFunction(store.FunctionOf(slot)),
        ValueKind.ExternRef => FromExtern(store.ExternOf(slot)),
        _ => FromBits(type, slot),
    };

    internal ulong ToSlot(Store store) => Type switch
    {
        ValueKind.FuncRef => FunctionSlot(store, (Function?)_reference),
        ValueKind.ExternRef => store.SlotOf(_reference),
        _ => _bits,
    };

    private InvalidOperationException Mismatch(string wanted) => new($"the value is of type {Type.ToName()}, not {wanted}");
}
