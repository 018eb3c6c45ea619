namespace SubstraTee.Wasm.Interpreted;

internal sealed partial class Translator
{
    private readonly Dictionary<int, int> _stubs = [];
    private readonly List<(int Place, int Depth)> _openStubs = [];

    private void Open(ref WasmReader reader, Opcode opcode)
    {
        reader.S33();
        var number = _nextBlock++;
        ref readonly var block = ref _function.Blocks[number];
        var condition = opcode == Opcode.If ? PopComparison() : default;
        var parameters = block.Type.Parameters.Length;
        // What lies in slots stays valid on every way through the block.
        SettleTop(parameters);
        SettleLocals();
        var label = new Label
        {
            Opcode = opcode,
            Height = block.Height,
            Arity = block.LabelArity,
            Block = number,
            References = None,
            ElseReference = None,
        };
        if (opcode == Opcode.Loop)
        {
            label.StartFuel = NextFuel(reader.Position);
            EmitFuel(label.StartFuel);
            label.Start = _length;
        }
        else if (opcode == Opcode.If)
        {
            label.ElseReference = EmitBranch(condition.Inverted);
            AddTwo(NextFuel(reader.Position));
        }

        ForgetLast();
        PushLabel(label);
    }

    private void Else(ref WasmReader reader)
    {
        ref var label = ref _labels[_depth - 1];
        ref readonly var block = ref _function.Blocks[label.Block];
        if (_isLive)
        {
            MoveToLabel(label);
            Begin(Op.Br);
            AddReference(ref label);
        }

        Bind(label.ElseReference, NextFuel(reader.Position));
        label.ElseReference = None;
        SetHeight(label.Height);
        PushSettled(block.Type.Parameters.Length);
        _isLive = true;
    }

    private void End(ref WasmReader reader)
    {
        ref var label = ref _labels[_depth - 1];
        if (label.Opcode == Opcode.Call)
        {
            if (_isLive)
            {
                EmitReturn();
            }

            _depth--;
            return;
        }

        ref readonly var block = ref _function.Blocks[label.Block];
        if (_isLive)
        {
            MoveValues(label.Height, block.Type.Results.Length);
        }

        var fuel = NextFuel(reader.Position);
        if (_isLive)
        {
            EmitFuel(fuel);
        }

        if (label.Opcode != Opcode.Loop)
        {
            Bind(label.References, fuel);
            Bind(label.ElseReference, fuel);
        }

        SetHeight(label.Height);
        PushSettled(block.Type.Results.Length);
        ForgetLast();
        _depth--;
        _isLive = block.EndIsReachable;
        if (!_isLive)
        {
            SkipDead(ref reader);
        }
    }

    // Everything up to the end of the block cannot be reached.
    private void SkipDead(ref WasmReader reader)
    {
        _isLive = false;
        reader.Position = _function.DeadRanges[_nextDead++].End;
    }

    private void Branch(ref WasmReader reader)
    {
        EmitBranchTo((int)reader.U32());
        SkipDead(ref reader);
    }

    private void BranchIf(ref WasmReader reader)
    {
        var depth = (int)reader.U32();
        var condition = PopComparison();
        ref var label = ref _labels[_depth - 1 - depth];
        if (label.Arity > 1)
        {
            SettleTop(label.Arity);
        }

        if (label.Opcode == Opcode.Call || !IsInPlace(label))
        {
            var skip = EmitBranch(condition.Inverted);
            // What follows in the source is where this branch leads, with its fuel; the moves cost nothing of their own.
            AddTwo(0);
            EmitBranchTo(depth);
            Bind(skip, NextFuel(reader.Position));
            return;
        }

        EmitBranch(condition, ref label);
        AddTwo(NextFuel(reader.Position));
        ForgetLast();
    }

    private void BranchTable(ref WasmReader reader)
    {
        var number = PopSlot();
        var count = (int)reader.U32();
        var arity = _labels[_depth - 1 - LastDepth(reader, count)].Arity;
        SettleTop(arity);
        Begin(Op.BrTable);
        Add(number);
        AddTwo((uint)count);
        _stubs.Clear();
        _openStubs.Clear();
        for (var i = 0; i <= count; i++)
        {
            var depth = (int)reader.U32();
            ref var label = ref _labels[_depth - 1 - depth];
            if (label.Opcode != Opcode.Call && IsInPlace(label))
            {
                AddReference(ref label);
            }
            else
            {
                // Values have to be moved first: by a stub behind the table, one for each label.
                _openStubs.Add((_length, depth));
                AddTwo(0);
                AddTwo(0);
            }
        }

        EmitStubs();
        SkipDead(ref reader);
    }

    private void EmitStubs()
    {
        foreach (var (place, depth) in _openStubs)
        {
            if (!_stubs.TryGetValue(depth, out var stub))
            {
                stub = _length;
                _stubs.Add(depth, stub);
                EmitBranchTo(depth);
            }

            SetTwoAt(place, (uint)(stub - place));
        }
    }

    private static int LastDepth(WasmReader copy, int count)
    {
        for (var i = 0; i < count; i++)
        {
            copy.U32();
        }

        return (int)copy.U32();
    }

    private void EmitBranchTo(int depth)
    {
        ref var label = ref _labels[_depth - 1 - depth];
        if (label.Opcode == Opcode.Call)
        {
            EmitReturn();
            return;
        }

        MoveToLabel(label);
        Begin(Op.Br);
        AddReference(ref label);
        ForgetLast();
    }

    private void EmitReturn()
    {
        var results = _function.Type.Results.Length;
        if (results == 1)
        {
            var top = _stack[_height - 1];
            var slot = top.Kind == OperandKind.Local ? LocalSlot(top.Local) : OperandSlot(_height - 1);
            if (top.Kind == OperandKind.Constant)
            {
                EmitConstant(slot, top.Bits);
            }
            else if (top.Kind == OperandKind.Sum)
            {
                EmitSum(slot, top);
            }

            Begin(Op.Return1);
            AddReturn();
            Add(slot);
            return;
        }

        if (results == 0)
        {
            Begin(Op.Return0);
            AddReturn();
            return;
        }

        SettleTop(results);
        Begin(Op.ReturnMany);
        AddReturn();
        Add(OperandSlot(_height - results));
        Add(results);
    }

    private void AddReturn()
    {
        Add(_returnSlot);
        AddTwo((uint)_function.StackUnits);
    }

    /// <summary>Whether what a branch to the label carries lies already where the label expects it; more than one value was settled before.</summary>
    private bool IsInPlace(in Label label) => label.Arity == 0
        || (_height - label.Arity == label.Height && (label.Arity > 1 || _stack[_height - 1].Kind == OperandKind.Slot));

    private void MoveToLabel(in Label label) => MoveValues(label.Height, label.Arity);

    // The operands on the stack stay what they are, since a branch may not be taken.
    private void MoveValues(int height, int count)
    {
        if (count == 0)
        {
            return;
        }

        if (count > 1)
        {
            SettleTop(count);
            if (_height - count != height)
            {
                Begin(Op.CopyMany);
                Add(OperandSlot(height));
                Add(OperandSlot(_height - count));
                Add(count);
            }

            return;
        }

        var top = _stack[_height - 1];
        var target = OperandSlot(height);
        switch (top.Kind)
        {
            case OperandKind.Constant:
                EmitConstant(target, top.Bits);
                break;
            case OperandKind.Local:
                EmitCopy(target, LocalSlot(top.Local));
                break;
            case OperandKind.Sum:
                EmitSum(target, top);
                break;
            case OperandKind.Slot when _height - 1 != height:
                EmitCopy(target, OperandSlot(_height - 1));
                break;
        }
    }

    /// <summary>Adds a branch to a label: now if it lies behind, else when the label is met.</summary>
    private void AddReference(ref Label label)
    {
        if (label.Opcode == Opcode.Loop)
        {
            AddTwo((uint)(label.Start - _length));
            AddTwo(label.StartFuel);
            return;
        }

        var place = _length;
        AddTwo((uint)label.References);
        AddTwo(0);
        label.References = place;
    }

    /// <summary>Lets all branches that wait for this place lead here, into a block of that fuel.</summary>
    private void Bind(int reference, uint fuel)
    {
        while (reference != None)
        {
            var older = (int)TwoAt(reference);
            SetTwoAt(reference, (uint)(_length - reference));
            SetTwoAt(reference + 2, fuel);
            reference = older;
        }

        ForgetLast();
    }

    private void SetHeight(int height)
    {
        while (_height > height)
        {
            Pop();
        }
    }

    private void PushSettled(int count)
    {
        for (var i = 0; i < count; i++)
        {
            Push(default);
        }
    }
}
