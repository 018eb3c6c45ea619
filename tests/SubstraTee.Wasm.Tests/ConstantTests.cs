using SubstraTee.Testing;

namespace SubstraTee.Wasm.Tests;

/// <summary>
/// What is computed of constants is what is computed of the same numbers as arguments: .NET's compiler does the former by itself,
/// and not always as the processor does.
/// </summary>
public class ConstantTests
{
    private static readonly Engine Compiled = new(new EngineOptions { Tier = ExecutionTier.Compiled });

    private static readonly long[] Integers =
    [
        0, 1, -1, 2, 5, 31, 32, 33, 63, 64, 255, 0x8000, int.MaxValue, int.MinValue, uint.MaxValue, 1L << 32, (1L << 53) + 1, (1L << 53) + 3,
        0x7FFF_FF40_0000_0001, unchecked((long)0x8000_0080_0000_0001), unchecked((long)0x8000_0000_0000_0400), long.MaxValue, long.MinValue,
    ];

    private static readonly double[] Reals =
    [
        0.0, -0.0, 1, -1, 0.5, -0.5, 1.5, 2.5, -2.5, 0.49999999999999994, 1e-310, -double.Epsilon, double.MaxValue, double.PositiveInfinity,
        double.NegativeInfinity, 2147483647, 2147483648, -2147483648, -2147483649, 4294967296, 9223372036854775807, -9223372036854775808,
        18446744073709551616.0, 16777217, 3.4028235677973366e38, double.NaN, -0.9999999999,
    ];

    public static TheoryData<string> Instructions { get; } =
        [.. Enum.GetValues<Opcode>().Where(opcode => IsNumeric(opcode)).Select(OpcodeNames.NameOf)];

    [Theory]
    [MemberData(nameof(Instructions))]
    public void Constants_and_arguments_give_the_same(string instruction)
    {
        var opcode = Enum.GetValues<Opcode>().Single(opcode => IsNumeric(opcode) && OpcodeNames.NameOf(opcode) == instruction);
        var info = InstructionTable.Of(opcode);
        var wanted = new Store(Wasm.Interpreted);
        var reference = Wasm.Instantiate(Module(opcode, info, [.. info.Pops.Select(_ => (long?)null)]), wanted).GetFunction("f")!;
        foreach (var operands in Operands(info.Pops))
        {
            Value[] arguments = [.. operands.Zip(info.Pops, (bits, kind) => Value.FromBits(kind, (ulong)bits)), 1, 1L];
            var expected = Outcome(reference, arguments);
            for (var constants = 0; constants < 1 << operands.Length; constants++)
            {
                long?[] known = [.. operands.Select((bits, i) => (constants >> i & 1) == 1 ? bits : (long?)null)];
                Assert.Equal((expected, known), (Run(Module(opcode, info, known), arguments), known));
            }
        }
    }

    private static string Run(byte[] module, Value[] arguments)
    {
        using var store = new Store(Compiled);
        var function = new Linker().Instantiate(store, SubstraTee.Wasm.Module.Load(Compiled, module)).GetFunction("f")!;
        return Outcome(function, arguments);
    }

    private static string Outcome(Function function, Value[] arguments) =>
        function.TryInvoke(arguments, out var results, out var trap) ? $"{results[0]}:{results[0].Bits:x} {results[1]} {results[2]}" : trap.Code.ToString();

    // The result, which way a branch goes by it, and for integers what it is divided by one, since quotients depend on all of
    // its bits; operands that are not known come as arguments, and the ones too.
    private static byte[] Module(Opcode opcode, InstructionInfo info, long?[] known)
    {
        var code = Wasm.Code;
        for (var i = 0; i < known.Length; i++)
        {
            _ = known[i] is { } bits ? code.Add(ConstantOf(info.Pops[i]), info.Pops[i] == ValueKind.I32 ? (int)bits : bits) : code.Add(Opcode.LocalGet, i);
        }

        var (one, result) = (known.Length, known.Length + 2);
        code.Add(opcode).Add(Opcode.LocalTee, result);
        code.Add(Opcode.I32Const, 1).Add(Opcode.I32Const, 2).Add(Opcode.LocalGet, result);
        _ = info.Push switch
        {
            ValueKind.I32 => code,
            ValueKind.I64 => code.Add(Opcode.I64Eqz),
            ValueKind.F32 => code.Add(Opcode.F32Const, 0).Add(Opcode.F32Lt),
            _ => code.Add(Opcode.F64Const, 0).Add(Opcode.F64Lt),
        };
        var builder = new WasmBuilder();
        code.Add(Opcode.Select).Add(Opcode.LocalGet, result);
        _ = info.Push switch
        {
            ValueKind.I32 => code.Add(Opcode.LocalGet, one).Add(Opcode.I32DivS),
            ValueKind.I64 => code.Add(Opcode.LocalGet, one + 1).Add(Opcode.I64DivS),
            _ => code,
        };
        builder.Function(
            new FunctionType([.. info.Pops, ValueKind.I32, ValueKind.I64], [info.Push, ValueKind.I32, info.Push]), code, "f", info.Push);
        return builder.Build();
    }

    // All pairs are too many to compile in each run: each number with a few others, each of them once on each side.
    private static IEnumerable<long[]> Operands(ValueKind[] kinds)
    {
        var numbers = kinds.Select(Numbers).ToArray();
        if (kinds.Length == 1)
        {
            return numbers[0].Select(bits => new[] { bits });
        }

        return from i in Enumerable.Range(0, numbers[0].Length)
               from k in new[] { i, i + 1, (i * 7) + 3 }
               select new[] { numbers[0][i], numbers[1][k % numbers[1].Length] };
    }

    private static long[] Numbers(ValueKind kind) => kind switch
    {
        ValueKind.I32 => [.. Integers.Select(number => (long)(uint)number).Distinct()],
        ValueKind.I64 => Integers,
        ValueKind.F32 => [.. Reals.Select(real => (long)BitConverter.SingleToUInt32Bits((float)real)), 0x7FA0_0001, 0xFFA0_0001, 0x7FC0_0001],
        _ => [.. Reals.Select(BitConverter.DoubleToInt64Bits), 0x7FF4_0000_0000_0001, unchecked((long)0xFFF4_0000_0000_0001)],
    };

    private static Opcode ConstantOf(ValueKind kind) => kind switch
    {
        ValueKind.I32 => Opcode.I32Const,
        ValueKind.I64 => Opcode.I64Const,
        ValueKind.F32 => Opcode.F32Const,
        _ => Opcode.F64Const,
    };

    private static bool IsNumeric(Opcode opcode) => InstructionTable.Of(opcode) is { IsPlain: true, Pops.Length: > 0, Immediate: Immediate.None };
}
