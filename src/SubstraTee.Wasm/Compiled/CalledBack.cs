using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace SubstraTee.Wasm.Compiled;

/// <summary>What compiled code calls when it comes to the end of what it does by itself.</summary>
internal static unsafe class CalledBack
{
    // None of them is inlined: they are rare, and it would take longer to compile all else.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static WasmTrapException Trap(int code) => new((TrapCode)code);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static WasmTrapException ConversionTrap(double value) =>
        new(double.IsNaN(value) ? TrapCode.InvalidConversionToInteger : TrapCode.IntegerOverflow);

    /// <summary>
    /// The number of these bits, also those of a signalling NaN: .NET's compiler computes with constants of this type as wider
    /// ones, which makes such NaNs quiet, so it must not see that this is one.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static float SingleOf(int bits) => BitConverter.Int32BitsToSingle(bits);

    /// <summary>The record's address in compiled code's convention, which it gets now if it has none.</summary>
    [RequiresDynamicCode("Generates code.")]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static nint TypedOf(FunctionRecord* record)
    {
        if (record->Typed == 0)
        {
            Compiler.MakeCallable(record);
        }

        return record->Typed;
    }
}
