namespace SubstraTee.Wasm.Interpreted;

internal sealed partial class Translator
{
    private void Access(Opcode opcode, uint offset)
    {
        if (opcode < Opcode.I32Store)
        {
            Load(LoadOp(opcode), offset);
            return;
        }

        var op = StoreOp(opcode);
        if (_stack[_height - 1] is { Kind: OperandKind.Constant } constant && (op != Op.Store64 || (ulong)(int)constant.Bits == constant.Bits))
        {
            Pop();
            StoreConstant(op + (Op.Store8Imm - Op.Store8), (uint)constant.Bits, offset);
        }
        else
        {
            StoreSlot(op, PopSlot(), offset);
        }
    }

    private void Load(Op op, uint offset)
    {
        if (TryPopFixedAddress(offset, out var place))
        {
            Begin(Fixed(op));
            AddTarget(PushResult());
            AddFour(place);
            return;
        }

        var address = PopAddress(out var added);
        Begin(WithSum(op, added));
        AddTarget(PushResult());
        Add(address);
        AddOffset(offset, added);
    }

    private void StoreSlot(Op op, ushort value, uint offset)
    {
        if (TryPopFixedAddress(offset, out var place))
        {
            Begin(Fixed(op));
            AddFour(place);
            Add(value);
            return;
        }

        var address = PopAddress(out var added);
        Begin(WithSum(op, added));
        Add(address);
        Add(value);
        AddOffset(offset, added);
    }

    private void StoreConstant(Op op, uint value, uint offset)
    {
        if (TryPopFixedAddress(offset, out var place))
        {
            Begin(Fixed(op));
            AddFour(place);
            AddTwo(value);
            return;
        }

        var address = PopAddress(out var added);
        Begin(WithSum(op, added));
        Add(address);
        AddTwo(value);
        AddOffset(offset, added);
    }

    // Loads and stores follow each other in the same order in each of their three forms.
    private static Op WithSum(Op op, uint added) => added == 0 ? op : op + (Op.SumLoad8U - Op.Load8U);

    private static Op Fixed(Op op) => op + (Op.FixedLoad8U - Op.Load8U);

    private void AddFour(ulong value)
    {
        AddTwo((uint)value);
        AddTwo((uint)(value >> 32));
    }

    private void AddOffset(uint offset, uint added)
    {
        AddTwo(offset);
        if (added != 0)
        {
            AddTwo(added);
        }
    }

    private static Op LoadOp(Opcode opcode) => opcode switch
    {
        Opcode.I32Load or Opcode.F32Load or Opcode.I64Load32U => Op.Load32,
        Opcode.I64Load or Opcode.F64Load => Op.Load64,
        Opcode.I32Load8U or Opcode.I64Load8U => Op.Load8U,
        Opcode.I32Load16U or Opcode.I64Load16U => Op.Load16U,
        Opcode.I32Load8S => Op.LoadI32S8,
        Opcode.I32Load16S => Op.LoadI32S16,
        Opcode.I64Load8S => Op.LoadI64S8,
        Opcode.I64Load16S => Op.LoadI64S16,
        _ => Op.LoadI64S32,
    };

    private static Op StoreOp(Opcode opcode) => opcode switch
    {
        Opcode.I32Store8 or Opcode.I64Store8 => Op.Store8,
        Opcode.I32Store16 or Opcode.I64Store16 => Op.Store16,
        Opcode.I64Store or Opcode.F64Store => Op.Store64,
        _ => Op.Store32,
    };
}
