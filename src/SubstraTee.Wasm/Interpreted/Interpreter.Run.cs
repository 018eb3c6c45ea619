using System.Numerics;
using System.Runtime.CompilerServices;

namespace SubstraTee.Wasm.Interpreted;

internal sealed unsafe partial class Interpreter
{
    /// <summary>Runs code until the frame that it begins in returns.</summary>
    /// <remarks>
    /// What makes the pointers safe: code comes from <see cref="Translator"/> alone and was made of a validated function, so
    /// that p only ever points to an instruction with its operands; slots that it names lie inside of the function's frame,
    /// whose size the call has taken from the units of the call stack, so that s stays inside of the store's value stack;
    /// memory is touched only below length, which is read anew whenever something else may have made it grow. The method is
    /// optimized from its first call on: it has no faster form, and its unoptimized one would be twenty times slower.
    /// </remarks>
#pragma warning disable MA0051 // One loop, so that code pointer, frame and memory stay in registers; calls would spill them.
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run(InstanceContext* instance, ulong* s, ushort* p)
#pragma warning restore MA0051
    {
        var store = instance->Store;
        var memory = instance->Memory->Base;
        var length = instance->Memory->Length;
        FunctionRecord* callee;
        ulong* frame;
        ulong at;
        float single;
        double real;
        while (true)
        {
            switch ((Op)(*p))
            {
                // Branches: what is taken is told by four units, the distance from them and the fuel of the block there.
                case Op.Fuel: if ((store->Fuel -= *(uint*)(p + 1)) < 0) goto OutOfFuel; p += 3; continue;
                case Op.Br: p += 1; goto Taken;
                case Op.BrIfNez: p += 2; if ((uint)s[p[-1]] != 0) goto Taken; goto NotTaken;
                case Op.BrIfEqz: p += 2; if ((uint)s[p[-1]] == 0) goto Taken; goto NotTaken;
                case Op.BrI32Eq: p += 3; if ((uint)s[p[-2]] == (uint)s[p[-1]]) goto Taken; goto NotTaken;
                case Op.BrI32Ne: p += 3; if ((uint)s[p[-2]] != (uint)s[p[-1]]) goto Taken; goto NotTaken;
                case Op.BrI32LtS: p += 3; if ((int)s[p[-2]] < (int)s[p[-1]]) goto Taken; goto NotTaken;
                case Op.BrI32LtU: p += 3; if ((uint)s[p[-2]] < (uint)s[p[-1]]) goto Taken; goto NotTaken;
                case Op.BrI32LeS: p += 3; if ((int)s[p[-2]] <= (int)s[p[-1]]) goto Taken; goto NotTaken;
                case Op.BrI32LeU: p += 3; if ((uint)s[p[-2]] <= (uint)s[p[-1]]) goto Taken; goto NotTaken;
                case Op.BrI32EqImm: p += 4; if ((uint)s[p[-3]] == *(uint*)(p - 2)) goto Taken; goto NotTaken;
                case Op.BrI32NeImm: p += 4; if ((uint)s[p[-3]] != *(uint*)(p - 2)) goto Taken; goto NotTaken;
                case Op.BrI32LtSImm: p += 4; if ((int)s[p[-3]] < *(int*)(p - 2)) goto Taken; goto NotTaken;
                case Op.BrI32LtUImm: p += 4; if ((uint)s[p[-3]] < *(uint*)(p - 2)) goto Taken; goto NotTaken;
                case Op.BrI32GeSImm: p += 4; if ((int)s[p[-3]] >= *(int*)(p - 2)) goto Taken; goto NotTaken;
                case Op.BrI32GeUImm: p += 4; if ((uint)s[p[-3]] >= *(uint*)(p - 2)) goto Taken; goto NotTaken;
                case Op.BrI64Eq: p += 3; if (s[p[-2]] == s[p[-1]]) goto Taken; goto NotTaken;
                case Op.BrI64Ne: p += 3; if (s[p[-2]] != s[p[-1]]) goto Taken; goto NotTaken;
                case Op.BrI64LtS: p += 3; if ((long)s[p[-2]] < (long)s[p[-1]]) goto Taken; goto NotTaken;
                case Op.BrI64LtU: p += 3; if (s[p[-2]] < s[p[-1]]) goto Taken; goto NotTaken;
                case Op.BrI64LeS: p += 3; if ((long)s[p[-2]] <= (long)s[p[-1]]) goto Taken; goto NotTaken;
                case Op.BrI64LeU: p += 3; if (s[p[-2]] <= s[p[-1]]) goto Taken; goto NotTaken;
                case Op.BrI64EqImm: p += 4; if (s[p[-3]] == (ulong)*(int*)(p - 2)) goto Taken; goto NotTaken;
                case Op.BrI64NeImm: p += 4; if (s[p[-3]] != (ulong)*(int*)(p - 2)) goto Taken; goto NotTaken;
                case Op.BrI64LtSImm: p += 4; if ((long)s[p[-3]] < *(int*)(p - 2)) goto Taken; goto NotTaken;
                case Op.BrI64LtUImm: p += 4; if (s[p[-3]] < (ulong)*(int*)(p - 2)) goto Taken; goto NotTaken;
                case Op.BrI64GeSImm: p += 4; if ((long)s[p[-3]] >= *(int*)(p - 2)) goto Taken; goto NotTaken;
                case Op.BrI64GeUImm: p += 4; if (s[p[-3]] >= (ulong)*(int*)(p - 2)) goto Taken; goto NotTaken;

                // Moves
                case Op.Copy: s[p[1]] = s[p[2]]; p += 3; continue;
                case Op.CopyMany: Buffer.MemoryCopy(s + p[2], s + p[1], p[3] * 8L, p[3] * 8L); p += 4; continue;
                case Op.Const: s[p[1]] = *(uint*)(p + 2); p += 4; continue;
                case Op.Const64: s[p[1]] = *(ulong*)(p + 2); p += 6; continue;
                case Op.Select: s[p[1]] = (uint)s[p[2]] != 0 ? s[p[3]] : s[p[4]]; p += 5; continue;
                case Op.GlobalGet: s[p[1]] = instance->Globals[*(uint*)(p + 2)]; p += 4; continue;
                case Op.GlobalSet: instance->Globals[*(uint*)(p + 2)] = s[p[1]]; p += 4; continue;
                case Op.GlobalGetImported: s[p[1]] = *instance->ImportedGlobals[*(uint*)(p + 2)]; p += 4; continue;
                case Op.GlobalSetImported: *instance->ImportedGlobals[*(uint*)(p + 2)] = s[p[1]]; p += 4; continue;

                // Memory: addresses are computed in 64 bits, where nothing wraps, and compared before they are used.
                case Op.Load8U: at = (uint)s[p[2]] + (ulong)*(uint*)(p + 3); if (at + 1 > length) goto OutOfBounds; s[p[1]] = *(byte*)(memory + at); p += 5; continue;
                case Op.Load16U: at = (uint)s[p[2]] + (ulong)*(uint*)(p + 3); if (at + 2 > length) goto OutOfBounds; s[p[1]] = *(ushort*)(memory + at); p += 5; continue;
                case Op.Load32: at = (uint)s[p[2]] + (ulong)*(uint*)(p + 3); if (at + 4 > length) goto OutOfBounds; s[p[1]] = *(uint*)(memory + at); p += 5; continue;
                case Op.Load64: at = (uint)s[p[2]] + (ulong)*(uint*)(p + 3); if (at + 8 > length) goto OutOfBounds; s[p[1]] = *(ulong*)(memory + at); p += 5; continue;
                case Op.LoadI32S8: at = (uint)s[p[2]] + (ulong)*(uint*)(p + 3); if (at + 1 > length) goto OutOfBounds; s[p[1]] = (uint)*(sbyte*)(memory + at); p += 5; continue;
                case Op.LoadI32S16: at = (uint)s[p[2]] + (ulong)*(uint*)(p + 3); if (at + 2 > length) goto OutOfBounds; s[p[1]] = (uint)*(short*)(memory + at); p += 5; continue;
                case Op.LoadI64S8: at = (uint)s[p[2]] + (ulong)*(uint*)(p + 3); if (at + 1 > length) goto OutOfBounds; s[p[1]] = (ulong)*(sbyte*)(memory + at); p += 5; continue;
                case Op.LoadI64S16: at = (uint)s[p[2]] + (ulong)*(uint*)(p + 3); if (at + 2 > length) goto OutOfBounds; s[p[1]] = (ulong)*(short*)(memory + at); p += 5; continue;
                case Op.LoadI64S32: at = (uint)s[p[2]] + (ulong)*(uint*)(p + 3); if (at + 4 > length) goto OutOfBounds; s[p[1]] = (ulong)*(int*)(memory + at); p += 5; continue;
                case Op.Store8: at = (uint)s[p[1]] + (ulong)*(uint*)(p + 3); if (at + 1 > length) goto OutOfBounds; *(byte*)(memory + at) = (byte)s[p[2]]; p += 5; continue;
                case Op.Store16: at = (uint)s[p[1]] + (ulong)*(uint*)(p + 3); if (at + 2 > length) goto OutOfBounds; *(ushort*)(memory + at) = (ushort)s[p[2]]; p += 5; continue;
                case Op.Store32: at = (uint)s[p[1]] + (ulong)*(uint*)(p + 3); if (at + 4 > length) goto OutOfBounds; *(uint*)(memory + at) = (uint)s[p[2]]; p += 5; continue;
                case Op.Store64: at = (uint)s[p[1]] + (ulong)*(uint*)(p + 3); if (at + 8 > length) goto OutOfBounds; *(ulong*)(memory + at) = (ulong)s[p[2]]; p += 5; continue;
                case Op.Store8Imm: at = (uint)s[p[1]] + (ulong)*(uint*)(p + 4); if (at + 1 > length) goto OutOfBounds; *(byte*)(memory + at) = (byte)p[2]; p += 6; continue;
                case Op.Store16Imm: at = (uint)s[p[1]] + (ulong)*(uint*)(p + 4); if (at + 2 > length) goto OutOfBounds; *(ushort*)(memory + at) = p[2]; p += 6; continue;
                case Op.Store32Imm: at = (uint)s[p[1]] + (ulong)*(uint*)(p + 4); if (at + 4 > length) goto OutOfBounds; *(uint*)(memory + at) = *(uint*)(p + 2); p += 6; continue;
                case Op.Store64Imm: at = (uint)s[p[1]] + (ulong)*(uint*)(p + 4); if (at + 8 > length) goto OutOfBounds; *(ulong*)(memory + at) = (ulong)*(int*)(p + 2); p += 6; continue;

                // The same of an address that is a sum, which is one of 32 bits.
                case Op.SumLoad8U: at = (uint)s[p[2]] + *(uint*)(p + 5) + (ulong)*(uint*)(p + 3); if (at + 1 > length) goto OutOfBounds; s[p[1]] = *(byte*)(memory + at); p += 7; continue;
                case Op.SumLoad16U: at = (uint)s[p[2]] + *(uint*)(p + 5) + (ulong)*(uint*)(p + 3); if (at + 2 > length) goto OutOfBounds; s[p[1]] = *(ushort*)(memory + at); p += 7; continue;
                case Op.SumLoad32: at = (uint)s[p[2]] + *(uint*)(p + 5) + (ulong)*(uint*)(p + 3); if (at + 4 > length) goto OutOfBounds; s[p[1]] = *(uint*)(memory + at); p += 7; continue;
                case Op.SumLoad64: at = (uint)s[p[2]] + *(uint*)(p + 5) + (ulong)*(uint*)(p + 3); if (at + 8 > length) goto OutOfBounds; s[p[1]] = *(ulong*)(memory + at); p += 7; continue;
                case Op.SumLoadI32S8: at = (uint)s[p[2]] + *(uint*)(p + 5) + (ulong)*(uint*)(p + 3); if (at + 1 > length) goto OutOfBounds; s[p[1]] = (uint)*(sbyte*)(memory + at); p += 7; continue;
                case Op.SumLoadI32S16: at = (uint)s[p[2]] + *(uint*)(p + 5) + (ulong)*(uint*)(p + 3); if (at + 2 > length) goto OutOfBounds; s[p[1]] = (uint)*(short*)(memory + at); p += 7; continue;
                case Op.SumLoadI64S8: at = (uint)s[p[2]] + *(uint*)(p + 5) + (ulong)*(uint*)(p + 3); if (at + 1 > length) goto OutOfBounds; s[p[1]] = (ulong)*(sbyte*)(memory + at); p += 7; continue;
                case Op.SumLoadI64S16: at = (uint)s[p[2]] + *(uint*)(p + 5) + (ulong)*(uint*)(p + 3); if (at + 2 > length) goto OutOfBounds; s[p[1]] = (ulong)*(short*)(memory + at); p += 7; continue;
                case Op.SumLoadI64S32: at = (uint)s[p[2]] + *(uint*)(p + 5) + (ulong)*(uint*)(p + 3); if (at + 4 > length) goto OutOfBounds; s[p[1]] = (ulong)*(int*)(memory + at); p += 7; continue;
                case Op.SumStore8: at = (uint)s[p[1]] + *(uint*)(p + 5) + (ulong)*(uint*)(p + 3); if (at + 1 > length) goto OutOfBounds; *(byte*)(memory + at) = (byte)s[p[2]]; p += 7; continue;
                case Op.SumStore16: at = (uint)s[p[1]] + *(uint*)(p + 5) + (ulong)*(uint*)(p + 3); if (at + 2 > length) goto OutOfBounds; *(ushort*)(memory + at) = (ushort)s[p[2]]; p += 7; continue;
                case Op.SumStore32: at = (uint)s[p[1]] + *(uint*)(p + 5) + (ulong)*(uint*)(p + 3); if (at + 4 > length) goto OutOfBounds; *(uint*)(memory + at) = (uint)s[p[2]]; p += 7; continue;
                case Op.SumStore64: at = (uint)s[p[1]] + *(uint*)(p + 5) + (ulong)*(uint*)(p + 3); if (at + 8 > length) goto OutOfBounds; *(ulong*)(memory + at) = (ulong)s[p[2]]; p += 7; continue;
                case Op.SumStore8Imm: at = (uint)s[p[1]] + *(uint*)(p + 6) + (ulong)*(uint*)(p + 4); if (at + 1 > length) goto OutOfBounds; *(byte*)(memory + at) = (byte)p[2]; p += 8; continue;
                case Op.SumStore16Imm: at = (uint)s[p[1]] + *(uint*)(p + 6) + (ulong)*(uint*)(p + 4); if (at + 2 > length) goto OutOfBounds; *(ushort*)(memory + at) = p[2]; p += 8; continue;
                case Op.SumStore32Imm: at = (uint)s[p[1]] + *(uint*)(p + 6) + (ulong)*(uint*)(p + 4); if (at + 4 > length) goto OutOfBounds; *(uint*)(memory + at) = *(uint*)(p + 2); p += 8; continue;
                case Op.SumStore64Imm: at = (uint)s[p[1]] + *(uint*)(p + 6) + (ulong)*(uint*)(p + 4); if (at + 8 > length) goto OutOfBounds; *(ulong*)(memory + at) = (ulong)*(int*)(p + 2); p += 8; continue;

                // The same of an address that the code fixes.
                case Op.FixedLoad8U: at = *(ulong*)(p + 2); if (at + 1 > length) goto OutOfBounds; s[p[1]] = *(byte*)(memory + at); p += 6; continue;
                case Op.FixedLoad16U: at = *(ulong*)(p + 2); if (at + 2 > length) goto OutOfBounds; s[p[1]] = *(ushort*)(memory + at); p += 6; continue;
                case Op.FixedLoad32: at = *(ulong*)(p + 2); if (at + 4 > length) goto OutOfBounds; s[p[1]] = *(uint*)(memory + at); p += 6; continue;
                case Op.FixedLoad64: at = *(ulong*)(p + 2); if (at + 8 > length) goto OutOfBounds; s[p[1]] = *(ulong*)(memory + at); p += 6; continue;
                case Op.FixedLoadI32S8: at = *(ulong*)(p + 2); if (at + 1 > length) goto OutOfBounds; s[p[1]] = (uint)*(sbyte*)(memory + at); p += 6; continue;
                case Op.FixedLoadI32S16: at = *(ulong*)(p + 2); if (at + 2 > length) goto OutOfBounds; s[p[1]] = (uint)*(short*)(memory + at); p += 6; continue;
                case Op.FixedLoadI64S8: at = *(ulong*)(p + 2); if (at + 1 > length) goto OutOfBounds; s[p[1]] = (ulong)*(sbyte*)(memory + at); p += 6; continue;
                case Op.FixedLoadI64S16: at = *(ulong*)(p + 2); if (at + 2 > length) goto OutOfBounds; s[p[1]] = (ulong)*(short*)(memory + at); p += 6; continue;
                case Op.FixedLoadI64S32: at = *(ulong*)(p + 2); if (at + 4 > length) goto OutOfBounds; s[p[1]] = (ulong)*(int*)(memory + at); p += 6; continue;
                case Op.FixedStore8: at = *(ulong*)(p + 1); if (at + 1 > length) goto OutOfBounds; *(byte*)(memory + at) = (byte)s[p[5]]; p += 6; continue;
                case Op.FixedStore16: at = *(ulong*)(p + 1); if (at + 2 > length) goto OutOfBounds; *(ushort*)(memory + at) = (ushort)s[p[5]]; p += 6; continue;
                case Op.FixedStore32: at = *(ulong*)(p + 1); if (at + 4 > length) goto OutOfBounds; *(uint*)(memory + at) = (uint)s[p[5]]; p += 6; continue;
                case Op.FixedStore64: at = *(ulong*)(p + 1); if (at + 8 > length) goto OutOfBounds; *(ulong*)(memory + at) = (ulong)s[p[5]]; p += 6; continue;
                case Op.FixedStore8Imm: at = *(ulong*)(p + 1); if (at + 1 > length) goto OutOfBounds; *(byte*)(memory + at) = (byte)p[5]; p += 7; continue;
                case Op.FixedStore16Imm: at = *(ulong*)(p + 1); if (at + 2 > length) goto OutOfBounds; *(ushort*)(memory + at) = p[5]; p += 7; continue;
                case Op.FixedStore32Imm: at = *(ulong*)(p + 1); if (at + 4 > length) goto OutOfBounds; *(uint*)(memory + at) = *(uint*)(p + 5); p += 7; continue;
                case Op.FixedStore64Imm: at = *(ulong*)(p + 1); if (at + 8 > length) goto OutOfBounds; *(ulong*)(memory + at) = (ulong)*(int*)(p + 5); p += 7; continue;

                // 32-bit integers
                case Op.I32Add: s[p[1]] = (uint)((uint)s[p[2]] + (uint)s[p[3]]); p += 4; continue;
                case Op.I32Sub: s[p[1]] = (uint)((uint)s[p[2]] - (uint)s[p[3]]); p += 4; continue;
                case Op.I32Mul: s[p[1]] = (uint)((uint)s[p[2]] * (uint)s[p[3]]); p += 4; continue;
                case Op.I32And: s[p[1]] = (uint)((uint)s[p[2]] & (uint)s[p[3]]); p += 4; continue;
                case Op.I32Or: s[p[1]] = (uint)((uint)s[p[2]] | (uint)s[p[3]]); p += 4; continue;
                case Op.I32Xor: s[p[1]] = (uint)((uint)s[p[2]] ^ (uint)s[p[3]]); p += 4; continue;
                case Op.I32Shl: s[p[1]] = (uint)s[p[2]] << (int)s[p[3]]; p += 4; continue;
                case Op.I32ShrS: s[p[1]] = (uint)((int)s[p[2]] >> (int)s[p[3]]); p += 4; continue;
                case Op.I32ShrU: s[p[1]] = (uint)s[p[2]] >> (int)s[p[3]]; p += 4; continue;
                case Op.I32Rotl: s[p[1]] = BitOperations.RotateLeft((uint)s[p[2]], (int)s[p[3]]); p += 4; continue;
                case Op.I32Rotr: s[p[1]] = BitOperations.RotateRight((uint)s[p[2]], (int)s[p[3]]); p += 4; continue;
                case Op.I32DivS: s[p[1]] = (uint)Numerics.DivideS((int)s[p[2]], (int)s[p[3]]); p += 4; continue;
                case Op.I32RemS: s[p[1]] = (uint)Numerics.RemainderS((int)s[p[2]], (int)s[p[3]]); p += 4; continue;
                case Op.I32DivU: s[p[1]] = Numerics.DivideU((uint)s[p[2]], (uint)s[p[3]]); p += 4; continue;
                case Op.I32RemU: s[p[1]] = Numerics.RemainderU((uint)s[p[2]], (uint)s[p[3]]); p += 4; continue;
                case Op.I32Eq: s[p[1]] = (uint)s[p[2]] == (uint)s[p[3]] ? 1u : 0; p += 4; continue;
                case Op.I32Ne: s[p[1]] = (uint)s[p[2]] != (uint)s[p[3]] ? 1u : 0; p += 4; continue;
                case Op.I32LtS: s[p[1]] = (int)s[p[2]] < (int)s[p[3]] ? 1u : 0; p += 4; continue;
                case Op.I32LtU: s[p[1]] = (uint)s[p[2]] < (uint)s[p[3]] ? 1u : 0; p += 4; continue;
                case Op.I32LeS: s[p[1]] = (int)s[p[2]] <= (int)s[p[3]] ? 1u : 0; p += 4; continue;
                case Op.I32LeU: s[p[1]] = (uint)s[p[2]] <= (uint)s[p[3]] ? 1u : 0; p += 4; continue;
                case Op.I32AddImm: s[p[1]] = (uint)s[p[2]] + *(uint*)(p + 3); p += 5; continue;
                case Op.I32MulImm: s[p[1]] = (uint)s[p[2]] * *(uint*)(p + 3); p += 5; continue;
                case Op.I32AndImm: s[p[1]] = (uint)s[p[2]] & *(uint*)(p + 3); p += 5; continue;
                case Op.I32OrImm: s[p[1]] = (uint)s[p[2]] | *(uint*)(p + 3); p += 5; continue;
                case Op.I32XorImm: s[p[1]] = (uint)s[p[2]] ^ *(uint*)(p + 3); p += 5; continue;
                case Op.I32ShlImm: s[p[1]] = (uint)s[p[2]] << p[3]; p += 5; continue;
                case Op.I32ShrSImm: s[p[1]] = (uint)((int)s[p[2]] >> p[3]); p += 5; continue;
                case Op.I32ShrUImm: s[p[1]] = (uint)s[p[2]] >> p[3]; p += 5; continue;
                case Op.I32RotlImm: s[p[1]] = BitOperations.RotateLeft((uint)s[p[2]], p[3]); p += 5; continue;
                case Op.I32EqImm: s[p[1]] = (uint)s[p[2]] == *(uint*)(p + 3) ? 1u : 0; p += 5; continue;
                case Op.I32NeImm: s[p[1]] = (uint)s[p[2]] != *(uint*)(p + 3) ? 1u : 0; p += 5; continue;
                case Op.I32LtSImm: s[p[1]] = (int)s[p[2]] < *(int*)(p + 3) ? 1u : 0; p += 5; continue;
                case Op.I32LtUImm: s[p[1]] = (uint)s[p[2]] < *(uint*)(p + 3) ? 1u : 0; p += 5; continue;
                case Op.I32GeSImm: s[p[1]] = (int)s[p[2]] >= *(int*)(p + 3) ? 1u : 0; p += 5; continue;
                case Op.I32GeUImm: s[p[1]] = (uint)s[p[2]] >= *(uint*)(p + 3) ? 1u : 0; p += 5; continue;
                case Op.I32Clz: s[p[1]] = (uint)BitOperations.LeadingZeroCount((uint)s[p[2]]); p += 3; continue;
                case Op.I32Ctz: s[p[1]] = (uint)BitOperations.TrailingZeroCount((uint)s[p[2]]); p += 3; continue;
                case Op.I32Popcnt: s[p[1]] = (uint)BitOperations.PopCount((uint)s[p[2]]); p += 3; continue;
                case Op.I32Extend8S: s[p[1]] = (uint)(sbyte)s[p[2]]; p += 3; continue;
                case Op.I32Extend16S: s[p[1]] = (uint)(short)s[p[2]]; p += 3; continue;

                // 64-bit integers
                case Op.I64Add: s[p[1]] = s[p[2]] + s[p[3]]; p += 4; continue;
                case Op.I64Sub: s[p[1]] = s[p[2]] - s[p[3]]; p += 4; continue;
                case Op.I64Mul: s[p[1]] = s[p[2]] * s[p[3]]; p += 4; continue;
                case Op.I64And: s[p[1]] = s[p[2]] & s[p[3]]; p += 4; continue;
                case Op.I64Or: s[p[1]] = s[p[2]] | s[p[3]]; p += 4; continue;
                case Op.I64Xor: s[p[1]] = s[p[2]] ^ s[p[3]]; p += 4; continue;
                case Op.I64Shl: s[p[1]] = s[p[2]] << (int)s[p[3]]; p += 4; continue;
                case Op.I64ShrS: s[p[1]] = (ulong)((long)s[p[2]] >> (int)s[p[3]]); p += 4; continue;
                case Op.I64ShrU: s[p[1]] = s[p[2]] >> (int)s[p[3]]; p += 4; continue;
                case Op.I64Rotl: s[p[1]] = BitOperations.RotateLeft(s[p[2]], (int)s[p[3]]); p += 4; continue;
                case Op.I64Rotr: s[p[1]] = BitOperations.RotateRight(s[p[2]], (int)s[p[3]]); p += 4; continue;
                case Op.I64DivS: s[p[1]] = (ulong)Numerics.DivideS((long)s[p[2]], (long)s[p[3]]); p += 4; continue;
                case Op.I64RemS: s[p[1]] = (ulong)Numerics.RemainderS((long)s[p[2]], (long)s[p[3]]); p += 4; continue;
                case Op.I64DivU: s[p[1]] = Numerics.DivideU(s[p[2]], s[p[3]]); p += 4; continue;
                case Op.I64RemU: s[p[1]] = Numerics.RemainderU(s[p[2]], s[p[3]]); p += 4; continue;
                case Op.I64Eq: s[p[1]] = s[p[2]] == s[p[3]] ? 1u : 0; p += 4; continue;
                case Op.I64Ne: s[p[1]] = s[p[2]] != s[p[3]] ? 1u : 0; p += 4; continue;
                case Op.I64LtS: s[p[1]] = (long)s[p[2]] < (long)s[p[3]] ? 1u : 0; p += 4; continue;
                case Op.I64LtU: s[p[1]] = s[p[2]] < s[p[3]] ? 1u : 0; p += 4; continue;
                case Op.I64LeS: s[p[1]] = (long)s[p[2]] <= (long)s[p[3]] ? 1u : 0; p += 4; continue;
                case Op.I64LeU: s[p[1]] = s[p[2]] <= s[p[3]] ? 1u : 0; p += 4; continue;
                case Op.I64AddImm: s[p[1]] = s[p[2]] + (ulong)*(int*)(p + 3); p += 5; continue;
                case Op.I64MulImm: s[p[1]] = s[p[2]] * (ulong)*(int*)(p + 3); p += 5; continue;
                case Op.I64AndImm: s[p[1]] = s[p[2]] & (ulong)*(int*)(p + 3); p += 5; continue;
                case Op.I64OrImm: at = (ulong)(long)*(int*)(p + 3); s[p[1]] = s[p[2]] | at; p += 5; continue;
                case Op.I64XorImm: s[p[1]] = s[p[2]] ^ (ulong)*(int*)(p + 3); p += 5; continue;
                case Op.I64ShlImm: s[p[1]] = s[p[2]] << p[3]; p += 5; continue;
                case Op.I64ShrSImm: s[p[1]] = (ulong)((long)s[p[2]] >> p[3]); p += 5; continue;
                case Op.I64ShrUImm: s[p[1]] = s[p[2]] >> p[3]; p += 5; continue;
                case Op.I64RotlImm: s[p[1]] = BitOperations.RotateLeft(s[p[2]], p[3]); p += 5; continue;
                case Op.I64EqImm: s[p[1]] = s[p[2]] == (ulong)*(int*)(p + 3) ? 1u : 0; p += 5; continue;
                case Op.I64NeImm: s[p[1]] = s[p[2]] != (ulong)*(int*)(p + 3) ? 1u : 0; p += 5; continue;
                case Op.I64LtSImm: s[p[1]] = (long)s[p[2]] < *(int*)(p + 3) ? 1u : 0; p += 5; continue;
                case Op.I64LtUImm: s[p[1]] = s[p[2]] < (ulong)*(int*)(p + 3) ? 1u : 0; p += 5; continue;
                case Op.I64GeSImm: s[p[1]] = (long)s[p[2]] >= *(int*)(p + 3) ? 1u : 0; p += 5; continue;
                case Op.I64GeUImm: s[p[1]] = s[p[2]] >= (ulong)*(int*)(p + 3) ? 1u : 0; p += 5; continue;
                case Op.I64Clz: s[p[1]] = (ulong)BitOperations.LeadingZeroCount(s[p[2]]); p += 3; continue;
                case Op.I64Ctz: s[p[1]] = (ulong)BitOperations.TrailingZeroCount(s[p[2]]); p += 3; continue;
                case Op.I64Popcnt: s[p[1]] = (ulong)BitOperations.PopCount(s[p[2]]); p += 3; continue;
                case Op.I64Extend8S: s[p[1]] = (ulong)(sbyte)s[p[2]]; p += 3; continue;
                case Op.I64Extend16S: s[p[1]] = (ulong)(short)s[p[2]]; p += 3; continue;
                case Op.I64Extend32S: s[p[1]] = (ulong)(int)s[p[2]]; p += 3; continue;
                case Op.I32WrapI64: s[p[1]] = (uint)s[p[2]]; p += 3; continue;

                // 32-bit floating-point numbers: a NaN that is made is the canonical one.
                case Op.F32Add: single = *(float*)(s + p[2]) + *(float*)(s + p[3]); goto SetSingle;
                case Op.F32Sub: single = *(float*)(s + p[2]) - *(float*)(s + p[3]); goto SetSingle;
                case Op.F32Mul: single = *(float*)(s + p[2]) * *(float*)(s + p[3]); goto SetSingle;
                case Op.F32Div: single = *(float*)(s + p[2]) / *(float*)(s + p[3]); goto SetSingle;
                case Op.F32Min: s[p[1]] = Numerics.Bits(MathF.Min(*(float*)(s + p[2]), *(float*)(s + p[3]))); p += 4; continue;
                case Op.F32Max: s[p[1]] = Numerics.Bits(MathF.Max(*(float*)(s + p[2]), *(float*)(s + p[3]))); p += 4; continue;
                case Op.F32Copysign: s[p[1]] = ((uint)s[p[2]] & 0x7FFF_FFFFu) | ((uint)s[p[3]] & 0x8000_0000u); p += 4; continue;
                case Op.F32Eq: s[p[1]] = *(float*)(s + p[2]) == *(float*)(s + p[3]) ? 1u : 0; p += 4; continue;
                case Op.F32Ne: s[p[1]] = *(float*)(s + p[2]) != *(float*)(s + p[3]) ? 1u : 0; p += 4; continue;
                case Op.F32Lt: s[p[1]] = *(float*)(s + p[2]) < *(float*)(s + p[3]) ? 1u : 0; p += 4; continue;
                case Op.F32Le: s[p[1]] = *(float*)(s + p[2]) <= *(float*)(s + p[3]) ? 1u : 0; p += 4; continue;
                case Op.F32Abs: s[p[1]] = (uint)s[p[2]] & 0x7FFF_FFFFu; p += 3; continue;
                case Op.F32Neg: s[p[1]] = (uint)s[p[2]] ^ 0x8000_0000u; p += 3; continue;
                case Op.F32Ceil: s[p[1]] = Numerics.Bits(MathF.Ceiling(*(float*)(s + p[2]))); p += 3; continue;
                case Op.F32Floor: s[p[1]] = Numerics.Bits(MathF.Floor(*(float*)(s + p[2]))); p += 3; continue;
                case Op.F32Trunc: s[p[1]] = Numerics.Bits(MathF.Truncate(*(float*)(s + p[2]))); p += 3; continue;
                case Op.F32Sqrt: s[p[1]] = Numerics.Bits(MathF.Sqrt(*(float*)(s + p[2]))); p += 3; continue;
                case Op.F32Nearest: s[p[1]] = Numerics.Bits(Numerics.Nearest(*(float*)(s + p[2]))); p += 3; continue;

                // 64-bit floating-point numbers: a NaN that is made is the canonical one.
                case Op.F64Add: real = *(double*)(s + p[2]) + *(double*)(s + p[3]); goto SetReal;
                case Op.F64Sub: real = *(double*)(s + p[2]) - *(double*)(s + p[3]); goto SetReal;
                case Op.F64Mul: real = *(double*)(s + p[2]) * *(double*)(s + p[3]); goto SetReal;
                case Op.F64Div: real = *(double*)(s + p[2]) / *(double*)(s + p[3]); goto SetReal;
                case Op.F64Min: s[p[1]] = Numerics.Bits(Math.Min(*(double*)(s + p[2]), *(double*)(s + p[3]))); p += 4; continue;
                case Op.F64Max: s[p[1]] = Numerics.Bits(Math.Max(*(double*)(s + p[2]), *(double*)(s + p[3]))); p += 4; continue;
                case Op.F64Copysign: s[p[1]] = (s[p[2]] & 0x7FFF_FFFF_FFFF_FFFF) | (s[p[3]] & 0x8000_0000_0000_0000); p += 4; continue;
                case Op.F64Eq: s[p[1]] = *(double*)(s + p[2]) == *(double*)(s + p[3]) ? 1u : 0; p += 4; continue;
                case Op.F64Ne: s[p[1]] = *(double*)(s + p[2]) != *(double*)(s + p[3]) ? 1u : 0; p += 4; continue;
                case Op.F64Lt: s[p[1]] = *(double*)(s + p[2]) < *(double*)(s + p[3]) ? 1u : 0; p += 4; continue;
                case Op.F64Le: s[p[1]] = *(double*)(s + p[2]) <= *(double*)(s + p[3]) ? 1u : 0; p += 4; continue;
                case Op.F64Abs: s[p[1]] = s[p[2]] & 0x7FFF_FFFF_FFFF_FFFF; p += 3; continue;
                case Op.F64Neg: s[p[1]] = s[p[2]] ^ 0x8000_0000_0000_0000; p += 3; continue;
                case Op.F64Ceil: s[p[1]] = Numerics.Bits(Math.Ceiling(*(double*)(s + p[2]))); p += 3; continue;
                case Op.F64Floor: s[p[1]] = Numerics.Bits(Math.Floor(*(double*)(s + p[2]))); p += 3; continue;
                case Op.F64Trunc: s[p[1]] = Numerics.Bits(Math.Truncate(*(double*)(s + p[2]))); p += 3; continue;
                case Op.F64Sqrt: s[p[1]] = Numerics.Bits(Math.Sqrt(*(double*)(s + p[2]))); p += 3; continue;
                case Op.F64Nearest: s[p[1]] = Numerics.Bits(Numerics.Nearest(*(double*)(s + p[2]))); p += 3; continue;

                // Conversions
                case Op.F32DemoteF64: s[p[1]] = Numerics.Bits((float)*(double*)(s + p[2])); p += 3; continue;
                case Op.F64PromoteF32: s[p[1]] = Numerics.Bits((double)*(float*)(s + p[2])); p += 3; continue;
                case Op.F32ConvertI32S: s[p[1]] = BitConverter.SingleToUInt32Bits((int)s[p[2]]); p += 3; continue;
                case Op.F32ConvertI32U: s[p[1]] = BitConverter.SingleToUInt32Bits((long)(uint)s[p[2]]); p += 3; continue;
                case Op.F32ConvertI64S: s[p[1]] = BitConverter.SingleToUInt32Bits((long)s[p[2]]); p += 3; continue;
                case Op.F32ConvertI64U: s[p[1]] = BitConverter.SingleToUInt32Bits(Numerics.ToSingle(s[p[2]])); p += 3; continue;
                case Op.F64ConvertI32S: s[p[1]] = BitConverter.DoubleToUInt64Bits((int)s[p[2]]); p += 3; continue;
                case Op.F64ConvertI32U: s[p[1]] = BitConverter.DoubleToUInt64Bits((long)(uint)s[p[2]]); p += 3; continue;
                case Op.F64ConvertI64S: s[p[1]] = BitConverter.DoubleToUInt64Bits((long)s[p[2]]); p += 3; continue;
                case Op.F64ConvertI64U: s[p[1]] = BitConverter.DoubleToUInt64Bits(Numerics.ToDouble(s[p[2]])); p += 3; continue;
                case Op.Truncate: s[p[2]] = Truncate((Opcode)p[1], s[p[3]]); p += 4; continue;

                // Sizes, and what is rare
                case Op.MemorySize: s[p[1]] = length / MemoryType.PageSize; p += 2; continue;
                case Op.MemoryGrow: s[p[1]] = BulkOperations.MemoryGrow(instance, (uint)s[p[2]]); length = instance->Memory->Length; p += 3; continue;
                case Op.Rare: ExecuteRare(instance, p, s); p += RareUnits; continue;

                // Two instructions of which the first says that the second follows: one jump less, through no table.
                case Op.CopyThenCopy: s[p[1]] = s[p[2]]; p += 3; goto case Op.Copy;
                case Op.CopyThenBr: s[p[1]] = s[p[2]]; p += 3; goto case Op.Br;
                case Op.CopyThenI32AddImm: s[p[1]] = s[p[2]]; p += 3; goto case Op.I32AddImm;
                case Op.CopyThenCall: s[p[1]] = s[p[2]]; p += 3; goto case Op.Call;
                case Op.CopyThenCallIndirect: s[p[1]] = s[p[2]]; p += 3; goto case Op.CallIndirect;
                case Op.CopyThenI32Add: s[p[1]] = s[p[2]]; p += 3; goto case Op.I32Add;
                case Op.I32AddImmThenBrIfNez: s[p[1]] = (uint)s[p[2]] + *(uint*)(p + 3); p += 5; goto case Op.BrIfNez;
                case Op.I32AddImmThenBrI32Ne: s[p[1]] = (uint)s[p[2]] + *(uint*)(p + 3); p += 5; goto case Op.BrI32Ne;
                case Op.I32AddImmThenBrI32NeImm: s[p[1]] = (uint)s[p[2]] + *(uint*)(p + 3); p += 5; goto case Op.BrI32NeImm;
                case Op.I32AddImmThenBrI32LtS: s[p[1]] = (uint)s[p[2]] + *(uint*)(p + 3); p += 5; goto case Op.BrI32LtS;
                case Op.I32AddImmThenBrI32LtU: s[p[1]] = (uint)s[p[2]] + *(uint*)(p + 3); p += 5; goto case Op.BrI32LtU;
                case Op.I32AddImmThenCall: s[p[1]] = (uint)s[p[2]] + *(uint*)(p + 3); p += 5; goto case Op.Call;
                case Op.I32AddImmThenBr: s[p[1]] = (uint)s[p[2]] + *(uint*)(p + 3); p += 5; goto case Op.Br;
                case Op.I32AddImmThenI32AddImm: s[p[1]] = (uint)s[p[2]] + *(uint*)(p + 3); p += 5; goto case Op.I32AddImm;
                case Op.I32AddImmThenCopy: s[p[1]] = (uint)s[p[2]] + *(uint*)(p + 3); p += 5; goto case Op.Copy;
                case Op.I32AddImmThenLoad32: s[p[1]] = (uint)s[p[2]] + *(uint*)(p + 3); p += 5; goto case Op.Load32;
                case Op.I32AddImmThenI32AndImm: s[p[1]] = (uint)s[p[2]] + *(uint*)(p + 3); p += 5; goto case Op.I32AndImm;
                case Op.I32AddImmThenI32Add: s[p[1]] = (uint)s[p[2]] + *(uint*)(p + 3); p += 5; goto case Op.I32Add;
                case Op.I32AddThenI32Add: s[p[1]] = (uint)((uint)s[p[2]] + (uint)s[p[3]]); p += 4; goto case Op.I32Add;
                case Op.I32AddThenLoad32: s[p[1]] = (uint)((uint)s[p[2]] + (uint)s[p[3]]); p += 4; goto case Op.Load32;
                case Op.I32AddThenSumLoad32: s[p[1]] = (uint)((uint)s[p[2]] + (uint)s[p[3]]); p += 4; goto case Op.SumLoad32;
                case Op.I32AddThenLoad64: s[p[1]] = (uint)((uint)s[p[2]] + (uint)s[p[3]]); p += 4; goto case Op.Load64;
                case Op.I32AddThenLoad8U: s[p[1]] = (uint)((uint)s[p[2]] + (uint)s[p[3]]); p += 4; goto case Op.Load8U;
                case Op.I32AddThenSumLoad8U: s[p[1]] = (uint)((uint)s[p[2]] + (uint)s[p[3]]); p += 4; goto case Op.SumLoad8U;
                case Op.I32AddThenReturn1: s[p[1]] = (uint)((uint)s[p[2]] + (uint)s[p[3]]); p += 4; goto case Op.Return1;
                case Op.I32AddThenBrI32LeS: s[p[1]] = (uint)((uint)s[p[2]] + (uint)s[p[3]]); p += 4; goto case Op.BrI32LeS;
                case Op.I32AddThenI32AddImm: s[p[1]] = (uint)((uint)s[p[2]] + (uint)s[p[3]]); p += 4; goto case Op.I32AddImm;
                case Op.I32AddThenI32AndImm: s[p[1]] = (uint)((uint)s[p[2]] + (uint)s[p[3]]); p += 4; goto case Op.I32AndImm;
                case Op.I32AddThenI32Xor: s[p[1]] = (uint)((uint)s[p[2]] + (uint)s[p[3]]); p += 4; goto case Op.I32Xor;
                case Op.I32AddThenStore32: s[p[1]] = (uint)((uint)s[p[2]] + (uint)s[p[3]]); p += 4; goto case Op.Store32;
                case Op.I32ShrUImmThenI32AndImm: s[p[1]] = (uint)s[p[2]] >> p[3]; p += 5; goto case Op.I32AndImm;
                case Op.I32ShrUImmThenI32Xor: s[p[1]] = (uint)s[p[2]] >> p[3]; p += 5; goto case Op.I32Xor;
                case Op.I32ShrUImmThenI32Or: s[p[1]] = (uint)s[p[2]] >> p[3]; p += 5; goto case Op.I32Or;
                case Op.I32MulImmThenI32AddImm: s[p[1]] = (uint)s[p[2]] * *(uint*)(p + 3); p += 5; goto case Op.I32AddImm;
                case Op.I32MulImmThenI32Add: s[p[1]] = (uint)s[p[2]] * *(uint*)(p + 3); p += 5; goto case Op.I32Add;
                case Op.I32ShlImmThenI32Add: s[p[1]] = (uint)s[p[2]] << p[3]; p += 5; goto case Op.I32Add;
                case Op.I32ShlImmThenI32AddImm: s[p[1]] = (uint)s[p[2]] << p[3]; p += 5; goto case Op.I32AddImm;
                case Op.I32ShlImmThenI32Or: s[p[1]] = (uint)s[p[2]] << p[3]; p += 5; goto case Op.I32Or;
                case Op.I32RotlImmThenI32Xor: s[p[1]] = BitOperations.RotateLeft((uint)s[p[2]], p[3]); p += 5; goto case Op.I32Xor;
                case Op.I32RotlImmThenI32RotlImm: s[p[1]] = BitOperations.RotateLeft((uint)s[p[2]], p[3]); p += 5; goto case Op.I32RotlImm;
                case Op.I32XorThenI32RotlImm: s[p[1]] = (uint)((uint)s[p[2]] ^ (uint)s[p[3]]); p += 4; goto case Op.I32RotlImm;
                case Op.I32XorThenI32Xor: s[p[1]] = (uint)((uint)s[p[2]] ^ (uint)s[p[3]]); p += 4; goto case Op.I32Xor;
                case Op.I32XorThenI32Add: s[p[1]] = (uint)((uint)s[p[2]] ^ (uint)s[p[3]]); p += 4; goto case Op.I32Add;
                case Op.I32XorThenI32And: s[p[1]] = (uint)((uint)s[p[2]] ^ (uint)s[p[3]]); p += 4; goto case Op.I32And;
                case Op.I32XorThenI32ShrUImm: s[p[1]] = (uint)((uint)s[p[2]] ^ (uint)s[p[3]]); p += 4; goto case Op.I32ShrUImm;
                case Op.I32AndThenI32Add: s[p[1]] = (uint)((uint)s[p[2]] & (uint)s[p[3]]); p += 4; goto case Op.I32Add;
                case Op.I32AndThenI32Xor: s[p[1]] = (uint)((uint)s[p[2]] & (uint)s[p[3]]); p += 4; goto case Op.I32Xor;
                case Op.I32AndImmThenBrTable: s[p[1]] = (uint)s[p[2]] & *(uint*)(p + 3); p += 5; goto case Op.BrTable;
                case Op.I32AndImmThenBrIfEqz: s[p[1]] = (uint)s[p[2]] & *(uint*)(p + 3); p += 5; goto case Op.BrIfEqz;
                case Op.I32AndImmThenBrIfNez: s[p[1]] = (uint)s[p[2]] & *(uint*)(p + 3); p += 5; goto case Op.BrIfNez;
                case Op.I32AndImmThenI32ShlImm: s[p[1]] = (uint)s[p[2]] & *(uint*)(p + 3); p += 5; goto case Op.I32ShlImm;
                case Op.I32AndImmThenI32Add: s[p[1]] = (uint)s[p[2]] & *(uint*)(p + 3); p += 5; goto case Op.I32Add;
                case Op.Load64ThenF64Mul: at = (uint)s[p[2]] + (ulong)*(uint*)(p + 3); if (at + 8 > length) goto OutOfBounds; s[p[1]] = *(ulong*)(memory + at); p += 5; goto case Op.F64Mul;
                case Op.Load64ThenF64Add: at = (uint)s[p[2]] + (ulong)*(uint*)(p + 3); if (at + 8 > length) goto OutOfBounds; s[p[1]] = *(ulong*)(memory + at); p += 5; goto case Op.F64Add;
                case Op.F64MulThenF64Add: real = *(double*)(s + p[2]) * *(double*)(s + p[3]); s[p[1]] = double.IsNaN(real) ? Numerics.CanonicalNaN64 : BitConverter.DoubleToUInt64Bits(real); p += 4; goto case Op.F64Add;
                case Op.F64AddThenF64Add: real = *(double*)(s + p[2]) + *(double*)(s + p[3]); s[p[1]] = double.IsNaN(real) ? Numerics.CanonicalNaN64 : BitConverter.DoubleToUInt64Bits(real); p += 4; goto case Op.F64Add;
                case Op.F64AddThenI32Add: real = *(double*)(s + p[2]) + *(double*)(s + p[3]); s[p[1]] = double.IsNaN(real) ? Numerics.CanonicalNaN64 : BitConverter.DoubleToUInt64Bits(real); p += 4; goto case Op.I32Add;
                case Op.F64MulThenLoad64: real = *(double*)(s + p[2]) * *(double*)(s + p[3]); s[p[1]] = double.IsNaN(real) ? Numerics.CanonicalNaN64 : BitConverter.DoubleToUInt64Bits(real); p += 4; goto case Op.Load64;
                case Op.Load64ThenLoad64: at = (uint)s[p[2]] + (ulong)*(uint*)(p + 3); if (at + 8 > length) goto OutOfBounds; s[p[1]] = *(ulong*)(memory + at); p += 5; goto case Op.Load64;
                case Op.SumLoad64ThenI32Add: at = (uint)s[p[2]] + *(uint*)(p + 5) + (ulong)*(uint*)(p + 3); if (at + 8 > length) goto OutOfBounds; s[p[1]] = *(ulong*)(memory + at); p += 7; goto case Op.I32Add;
                case Op.Load32ThenI32Add: at = (uint)s[p[2]] + (ulong)*(uint*)(p + 3); if (at + 4 > length) goto OutOfBounds; s[p[1]] = *(uint*)(memory + at); p += 5; goto case Op.I32Add;
                case Op.SumLoad32ThenI32Add: at = (uint)s[p[2]] + *(uint*)(p + 5) + (ulong)*(uint*)(p + 3); if (at + 4 > length) goto OutOfBounds; s[p[1]] = *(uint*)(memory + at); p += 7; goto case Op.I32Add;
                case Op.Load32ThenI32Xor: at = (uint)s[p[2]] + (ulong)*(uint*)(p + 3); if (at + 4 > length) goto OutOfBounds; s[p[1]] = *(uint*)(memory + at); p += 5; goto case Op.I32Xor;
                case Op.Load32ThenLoad32: at = (uint)s[p[2]] + (ulong)*(uint*)(p + 3); if (at + 4 > length) goto OutOfBounds; s[p[1]] = *(uint*)(memory + at); p += 5; goto case Op.Load32;
                case Op.Load8UThenI32Add: at = (uint)s[p[2]] + (ulong)*(uint*)(p + 3); if (at + 1 > length) goto OutOfBounds; s[p[1]] = *(byte*)(memory + at); p += 5; goto case Op.I32Add;
                case Op.SumLoad8UThenI32Add: at = (uint)s[p[2]] + *(uint*)(p + 5) + (ulong)*(uint*)(p + 3); if (at + 1 > length) goto OutOfBounds; s[p[1]] = *(byte*)(memory + at); p += 7; goto case Op.I32Add;
                case Op.Load8UThenBrIfEqz: at = (uint)s[p[2]] + (ulong)*(uint*)(p + 3); if (at + 1 > length) goto OutOfBounds; s[p[1]] = *(byte*)(memory + at); p += 5; goto case Op.BrIfEqz;
                case Op.SumLoad8UThenBrIfEqz: at = (uint)s[p[2]] + *(uint*)(p + 5) + (ulong)*(uint*)(p + 3); if (at + 1 > length) goto OutOfBounds; s[p[1]] = *(byte*)(memory + at); p += 7; goto case Op.BrIfEqz;
                case Op.Load32ThenBrIfEqz: at = (uint)s[p[2]] + (ulong)*(uint*)(p + 3); if (at + 4 > length) goto OutOfBounds; s[p[1]] = *(uint*)(memory + at); p += 5; goto case Op.BrIfEqz;
                case Op.Load32ThenBrIfNez: at = (uint)s[p[2]] + (ulong)*(uint*)(p + 3); if (at + 4 > length) goto OutOfBounds; s[p[1]] = *(uint*)(memory + at); p += 5; goto case Op.BrIfNez;
                case Op.SumStore8ImmThenI32Add: at = (uint)s[p[1]] + *(uint*)(p + 6) + (ulong)*(uint*)(p + 4); if (at + 1 > length) goto OutOfBounds; *(byte*)(memory + at) = (byte)p[2]; p += 8; goto case Op.I32Add;
                case Op.Store32ThenI32AddImm: at = (uint)s[p[1]] + (ulong)*(uint*)(p + 3); if (at + 4 > length) goto OutOfBounds; *(uint*)(memory + at) = (uint)s[p[2]]; p += 5; goto case Op.I32AddImm;
                case Op.Store8ThenI32AddImm: at = (uint)s[p[1]] + (ulong)*(uint*)(p + 3); if (at + 1 > length) goto OutOfBounds; *(byte*)(memory + at) = (byte)s[p[2]]; p += 5; goto case Op.I32AddImm;
                case Op.Store64ThenI32AddImm: at = (uint)s[p[1]] + (ulong)*(uint*)(p + 3); if (at + 8 > length) goto OutOfBounds; *(ulong*)(memory + at) = (ulong)s[p[2]]; p += 5; goto case Op.I32AddImm;
                case Op.GlobalGetThenI32AddImm: s[p[1]] = instance->Globals[*(uint*)(p + 2)]; p += 4; goto case Op.I32AddImm;
                case Op.I64AddThenI64Add: s[p[1]] = s[p[2]] + s[p[3]]; p += 4; goto case Op.I64Add;
                case Op.I64RotlImmThenI64Xor: s[p[1]] = BitOperations.RotateLeft(s[p[2]], p[3]); p += 5; goto case Op.I64Xor;
                case Op.I64XorThenI64RotlImm: s[p[1]] = s[p[2]] ^ s[p[3]]; p += 4; goto case Op.I64RotlImm;
                case Op.I64XorThenI64Xor: s[p[1]] = s[p[2]] ^ s[p[3]]; p += 4; goto case Op.I64Xor;
                case Op.I64AddThenI64Xor: s[p[1]] = s[p[2]] + s[p[3]]; p += 4; goto case Op.I64Xor;
                case Op.I64MulThenI64Add: s[p[1]] = s[p[2]] * s[p[3]]; p += 4; goto case Op.I64Add;
                case Op.I64ShrUImmThenI64Xor: s[p[1]] = s[p[2]] >> p[3]; p += 5; goto case Op.I64Xor;
                case Op.I64ShrUImmThenI64Add: s[p[1]] = s[p[2]] >> p[3]; p += 5; goto case Op.I64Add;

                // Calls
                case Op.Call:
                    callee = (FunctionRecord*)((byte*)instance->Functions + *(uint*)(p + 1));
                    frame = s + p[3];
                    p += 4;
                    goto Enter;
                case Op.Return0:
                    store->StackUnits += *(int*)(p + 2);
                    p = (ushort*)s[p[1]];
                    s -= p[-1];
                    continue;
                case Op.Return1:
                    at = s[p[4]];
                    store->StackUnits += *(int*)(p + 2);
                    p = (ushort*)s[p[1]];
                    s[0] = at;
                    s -= p[-1];
                    continue;
                case Op.ReturnMany:
                    store->StackUnits += *(int*)(p + 2);
                    frame = (ulong*)s[p[1]];
                    Buffer.MemoryCopy(s + p[4], s, p[5] * 8L, p[5] * 8L);
                    p = (ushort*)frame;
                    s -= p[-1];
                    continue;
                case Op.CallImport:
                    callee = instance->ImportedFunctions[*(uint*)(p + 1)];
                    frame = s + p[3];
                    p += 4;
                    goto EnterAny;
                case Op.CallIndirect:
                    {
                        var table = instance->Tables[p[1]];
                        at = (uint)s[p[4]];
                        if (at >= table->Length)
                        {
                            goto NoElement;
                        }

                        callee = (FunctionRecord*)table->Elements[at];
                        if (callee == null)
                        {
                            goto NullElement;
                        }

                        if (callee->Signature != *(int*)(p + 2))
                        {
                            goto OtherType;
                        }

                        frame = s + p[5];
                        p += 6;
                        goto EnterAny;
                    }

                case Op.Restore:
                    instance = (InstanceContext*)s[p[1]];
                    memory = instance->Memory->Base;
                    length = instance->Memory->Length;
                    p += RestoreUnits;
                    continue;
                case Op.BrTable:
                    at = Math.Min((uint)s[p[1]], *(uint*)(p + 2));
                    p += 4 + (at * 4);
                    goto Taken;
                case Op.Exit: return;
                case Op.Unreachable: goto Unreachable;
                default: throw new InvalidOperationException($"no rule for {(Op)(*p)}");
            }

        Taken:
            if ((store->Fuel -= *(uint*)(p + 2)) < 0)
            {
                goto OutOfFuel;
            }

            p += *(int*)p;
            continue;

        NotTaken:
            if ((store->Fuel -= *(uint*)(p + 4)) < 0)
            {
                goto OutOfFuel;
            }

            p += 6;
            continue;

        SetSingle:
            s[p[1]] = float.IsNaN(single) ? Numerics.CanonicalNaN32 : BitConverter.SingleToUInt32Bits(single);
            p += 4;
            continue;

        SetReal:
            s[p[1]] = double.IsNaN(real) ? Numerics.CanonicalNaN64 : BitConverter.DoubleToUInt64Bits(real);
            p += 4;
            continue;

        EnterAny:
            // Of another instance: the way back leads over Restore, which p points to; else behind it.
            if (callee->Instance == instance)
            {
                p += RestoreUnits;
            }

        Enter:
            var code = (InterpretedCode*)callee->Interpreted;
            if (code == null || --callee->Heat < 0)
            {
                TierSwitch.Prepare(callee);
                code = (InterpretedCode*)callee->Interpreted;
                if (code == null)
                {
                    callee->Entry(callee, frame, instance);
                    length = instance->Memory->Length;
                    if ((Op)(*p) == Op.Restore)
                    {
                        p += RestoreUnits;
                    }

                    continue;
                }
            }

            if ((store->StackUnits -= code->StackUnits) < 0)
            {
                goto Exhausted;
            }

            if ((store->Fuel -= code->EntryFuel) < 0)
            {
                goto OutOfFuel;
            }

            s = frame;
            frame += code->ReturnSlot;
            *frame = (ulong)p;
            if (callee->Instance != instance)
            {
                frame[1] = (ulong)instance;
                instance = callee->Instance;
                memory = instance->Memory->Base;
                length = instance->Memory->Length;
            }

            p = code->Start;
            frame += InterpretedCode.HeaderSlots;
            for (var end = frame + code->LocalCount; frame < end; frame++)
            {
                *frame = 0;
            }
        }

    OutOfFuel:
        throw new WasmTrapException(TrapCode.OutOfFuel);
    OutOfBounds:
        throw new WasmTrapException(TrapCode.MemoryOutOfBounds);
    Unreachable:
        throw new WasmTrapException(TrapCode.Unreachable);
    Exhausted:
        throw new WasmTrapException(TrapCode.CallStackExhausted);
    NoElement:
        throw new WasmTrapException(TrapCode.TableOutOfBounds);
    NullElement:
        throw new WasmTrapException(TrapCode.UninitializedElement);
    OtherType:
        throw new WasmTrapException(TrapCode.IndirectCallTypeMismatch);
    }
}
