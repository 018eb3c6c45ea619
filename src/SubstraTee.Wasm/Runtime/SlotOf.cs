using System.Runtime.CompilerServices;

namespace SubstraTee.Wasm;

/// <summary>Values of .NET types in slots. Each method is one conversion once the type is known: the JIT drops the others.</summary>
internal static class SlotOf
{
    /// <summary>The function type that .NET types stand for.</summary>
    public static FunctionType Type(Type[] parameters, Type[] results) => new([.. parameters.Select(TypeOf)], [.. results.Select(TypeOf)]);

    /// <summary>Whether values of the type are the same in slots and in compiled code's convention.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsNumber<T>() =>
        typeof(T) == typeof(int) || typeof(T) == typeof(uint) || typeof(T) == typeof(long) || typeof(T) == typeof(ulong)
        || typeof(T) == typeof(float) || typeof(T) == typeof(double);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong From<T>(Store store, T value)
    {
        if (typeof(T) == typeof(int) || typeof(T) == typeof(uint) || typeof(T) == typeof(float))
        {
            return Unsafe.As<T, uint>(ref value);
        }

        if (typeof(T) == typeof(long) || typeof(T) == typeof(ulong) || typeof(T) == typeof(double))
        {
            return Unsafe.As<T, ulong>(ref value);
        }

        return typeof(T) == typeof(Function) ? Value.FunctionSlot(store, (Function?)(object?)value) : store.SlotOf(value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T To<T>(Store store, ulong slot)
    {
        if (typeof(T).IsValueType)
        {
            // Little-endian: the lower half comes first.
            return Unsafe.As<ulong, T>(ref slot);
        }

        return typeof(T) == typeof(Function) ? (T)(object)store.FunctionOf(slot)! : (T)store.ExternOf(slot)!;
    }

    private static ValueKind TypeOf(Type type) =>
        type == typeof(int) || type == typeof(uint) ? ValueKind.I32
        : type == typeof(long) || type == typeof(ulong) ? ValueKind.I64
        : type == typeof(float) ? ValueKind.F32
        : type == typeof(double) ? ValueKind.F64
        : type == typeof(Function) ? ValueKind.FuncRef
        : type == typeof(object) ? ValueKind.ExternRef
        : throw new ArgumentException($"{type} is no type of WebAssembly: int, uint, long, ulong, float, double, Function and object are", nameof(type));
}
