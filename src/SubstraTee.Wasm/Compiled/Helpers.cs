using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Reflection;

namespace SubstraTee.Wasm.Compiled;

/// <summary>Methods that compiled code calls. Those of the class library are intrinsics, which become an instruction or a few.</summary>
internal static class Helpers
{
    private const BindingFlags Static = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    public static readonly RuntimeMethodHandle SingleOf = Of<int, float>(CalledBack.SingleOf);
    public static readonly RuntimeMethodHandle SingleToInt32Bits = Of<float, int>(BitConverter.SingleToInt32Bits);
    public static readonly RuntimeMethodHandle Int64BitsToDouble = Of<long, double>(BitConverter.Int64BitsToDouble);
    public static readonly RuntimeMethodHandle DoubleToInt64Bits = Of<double, long>(BitConverter.DoubleToInt64Bits);

    public static readonly RuntimeMethodHandle RotateLeft32 = Of<uint, int, uint>(BitOperations.RotateLeft);
    public static readonly RuntimeMethodHandle RotateRight32 = Of<uint, int, uint>(BitOperations.RotateRight);
    public static readonly RuntimeMethodHandle RotateLeft64 = Of<ulong, int, ulong>(BitOperations.RotateLeft);
    public static readonly RuntimeMethodHandle RotateRight64 = Of<ulong, int, ulong>(BitOperations.RotateRight);
    public static readonly RuntimeMethodHandle LeadingZeroCount32 = Of<uint, int>(BitOperations.LeadingZeroCount);
    public static readonly RuntimeMethodHandle TrailingZeroCount32 = Of<uint, int>(BitOperations.TrailingZeroCount);
    public static readonly RuntimeMethodHandle PopCount32 = Of<uint, int>(BitOperations.PopCount);
    public static readonly RuntimeMethodHandle LeadingZeroCount64 = Of<ulong, int>(BitOperations.LeadingZeroCount);
    public static readonly RuntimeMethodHandle TrailingZeroCount64 = Of<ulong, int>(BitOperations.TrailingZeroCount);
    public static readonly RuntimeMethodHandle PopCount64 = Of<ulong, int>(BitOperations.PopCount);

    public static readonly RuntimeMethodHandle ToSingle = Of<ulong, float>(Numerics.ToSingle);
    public static readonly RuntimeMethodHandle ToDouble = Of<ulong, double>(Numerics.ToDouble);
    public static readonly RuntimeMethodHandle TruncateToUInt64 = Of<double, ulong>(Numerics.TruncateToUInt64);
    public static readonly RuntimeMethodHandle SaturateToInt32 = Of<double, int>(Numerics.SaturateToInt32);
    public static readonly RuntimeMethodHandle SaturateToUInt32 = Of<double, uint>(Numerics.SaturateToUInt32);
    public static readonly RuntimeMethodHandle SaturateToInt64 = Of<double, long>(Numerics.SaturateToInt64);
    public static readonly RuntimeMethodHandle SaturateToUInt64 = Of<double, ulong>(Numerics.SaturateToUInt64);

    public static readonly RuntimeMethodHandle AbsSingle = Of<float, float>(MathF.Abs);
    public static readonly RuntimeMethodHandle AbsDouble = Of<double, double>(Math.Abs);
    public static readonly RuntimeMethodHandle CopySignSingle = Of<float, float, float>(MathF.CopySign);
    public static readonly RuntimeMethodHandle CopySignDouble = Of<double, double, double>(Math.CopySign);

    public static readonly RuntimeMethodHandle MakeTrap = Of<int, WasmTrapException>(CalledBack.Trap);
    public static readonly RuntimeMethodHandle MakeConversionTrap = Of<double, WasmTrapException>(CalledBack.ConversionTrap);
    public static readonly RuntimeMethodHandle NoRoom = Of(typeof(NativeStack), nameof(NativeStack.NoRoom));
    public static readonly RuntimeMethodHandle FindTyped = Of(typeof(CalledBack), nameof(CalledBack.TypedOf));
    public static readonly RuntimeMethodHandle Prepare = Of(typeof(TierSwitch), nameof(TierSwitch.Prepare));
    public static readonly RuntimeMethodHandle TableGet = OfBulk(nameof(BulkOperations.TableGet));
    public static readonly RuntimeMethodHandle TableSet = OfBulk(nameof(BulkOperations.TableSet));
    public static readonly RuntimeMethodHandle TableGrow = OfBulk(nameof(BulkOperations.TableGrow));
    public static readonly RuntimeMethodHandle TableFill = OfBulk(nameof(BulkOperations.TableFill));
    public static readonly RuntimeMethodHandle TableCopy = OfBulk(nameof(BulkOperations.TableCopy));
    public static readonly RuntimeMethodHandle TableInit = OfBulk(nameof(BulkOperations.TableInit));
    public static readonly RuntimeMethodHandle ElemDrop = OfBulk(nameof(BulkOperations.ElemDrop));
    public static readonly RuntimeMethodHandle MemoryGrow = OfBulk(nameof(BulkOperations.MemoryGrow));
    public static readonly RuntimeMethodHandle MemoryFill = OfBulk(nameof(BulkOperations.MemoryFill));
    public static readonly RuntimeMethodHandle MemoryCopy = OfBulk(nameof(BulkOperations.MemoryCopy));
    public static readonly RuntimeMethodHandle MemoryInit = OfBulk(nameof(BulkOperations.MemoryInit));
    public static readonly RuntimeMethodHandle DataDrop = OfBulk(nameof(BulkOperations.DataDrop));

    // By opcode, from f32.ceil to f32.sqrt and f32.min, f32.max; the same for f64.
    public static readonly RuntimeMethodHandle[] SingleOperations =
    [
        Of<float, float>(MathF.Ceiling), Of<float, float>(MathF.Floor), Of<float, float>(MathF.Truncate),
        Of<float, float>(Numerics.Nearest), Of<float, float>(MathF.Sqrt), Of<float, float, float>(Numerics.Min), Of<float, float, float>(Numerics.Max),
    ];

    public static readonly RuntimeMethodHandle[] DoubleOperations =
    [
        Of<double, double>(Math.Ceiling), Of<double, double>(Math.Floor), Of<double, double>(Math.Truncate),
        Of<double, double>(Numerics.Nearest), Of<double, double>(Math.Sqrt), Of<double, double, double>(Numerics.Min), Of<double, double, double>(Numerics.Max),
    ];

    private static RuntimeMethodHandle Of<TIn, TOut>(Func<TIn, TOut> method) => method.Method.MethodHandle;

    private static RuntimeMethodHandle Of<TLeft, TRight, TOut>(Func<TLeft, TRight, TOut> method) => method.Method.MethodHandle;

    private static RuntimeMethodHandle Of(
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicMethods | DynamicallyAccessedMemberTypes.NonPublicMethods)] Type type, string name) =>
        type.GetMethod(name, Static)!.MethodHandle;

    private static RuntimeMethodHandle OfBulk(string name) => Of(typeof(BulkOperations), name);
}
