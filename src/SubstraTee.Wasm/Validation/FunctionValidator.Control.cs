namespace SubstraTee.Wasm;

internal sealed partial class FunctionValidator
{
    // Targets of a br_table that were compared already: a label that comes again costs nothing.
    private readonly HashSet<uint> _comparedLabels = [];

    private void Open(ref WasmReader reader, Opcode opcode)
    {
        var type = BlockTypes.Read(ref reader, _types);
        if (opcode == Opcode.If)
        {
            Pop(ValueKind.I32);
        }

        Pop(type.Parameters.AsSpan());
        var block = NoBlock;
        if (IsLive)
        {
            block = _blocks.Count;
            _blocks.Add(new ControlBlock { Opcode = opcode, Type = type, Start = _at, Else = -1, Height = _height });
            if (opcode != Opcode.Block)
            {
                EndFuelBlock(reader.Position);
            }
        }

        if (opcode == Opcode.Loop)
        {
            _traits |= FunctionTraits.Loops;
        }

        PushFrame(opcode, type, block, IsLive);
    }

    private void Else(int next)
    {
        var frame = PopFrame();
        if (frame.Opcode != Opcode.If)
        {
            WasmReader.Malformed(_at, "else without if");
        }

        if (frame.Block != NoBlock)
        {
            Block(frame.Block).Else = _at;
            Leave(frame);
            EndFuelBlock(next);
        }

        PushFrame(Opcode.Else, frame.Type, frame.Block, frame.Block != NoBlock);
        ref var entered = ref _frames[_depth - 1];
        entered.IsTargeted = frame.IsTargeted;
        entered.ThenEndIsReachable = frame.IsLive;
    }

    private void End(int next)
    {
        var frame = PopFrame();
        if (frame.Opcode == Opcode.If && !frame.Type.Parameters.AsSpan().SequenceEqual(frame.Type.Results.AsSpan()))
        {
            throw Invalid("type mismatch: an if without else must leave what it takes");
        }

        if (frame.Opcode == FunctionBody)
        {
            Leave(frame);
            EndFuelBlock(next);
            return;
        }

        if (frame.Block != NoBlock)
        {
            Block(frame.Block).End = _at;
            Leave(frame);
            Join(frame, ref Block(frame.Block), next);
        }

        Push(frame.Type.Results.AsSpan());
    }

    private void Leave(in Frame frame)
    {
        if (!frame.IsLive)
        {
            _deadRanges.Add(new DeadRange(_deadStart, _at));
        }
    }

    // How control goes on after the end of a block that it got into.
    private void Join(in Frame frame, ref ControlBlock block, int next)
    {
        var joins = frame.Opcode switch
        {
            Opcode.Loop => false,
            Opcode.If => true,
            Opcode.Else => frame.IsTargeted || frame.ThenEndIsReachable,
            _ => frame.IsTargeted,
        };
        block.EndIsReachable = joins || frame.IsLive;
        if (joins || frame.Opcode == Opcode.Else)
        {
            EndFuelBlock(next);
        }

        if (!block.EndIsReachable)
        {
            _frames[_depth - 1].IsLive = false;
            _deadStart = next;
        }
    }

    private void Branch(ref WasmReader reader, Opcode opcode)
    {
        switch (opcode)
        {
            case Opcode.BrIf:
                ref var target = ref Label(reader.U32());
                Carry(target.LabelTypes.Length);
                Pop(ValueKind.I32);
                Pop(target.LabelTypes);
                Push(target.LabelTypes);
                if (IsLive)
                {
                    EndFuelBlock(reader.Position);
                }

                return;
            case Opcode.BrTable:
                BranchTable(ref reader);
                break;
            default:
                target = ref opcode == Opcode.Return ? ref _frames[0] : ref Label(reader.U32());
                Carry(target.LabelTypes.Length);
                Pop(target.LabelTypes);
                break;
        }

        SetUnreachable(reader.Position);
    }

    private void BranchTable(ref WasmReader reader)
    {
        Pop(ValueKind.I32);
        var targets = reader.Count("br_table targets", limits.MaxBranchTableTargets);
        var start = reader.Position;
        for (var i = 0; i < targets; i++)
        {
            reader.U32();
        }

        var last = reader.U32();
        var after = reader.Position;
        var arity = Label(last).LabelTypes.Length;
        Carry(arity);
        _comparedLabels.Clear();
        _comparedLabels.Add(last);
        reader.Position = start;
        for (var i = 0; i < targets; i++)
        {
            var depth = reader.U32();
            if (!_comparedLabels.Add(depth))
            {
                continue;
            }

            var types = Label(depth).LabelTypes;
            if (types.Length != arity)
            {
                throw Invalid("type mismatch: targets of br_table carry different numbers of values");
            }

            CheckTop(types);
        }

        reader.Position = after;
        Pop(Label(last).LabelTypes);
    }

    // The operands stay, with what is known of them: where nothing is, the next target may ask for another type.
    private void CheckTop(ReadOnlySpan<ValueKind> types)
    {
        Steps(types.Length);
        ref var frame = ref _frames[_depth - 1];
        for (var i = 0; i < types.Length; i++)
        {
            var at = _height - 1 - i;
            var expected = types[types.Length - 1 - i];
            if (at < frame.Height)
            {
                if (!frame.Unreachable)
                {
                    throw Invalid("type mismatch: the stack has too few operands");
                }

                return;
            }

            if (_stack[at] != expected && _stack[at] != Unknown)
            {
                throw Invalid($"type mismatch: {_stack[at].ToName()} where {expected.ToName()} is expected");
            }
        }
    }

    private ref Frame Label(uint depth)
    {
        if (depth >= (uint)_depth)
        {
            throw Invalid($"unknown label {depth}");
        }

        ref var frame = ref _frames[_depth - 1 - (int)depth];
        if (IsLive)
        {
            frame.IsTargeted = true;
            if (frame.Block != NoBlock)
            {
                Block(frame.Block).IsTargeted = true;
            }
        }

        return ref frame;
    }

    private void Carry(int values)
    {
        if (IsLive)
        {
            _blockCost += FuelSchedule.CarriedCost(values);
        }
    }
}
