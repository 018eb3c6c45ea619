using System.Runtime.CompilerServices;

namespace SubstraTee.Wasm.Interpreted;

/// <summary>Translates validated functions to the interpreter's code, in one pass over their bytes.</summary>
/// <remarks>
/// Each place of the operand stack has a slot of its own, in which its value lies unless it is known to lie in a local or to
/// be a constant; so most of what only moves values disappears. What is emitted grows with the source by a constant factor:
/// branches that carry many values first put them into their slots, where they then stay.
/// </remarks>
internal sealed partial class Translator
{
    private const int None = -1;

    // Pairs are named by what they consist of.
    private static readonly Dictionary<(Op, Op), Op> Pairs = Enum.GetNames<Op>().Select(name => (name, parts: name.Split("Then")))
        .Where(pair => pair.parts.Length == 2)
        .ToDictionary(pair => (Enum.Parse<Op>(pair.parts[0]), Enum.Parse<Op>(pair.parts[1])), pair => Enum.Parse<Op>(pair.name));

    private readonly Module _module;
    private readonly ModuleContent _content;
    private ValidatedFunction _function = null!;
    private ushort[] _code = new ushort[1024];
    private int _length;
    private Operand[] _stack = new Operand[64];
    private int _height;
    private int _firstConsidered;
    private int[] _newestUse = new int[64];
    private int _parameters;
    private int _returnSlot;
    private int _firstLocal;
    private int _firstOperand;
    private Label[] _labels = new Label[32];
    private int _depth;
    private int _nextBlock;
    private int _nextFuel;
    private uint _entryFuel;
    private int _nextDead;
    private bool _isLive;

    // Where in the code the last instruction names its target, and the place on the stack of the operand that it is; or None.
    private int _lastTarget;
    private int _lastPlace;

    // Where in the code the last instruction begins, if it is a comparison, and which one; or None.
    private int _lastComparisonAt;
    private Comparison _lastComparison;

    // Where in the code the last instruction begins, whatever it is, and whether it is the second of a pair.
    private int _lastStart;
    private bool _lastIsSecond;

    public Translator(Module module)
    {
        _module = module;
        _content = module.Content;
    }

    private enum OperandKind : byte
    {
        /// <summary>In the slot of its place on the stack.</summary>
        Slot,

        /// <summary>In a local, which does not change until then.</summary>
        Local,

        /// <summary>A local, which does not change until then, plus a constant: addresses, mostly.</summary>
        Sum,

        Constant,
    }

    /// <summary>The code of the function translated last; valid until the next one.</summary>
    public ReadOnlySpan<ushort> Code => _code.AsSpan(0, _length);

    /// <summary>What calls of it need, but for the address of its code.</summary>
    public InterpretedCode Header => new()
    {
        EntryFuel = _entryFuel,
        StackUnits = _function.StackUnits,
        ReturnSlot = _returnSlot,
        LocalCount = _function.LocalCount,
    };

    public void Translate(ValidatedFunction function)
    {
        _function = function;
        _parameters = function.Type.Parameters.Length;
        _returnSlot = function.Type.SlotCount;
        _firstLocal = _returnSlot + InterpretedCode.HeaderSlots;
        _firstOperand = _firstLocal + function.LocalCount;
        _length = _height = _depth = _nextBlock = _nextDead = _firstConsidered = 0;
        _nextFuel = 0;
        _entryFuel = NextFuel(function.CodeStart);
        _isLive = true;
        _lastStart = None;
        _lastIsSecond = false;
        ForgetLast();
        ResetLocals(_parameters + function.LocalCount);
        PushLabel(new Label { Opcode = Opcode.Call, Arity = function.Type.Results.Length, References = None, ElseReference = None });
        var reader = new WasmReader(_content.Bytes, function.CodeStart, function.CodeEnd);
        while (_depth > 0)
        {
            Instruction(ref reader, reader.Opcode());
        }
    }

    private void ResetLocals(int count)
    {
        if (_newestUse.Length < count)
        {
            _newestUse = new int[Math.Max(count, _newestUse.Length * 2)];
        }

        _newestUse.AsSpan(0, count).Fill(None);
    }

    // Fuel of the block that begins at an offset; offsets are asked for in the order of the code.
    private uint NextFuel(int offset)
    {
        var blocks = _function.FuelBlocks;
        return _nextFuel < blocks.Length && blocks[_nextFuel].Offset == offset ? blocks[_nextFuel++].Cost : 0;
    }

    private ushort LocalSlot(int local) => (ushort)(local < _parameters ? local : _firstLocal + local - _parameters);

    private ushort OperandSlot(int place) => (ushort)(_firstOperand + place);

    private void Push(Operand operand)
    {
        if (_height == _stack.Length)
        {
            Array.Resize(ref _stack, _stack.Length * 2);
        }

        _stack[_height++] = operand;
    }

    private void PushLocal(int local)
    {
        Push(new Operand { Kind = OperandKind.Local, Local = local, OlderUse = _newestUse[local] });
        _newestUse[local] = _height - 1;
    }

    private void PushSum(int local, int constant)
    {
        Push(new Operand { Kind = OperandKind.Sum, Local = local, OlderUse = _newestUse[local], Bits = (uint)constant });
        _newestUse[local] = _height - 1;
    }

    private void PushConstant(ulong bits) => Push(new Operand { Kind = OperandKind.Constant, Bits = bits });

    /// <summary>The next operand, as the result of the instruction that is emitted; its slot.</summary>
    private ushort PushResult()
    {
        Push(default);
        return OperandSlot(_height - 1);
    }

    private Operand Pop()
    {
        var operand = _stack[--_height];
        if (operand.UsesLocal)
        {
            _newestUse[operand.Local] = operand.OlderUse;
        }

        _firstConsidered = Math.Min(_firstConsidered, _height);
        return operand;
    }

    /// <summary>Takes the operand on top; the slot in which it lies, which for a constant is made so now.</summary>
    private ushort PopSlot()
    {
        var operand = Pop();
        switch (operand.Kind)
        {
            case OperandKind.Local:
                return LocalSlot(operand.Local);
            case OperandKind.Constant:
                EmitConstant(OperandSlot(_height), operand.Bits);
                break;
            case OperandKind.Sum:
                EmitSum(OperandSlot(_height), operand);
                break;
        }

        return OperandSlot(_height);
    }

    /// <summary>Takes the operand on top, if it is a constant, as an address to which an offset is added.</summary>
    private bool TryPopFixedAddress(uint offset, out ulong address)
    {
        address = 0;
        if (_stack[_height - 1].Kind != OperandKind.Constant)
        {
            return false;
        }

        address = (uint)Pop().Bits + (ulong)offset;
        return true;
    }

    /// <summary>Takes the operand on top as an address: its slot, and a number that is to be added to it in 32 bits.</summary>
    private ushort PopAddress(out uint added)
    {
        if (_stack[_height - 1].Kind == OperandKind.Sum)
        {
            var sum = Pop();
            added = (uint)sum.Bits;
            return LocalSlot(sum.Local);
        }

        added = 0;
        return PopSlot();
    }

    private void PopMany(int count)
    {
        for (var i = 0; i < count; i++)
        {
            Pop();
        }
    }

    /// <summary>Sees to it that an operand lies in the slot of its place.</summary>
    private void Settle(int place)
    {
        ref var operand = ref _stack[place];
        if (operand.Kind == OperandKind.Local)
        {
            EmitCopy(OperandSlot(place), LocalSlot(operand.Local));
        }
        else if (operand.Kind == OperandKind.Sum)
        {
            EmitSum(OperandSlot(place), operand);
        }
        else if (operand.Kind == OperandKind.Constant)
        {
            EmitConstant(OperandSlot(place), operand.Bits);
        }

        operand.Kind = OperandKind.Slot;
    }

    /// <summary>The same for the operands on top, before a call or where control flows together.</summary>
    private void SettleTop(int count)
    {
        for (var place = _height - 1; place >= _height - count; place--)
        {
            // From the top down, since the newest use of a local is the first of its list.
            if (_stack[place].UsesLocal)
            {
                _newestUse[_stack[place].Local] = _stack[place].OlderUse;
            }

            Settle(place);
        }
    }

    /// <summary>Copies a local that is about to change, or what is made of it, to wherever it is still to be used.</summary>
    private void SettleUses(int local)
    {
        for (var place = _newestUse[local]; place != None; place = _stack[place].OlderUse)
        {
            Settle(place);
        }

        _newestUse[local] = None;
    }

    /// <summary>Copies all locals that are still to be used, since what follows may not run, or run many times.</summary>
    private void SettleLocals()
    {
        for (var place = _height - 1; place >= _firstConsidered; place--)
        {
            if (_stack[place].UsesLocal)
            {
                _newestUse[_stack[place].Local] = None;
                Settle(place);
            }
        }

        _firstConsidered = _height;
    }

    private void ForgetLast()
    {
        _lastTarget = None;
        _lastPlace = None;
        _lastComparisonAt = None;
    }

    private int Begin(Op op)
    {
        if (_code.Length - _length < 64)
        {
            Array.Resize(ref _code, _code.Length * 2);
        }

        ForgetLast();
        Pair(op);
        _code[_length++] = (ushort)op;
        return _lastStart;
    }

    // If the instruction before is one that often comes before this one, it is told that this one follows.
    private void Pair(Op op)
    {
        var pair = op;
        _lastIsSecond = _lastStart != None && !_lastIsSecond && Pairs.TryGetValue(((Op)_code[_lastStart], op), out pair);
        if (_lastIsSecond)
        {
            _code[_lastStart] = (ushort)pair;
        }

        _lastStart = _length;
    }

    private void Add(int unit) => _code[_length++] = (ushort)unit;

    private void AddTwo(uint value)
    {
        if (_code.Length - _length < 64)
        {
            Array.Resize(ref _code, _code.Length * 2);
        }

        Unsafe.WriteUnaligned(ref Unsafe.As<ushort, byte>(ref _code[_length]), value);
        _length += 2;
    }

    private uint TwoAt(int place) => Unsafe.ReadUnaligned<uint>(ref Unsafe.As<ushort, byte>(ref _code[place]));

    private void SetTwoAt(int place, uint value) => Unsafe.WriteUnaligned(ref Unsafe.As<ushort, byte>(ref _code[place]), value);

    /// <summary>Whether the operand on top is what the last instruction makes.</summary>
    private bool TopIsLast => _lastPlace == _height - 1 && _lastTarget != None && _stack[_height - 1].Kind == OperandKind.Slot;

    private void AddTarget(ushort slot)
    {
        _lastTarget = _length;
        _lastPlace = _height - 1;
        Add(slot);
    }

    private void EmitCopy(ushort to, ushort from)
    {
        Begin(Op.Copy);
        Add(to);
        Add(from);
    }

    private void EmitSum(ushort to, in Operand sum)
    {
        Begin(Op.I32AddImm);
        Add(to);
        Add(LocalSlot(sum.Local));
        AddTwo((uint)sum.Bits);
    }

    private void EmitConstant(ushort to, ulong bits)
    {
        if ((uint)bits == bits)
        {
            Begin(Op.Const);
            Add(to);
            AddTwo((uint)bits);
            return;
        }

        Begin(Op.Const64);
        Add(to);
        AddTwo((uint)bits);
        AddTwo((uint)(bits >> 32));
    }

    private void EmitFuel(uint cost)
    {
        if (cost > 0)
        {
            Begin(Op.Fuel);
            AddTwo(cost);
        }
    }

    private void PushLabel(Label label)
    {
        if (_depth == _labels.Length)
        {
            Array.Resize(ref _labels, _labels.Length * 2);
        }

        _labels[_depth++] = label;
    }

    private struct Operand
    {
        public OperandKind Kind;
        public int Local;

        // Place of the next older operand that uses the same local.
        public int OlderUse;
        public ulong Bits;

        public readonly bool UsesLocal => Kind is OperandKind.Local or OperandKind.Sum;
    }

    private struct Label
    {
        public Opcode Opcode;

        // Operands below those that a branch carries, and how many it carries.
        public int Height;
        public int Arity;

        // Number of the control block.
        public int Block;

        // Place of the newest branch to a label that comes later; each holds the place of the next older one until then.
        public int References;

        // Place of the branch that an if takes to its else.
        public int ElseReference;

        // Where a loop begins, and the fuel of its first block.
        public int Start;
        public uint StartFuel;
    }
}
