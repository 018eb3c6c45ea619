using System.Globalization;
using System.Numerics;
using SubstraTee.Wasm;

namespace SubstraTee.Fuzz;

/// <summary>How much was executed: inputs that are refused, or end at once, say nothing.</summary>
internal sealed class WasmStatistics
{
    private readonly long[] _callsByLog2Fuel = new long[64];
    private readonly HashSet<Opcode> _missing = [.. Enum.GetValues<Opcode>()];
    private long _modules;
    private long _refused;
    private long _calls;
    private long _trapped;

    public void Refused() => _refused++;

    public void Ran(Module module)
    {
        _modules++;
        if (_missing.Count > 0)
        {
            foreach (var function in module.Content.Functions)
            {
                Look(module.Content.Bytes, function);
            }
        }
    }

    public void Called(long fuel, bool trapped)
    {
        _calls++;
        _trapped += trapped ? 1 : 0;
        _callsByLog2Fuel[BitOperations.Log2((ulong)fuel | 1)]++;
    }

    public override string ToString()
    {
        var missing = _missing.Count == 0 ? "every instruction occurred" : $"never: {string.Join(' ', _missing.Order().Select(OpcodeNames.NameOf))}";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{_calls:N0} calls in {_modules:N0} valid modules, {_refused:N0} refused; median fuel of a call at least {Median():N0}, {_trapped * 100.0 / Math.Max(1, _calls):0} % trapped; {missing}");
    }

    private long Median()
    {
        long below = 0;
        for (var log2 = 0; log2 < _callsByLog2Fuel.Length; log2++)
        {
            below += _callsByLog2Fuel[log2];
            if (below * 2 > _calls)
            {
                return 1L << log2;
            }
        }

        return 0;
    }

    // Of code that can be reached, in functions of modules that ran.
    private void Look(byte[] bytes, ValidatedFunction function)
    {
        var reader = new WasmReader(bytes, function.CodeStart, function.CodeEnd);
        var dead = 0;
        while (!reader.AtEnd)
        {
            if (dead < function.DeadRanges.Length && function.DeadRanges[dead].Start == reader.Position)
            {
                reader.Position = function.DeadRanges[dead++].End;
            }

            var opcode = reader.Opcode();
            _missing.Remove(opcode);
            Skip(ref reader, InstructionTable.Of(opcode).Immediate);
        }
    }

    private static void Skip(ref WasmReader reader, Immediate immediate)
    {
        switch (immediate)
        {
            case Immediate.None:
                break;
            case Immediate.BlockType or Immediate.I64 or Immediate.I32:
                reader.S64();
                break;
            case Immediate.F32:
                reader.F32Bits();
                break;
            case Immediate.F64:
                reader.F64Bits();
                break;
            case Immediate.BranchTable:
                for (var left = reader.U32() + 1; left > 0; left--)
                {
                    reader.U32();
                }

                break;
            case Immediate.TwoIndices or Immediate.MemoryArgument or Immediate.TwoZeroBytes or Immediate.IndexAndZeroByte or Immediate.SelectTypes:
                reader.U32();
                reader.U32();
                break;
            default:
                reader.U32();
                break;
        }
    }
}
