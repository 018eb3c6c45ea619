using SubstraTee.Wasm;

namespace SubstraTee.Testing;

/// <summary>Writes instructions of WebAssembly in the binary format.</summary>
internal sealed class WasmCode
{
    public const long NoResult = -64;

    private readonly List<byte> _bytes = [];

    public IReadOnlyList<byte> Bytes => _bytes;

    /// <summary>An instruction with its immediates, in the order of the format: of blocks their type's code, of br_table all labels, the last one too.</summary>
    public WasmCode Add(Opcode opcode, params ReadOnlySpan<long> immediates)
    {
        if ((int)opcode >= 0x100)
        {
            _bytes.Add(0xFC);
            Unsigned((uint)opcode - 0x100);
        }
        else
        {
            _bytes.Add((byte)opcode);
        }

        switch (InstructionTable.Of(opcode).Immediate)
        {
            case Immediate.None:
                break;
            case Immediate.BlockType or Immediate.I32 or Immediate.I64:
                Signed(immediates[0]);
                break;
            case Immediate.F32:
                _bytes.AddRange(BitConverter.GetBytes((uint)immediates[0]));
                break;
            case Immediate.F64:
                _bytes.AddRange(BitConverter.GetBytes(immediates[0]));
                break;
            case Immediate.ZeroByte:
                _bytes.Add(0);
                break;
            case Immediate.TwoZeroBytes:
                _bytes.AddRange([0, 0]);
                break;
            case Immediate.IndexAndZeroByte:
                Unsigned((ulong)immediates[0]);
                _bytes.Add(0);
                break;
            case Immediate.SelectTypes:
                _bytes.AddRange([1, (byte)immediates[0]]);
                break;
            case Immediate.ReferenceType:
                _bytes.Add((byte)immediates[0]);
                break;
            case Immediate.BranchTable:
                Unsigned((ulong)immediates.Length - 1);
                goto default;
            default:
                foreach (var immediate in immediates)
                {
                    Unsigned((ulong)immediate);
                }

                break;
        }

        return this;
    }

    /// <summary>Bytes as they are.</summary>
    public WasmCode Raw(params ReadOnlySpan<byte> bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    public WasmCode Unsigned(ulong value)
    {
        do
        {
            var next = (byte)(value & 0x7F);
            value >>= 7;
            _bytes.Add(value == 0 ? next : (byte)(next | 0x80));
        }
        while (value != 0);

        return this;
    }

    public WasmCode Signed(long value)
    {
        while (true)
        {
            var next = (byte)(value & 0x7F);
            value >>= 7;
            if ((value == 0 && (next & 0x40) == 0) || (value == -1 && (next & 0x40) != 0))
            {
                _bytes.Add(next);
                return this;
            }

            _bytes.Add((byte)(next | 0x80));
        }
    }

    public WasmCode Name(string name)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(name);
        return Unsigned((ulong)bytes.Length).Raw(bytes);
    }
}
