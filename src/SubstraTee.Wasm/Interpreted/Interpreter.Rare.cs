using System.Runtime.CompilerServices;

namespace SubstraTee.Wasm.Interpreted;

internal sealed unsafe partial class Interpreter
{
    // Layout: Op, opcode, two numbers of two units, target, three slots.
    private const int RareUnits = 10;
    private const int RestoreUnits = 3;

    /// <summary>Instructions that are rare, or whose work outweighs a call.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ExecuteRare(InstanceContext* instance, ushort* p, ulong* s)
    {
        var number = *(uint*)(p + 2);
        var second = *(uint*)(p + 4);
        switch ((Opcode)p[1])
        {
            case Opcode.RefFunc:
                s[p[6]] = (ulong)Store.Of(instance).InstanceOf(instance).FunctionAt((int)number);
                break;
            case Opcode.TableGet:
                s[p[6]] = BulkOperations.TableGet(instance, number, (uint)s[p[7]]);
                break;
            case Opcode.TableSet:
                BulkOperations.TableSet(instance, number, (uint)s[p[7]], s[p[8]]);
                break;
            case Opcode.TableSize:
                s[p[6]] = instance->Tables[number]->Length;
                break;
            case Opcode.TableGrow:
                s[p[6]] = BulkOperations.TableGrow(instance, number, s[p[7]], (uint)s[p[8]]);
                break;
            case Opcode.TableFill:
                BulkOperations.TableFill(instance, number, (uint)s[p[7]], s[p[8]], (uint)s[p[9]]);
                break;
            case Opcode.TableCopy:
                BulkOperations.TableCopy(instance, number, second, (uint)s[p[7]], (uint)s[p[8]], (uint)s[p[9]]);
                break;
            case Opcode.TableInit:
                // In the binary format the segment comes first.
                BulkOperations.TableInit(instance, second, number, (uint)s[p[7]], (uint)s[p[8]], (uint)s[p[9]]);
                break;
            case Opcode.ElemDrop:
                BulkOperations.ElemDrop(instance, number);
                break;
            case Opcode.MemoryInit:
                BulkOperations.MemoryInit(instance, number, (uint)s[p[7]], (uint)s[p[8]], (uint)s[p[9]]);
                break;
            case Opcode.DataDrop:
                BulkOperations.DataDrop(instance, number);
                break;
            case Opcode.MemoryCopy:
                BulkOperations.MemoryCopy(instance, (uint)s[p[7]], (uint)s[p[8]], (uint)s[p[9]]);
                break;
            case Opcode.MemoryFill:
                BulkOperations.MemoryFill(instance, (uint)s[p[7]], (uint)s[p[8]], (uint)s[p[9]]);
                break;
            default:
                throw new InvalidOperationException($"no rule for {(Opcode)p[1]}");
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong Truncate(Opcode opcode, ulong bits)
    {
        var f32 = BitConverter.UInt32BitsToSingle((uint)bits);
        var f64 = BitConverter.UInt64BitsToDouble(bits);
        return opcode switch
        {
            Opcode.I32TruncF32S => (uint)Numerics.TruncateToInt32(f32),
            Opcode.I32TruncF32U => Numerics.TruncateToUInt32(f32),
            Opcode.I32TruncF64S => (uint)Numerics.TruncateToInt32(f64),
            Opcode.I32TruncF64U => Numerics.TruncateToUInt32(f64),
            Opcode.I64TruncF32S => (ulong)Numerics.TruncateToInt64(f32),
            Opcode.I64TruncF32U => Numerics.TruncateToUInt64(f32),
            Opcode.I64TruncF64S => (ulong)Numerics.TruncateToInt64(f64),
            Opcode.I64TruncF64U => Numerics.TruncateToUInt64(f64),
            Opcode.I32TruncSatF32S => (uint)Numerics.SaturateToInt32(f32),
            Opcode.I32TruncSatF32U => Numerics.SaturateToUInt32(f32),
            Opcode.I32TruncSatF64S => (uint)Numerics.SaturateToInt32(f64),
            Opcode.I32TruncSatF64U => Numerics.SaturateToUInt32(f64),
            Opcode.I64TruncSatF32S => (ulong)Numerics.SaturateToInt64(f32),
            Opcode.I64TruncSatF32U => Numerics.SaturateToUInt64(f32),
            Opcode.I64TruncSatF64S => (ulong)Numerics.SaturateToInt64(f64),
            Opcode.I64TruncSatF64U => Numerics.SaturateToUInt64(f64),
            _ => throw new InvalidOperationException($"no rule for {opcode}"),
        };
    }
}
