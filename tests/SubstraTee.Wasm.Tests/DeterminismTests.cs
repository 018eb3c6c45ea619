using System.Globalization;
using SubstraTee.Testing;
using SubstraTee.Wasm.Spec;

namespace SubstraTee.Wasm.Tests;

/// <summary>Redundant workers agree to the bit: on values, NaNs among them, traps, fuel and memory.</summary>
public class DeterminismTests : TierTests
{
    // Quiet and signalling, of both signs, with payloads.
    private static readonly uint[] NaNs32 = [0x7FC0_0000, 0xFFC0_0000, 0x7FA0_0001, 0xFFAB_CDEF, 0x7FFF_FFFF];
    private static readonly ulong[] NaNs64 =
        [0x7FF8_0000_0000_0000, 0xFFF8_0000_0000_0000, 0x7FF4_0000_0000_0001, 0xFFF7_89AB_CDEF_0123, 0x7FFF_FFFF_FFFF_FFFF];

    public static TheoryData<int> MakingNaNs { get; } =
    [
        .. new[]
        {
            Opcode.F32Ceil, Opcode.F32Floor, Opcode.F32Trunc, Opcode.F32Nearest, Opcode.F32Sqrt, Opcode.F32Add, Opcode.F32Sub, Opcode.F32Mul,
            Opcode.F32Div, Opcode.F32Min, Opcode.F32Max, Opcode.F64Ceil, Opcode.F64Floor, Opcode.F64Trunc, Opcode.F64Nearest, Opcode.F64Sqrt,
            Opcode.F64Add, Opcode.F64Sub, Opcode.F64Mul, Opcode.F64Div, Opcode.F64Min, Opcode.F64Max, Opcode.F32DemoteF64, Opcode.F64PromoteF32,
        }.Select(opcode => (int)opcode),
    ];

    [Theory]
    [MemberData(nameof(MakingNaNs))]
    public void A_NaN_that_an_instruction_makes_is_the_canonical_one(int code)
    {
        var info = InstructionTable.Of((Opcode)code);
        var body = Wasm.Code;
        for (var i = 0; i < info.Pops.Length; i++)
        {
            body.Add(Opcode.LocalGet, i);
        }

        var function = Instantiate(WasmBuilder.Single(WasmBuilder.TypeOf(info.Pops, info.Push), body.Add((Opcode)code))).GetFunction("f")!;
        var canonical = info.Push == ValueKind.F32 ? Numerics.CanonicalNaN32 : Numerics.CanonicalNaN64;
        foreach (var first in Floats(info.Pops[0]))
        {
            foreach (var second in Floats(info.Pops[^1]))
            {
                var arguments = info.Pops.Length == 1 ? [first] : new[] { first, second };
                var result = function.Invoke(arguments)[0];
                Assert.True(!IsNaN(result) || result.Bits == canonical, $"{(Opcode)code} of {first.Bits:x}, {second.Bits:x} is {result.Bits:x}");
                Assert.True(IsNaN(result) || !arguments.Any(IsNaN), $"{(Opcode)code} of {first.Bits:x}, {second.Bits:x} is no NaN");
            }
        }
    }

    [Fact]
    public void Instructions_that_only_move_bits_keep_those_of_NaNs()
    {
        foreach (var bits in NaNs64)
        {
            Assert.Equal(bits & long.MaxValue, Of(Opcode.F64Abs, bits));
            Assert.Equal(bits ^ 0x8000_0000_0000_0000, Of(Opcode.F64Neg, bits));
            Assert.Equal(bits | 0x8000_0000_0000_0000, Of(Opcode.F64Copysign, bits, 0x8000_0000_0000_0000));
        }

        foreach (var bits in NaNs32)
        {
            Assert.Equal(bits & int.MaxValue, Of(Opcode.F32Abs, bits));
            Assert.Equal(bits ^ 0x8000_0000, Of(Opcode.F32Neg, bits));
            Assert.Equal(bits & int.MaxValue, Of(Opcode.F32Copysign, bits, 0));
        }
    }

    [VectorFact]
    public void Outcomes_and_fuel_are_the_same_on_every_thread_and_in_every_culture_Row59()
    {
        var scripts = SpecScript.LoadFolder(Vectors.PathOf("wasm-spec/tests")).Where(script => script.Commands.Length < 600).ToList();
        var runs = new string[3];
        CultureInfo[] cultures = [CultureInfo.InvariantCulture, Culture(",", "minus "), Culture("|", "~")];
        var threads = cultures.Select((culture, i) => new Thread(() =>
        {
            CultureInfo.CurrentCulture = culture;
            var runner = new SpecRunner(new Engine(new EngineOptions { Tier = Engine.Options.Tier }));
            runs[i] = string.Join('\n', scripts.SelectMany(runner.Run).Select(result => $"{result.Script}:{result.Command.Line} {result.Outcome} {result.FuelUsed}"));
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());

        Assert.True(runs[0].Length > 100_000);
        Assert.Equal(runs[0], runs[1]);
        Assert.Equal(runs[0], runs[2]);
    }

    [Theory]
    [InlineData(Opcode.I32TruncF32S)]
    [InlineData(Opcode.I32TruncF32U)]
    [InlineData(Opcode.I32TruncF64S)]
    [InlineData(Opcode.I32TruncF64U)]
    [InlineData(Opcode.I64TruncF32S)]
    [InlineData(Opcode.I64TruncF32U)]
    [InlineData(Opcode.I64TruncF64S)]
    [InlineData(Opcode.I64TruncF64U)]
    internal void Conversions_to_integers_trap_exactly_where_saturating_ones_begin_to(Opcode opcode)
    {
        var saturating = opcode - Opcode.I32TruncF32S is <= 3 and var number ? Opcode.I32TruncSatF32S + number : Opcode.I64TruncSatF32S + (opcode - Opcode.I64TruncF32S);
        var info = InstructionTable.Of(opcode);
        var builder = new WasmBuilder();
        builder.Function(WasmBuilder.TypeOf(info.Pops, info.Push), Wasm.Code.Add(Opcode.LocalGet, 0).Add(opcode), "exact");
        builder.Function(WasmBuilder.TypeOf(info.Pops, info.Push), Wasm.Code.Add(Opcode.LocalGet, 0).Add(saturating), "saturating");
        var instance = Instantiate(builder.Build());
        var signed = opcode is Opcode.I32TruncF32S or Opcode.I32TruncF64S or Opcode.I64TruncF32S or Opcode.I64TruncF64S;
        var bits = info.Push == ValueKind.I32 ? 32 : 64;
        var (least, most) = signed ? (-Math.Pow(2, bits - 1), Math.Pow(2, bits - 1)) : (0, Math.Pow(2, bits));
        foreach (var edge in new[] { least, most, 0, -1, 1 })
        {
            foreach (var value in Around(edge, info.Pops[0]))
            {
                var number64 = value.Type == ValueKind.F32 ? value.Single : value.Double;
                var fits = Math.Truncate(number64) >= least && Math.Truncate(number64) < most;
                var done = instance.GetFunction("exact")!.TryInvoke([value], out var exact, out var trap);
                Assert.True(done == fits, $"{opcode} of {number64:R}: {trap}");
                var saturated = instance.GetFunction("saturating")!.Invoke(value)[0];
                Assert.True(!done || exact![0] == saturated, $"{opcode} of {number64:R}: {exact?[0]} and {saturated}");
            }
        }
    }

    private static CultureInfo Culture(string point, string minus)
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = point;
        culture.NumberFormat.NegativeSign = minus;
        return culture;
    }

    private static IEnumerable<Value> Around(double edge, ValueKind kind)
    {
        if (kind == ValueKind.F64)
        {
            double[] values = [edge, Math.BitIncrement(edge), Math.BitDecrement(edge), edge - 1, edge + 1, edge - 0.5, edge + 0.5];
            return values.Select(value => (Value)value);
        }

        var single = (float)edge;
        float[] singles = [single, MathF.BitIncrement(single), MathF.BitDecrement(single), single - 0.5f, single + 0.5f];
        return singles.Select(value => (Value)value);
    }

    private static IEnumerable<Value> Floats(ValueKind kind) => kind == ValueKind.F32
        ? NaNs32.Select(bits => Value.FromBits(kind, bits)).Concat([0f, -0f, 1f, -1f, float.PositiveInfinity, float.NegativeInfinity])
        : NaNs64.Select(bits => Value.FromBits(kind, bits)).Concat([0.0, -0.0, 1.0, -1.0, double.PositiveInfinity, double.NegativeInfinity]);

    private static bool IsNaN(Value value) => value.Type == ValueKind.F32 ? float.IsNaN(value.Single) : double.IsNaN(value.Double);

    private ulong Of(Opcode opcode, params ulong[] bits)
    {
        var info = InstructionTable.Of(opcode);
        var body = Wasm.Code;
        for (var i = 0; i < bits.Length; i++)
        {
            body.Add(Opcode.LocalGet, i);
        }

        var function = Instantiate(WasmBuilder.Single(WasmBuilder.TypeOf(info.Pops, info.Push), body.Add(opcode))).GetFunction("f")!;
        return function.Invoke([.. bits.Select((value, i) => Value.FromBits(info.Pops[i], value))])[0].Bits;
    }
}
