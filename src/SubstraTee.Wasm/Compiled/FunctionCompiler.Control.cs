namespace SubstraTee.Wasm.Compiled;

// Blocks and branches. Between blocks, operands are in local variables; every block has those of its label.
internal sealed partial class FunctionCompiler
{
    private const Opcode Body = Opcode.Call;
    private const int NoLabel = -1;

    private Frame[] _frames = new Frame[32];
    private int _depth;
    private bool _isRefused;

    private struct Frame
    {
        public Opcode Opcode;
        public FunctionType Type;

        // Operands below the block's parameters.
        public int Height;

        // Where branches to the block's label go, or none if there are no such branches.
        public int Label;

        // Where an if goes on that does not hold, until that place is written.
        public int Else;

        // Local variables for the values that a branch to the label carries.
        public int[] Values;

        // Local variables for an if's parameters.
        public int[] Parameters;

        public bool EndIsReachable;
    }

    private void Control(ref WasmReader reader, Opcode opcode)
    {
        switch (opcode)
        {
            case Opcode.Unreachable:
                _method.Branch(IlOp.Br, TrapLabel(TrapCode.Unreachable));
                break;
            case Opcode.Nop:
                break;
            case Opcode.Block or Opcode.Loop or Opcode.If:
                Open(ref reader, opcode);
                break;
            case Opcode.Else:
                Else();
                break;
            case Opcode.End:
                End();
                break;
            case Opcode.Br:
                Branch((int)reader.U32());
                break;
            case Opcode.BrIf:
                BranchIf((int)reader.U32());
                break;
            case Opcode.BrTable:
                BranchTable(ref reader);
                break;
            case Opcode.Return:
                Branch(_depth - 1);
                break;
            case Opcode.Call:
                Call((int)reader.U32());
                break;
            default:
                CallIndirect(ref reader);
                break;
        }
    }

    private void OpenBody() => PushFrame(new Frame { Opcode = Body, Type = _function.Type, Label = NoLabel, Else = NoLabel, Values = [], Parameters = [] });

    private void PushFrame(in Frame frame)
    {
        if (_depth == _frames.Length)
        {
            Array.Resize(ref _frames, _frames.Length * 2);
        }

        _frames[_depth++] = frame;
    }

    private void Open(ref WasmReader reader, Opcode opcode)
    {
        var type = BlockTypes.Read(ref reader, _content.Types);
        ref readonly var block = ref _function.Blocks[_nextBlock++];
        _isRefused |= !CompileLimits.Allow(type);
        var frame = new Frame
        {
            Opcode = opcode,
            Type = type,
            Label = NoLabel,
            Else = NoLabel,
            Values = [],
            Parameters = [],
            EndIsReachable = block.EndIsReachable,
        };
        if (opcode == Opcode.If)
        {
            OpenIf(ref frame);
        }
        else if (block.IsTargeted)
        {
            // Operands that wait below are needed after the end, wherever control comes from.
            _stack.MaterializeBelow(_stack.Count);
            frame.Label = _method.NewLabel();
            frame.Values = opcode == Opcode.Loop ? RentFor(type.Parameters.AsSpan()) : RentFor(type.Results.AsSpan());
            if (opcode == Opcode.Loop)
            {
                OpenLoop(frame);
            }
        }

        frame.Height = _stack.Count - type.Parameters.Length;
        PushFrame(frame);
    }

    private void OpenLoop(in Frame frame)
    {
        MoveTo(frame.Values);
        _stack.Drop(frame.Values.Length);
        BeforeJoin();
        Join(frame.Label);
        PushValues(frame.Type.Parameters.AsSpan(), frame.Values, areOwned: false);
    }

    private void OpenIf(ref Frame frame)
    {
        _stack.MaterializeBelow(_stack.Count - 1);
        BeforeJoin();
        frame.Label = _method.NewLabel();
        frame.Else = _method.NewLabel();
        frame.Values = RentFor(frame.Type.Results.AsSpan());
        if (frame.Type.Parameters.Length == 0)
        {
            _method.Branch(_stack.TakeCondition(branchWhen: false), frame.Else);
            return;
        }

        // Both branches read the parameters, so these are kept until the end.
        var condition = _method.Rent(IlTypes.Int32);
        _stack.Take(1);
        _code.StoreLocal(condition);
        frame.Parameters = RentFor(frame.Type.Parameters.AsSpan());
        MoveTo(frame.Parameters);
        _stack.Drop(frame.Parameters.Length);
        _code.LoadLocal(condition);
        _zero.Hide(_code, ValueKind.I32);
        _method.Release(condition);
        _method.Branch(IlOp.BrFalse, frame.Else);
        PushValues(frame.Type.Parameters.AsSpan(), frame.Parameters, areOwned: false);
    }

    private void Else()
    {
        ref var frame = ref _frames[_depth - 1];
        if (_isLive)
        {
            MoveTo(frame.Values);
            BeforeJoin();
            _method.Branch(IlOp.Br, frame.Label);
        }

        _stack.Drop(_stack.Count - frame.Height);
        Join(frame.Else);
        frame.Else = NoLabel;
        PushValues(frame.Type.Parameters.AsSpan(), frame.Parameters, areOwned: false);
        _isLive = true;
    }

    private void End()
    {
        var frame = _frames[--_depth];
        if (frame.Opcode == Body)
        {
            if (_isLive)
            {
                Return();
            }

            _stack.Drop(_stack.Count);
            return;
        }

        if (frame.Opcode == Opcode.Loop)
        {
            EndLoop(frame);
        }
        else if (frame.Label != NoLabel)
        {
            EndJoined(frame);
        }

        _isLive = frame.EndIsReachable;
        if (!_isLive)
        {
            _stack.Drop(_stack.Count - frame.Height);
        }
    }

    // Results go on as they are, but for those that may read the loop's own variables.
    private void EndLoop(in Frame frame)
    {
        if (_isLive && frame.Values.Length > 0)
        {
            var results = RentFor(frame.Type.Results.AsSpan());
            MoveTo(results);
            _stack.Drop(results.Length);
            PushValues(frame.Type.Results.AsSpan(), results, areOwned: true);
        }

        Release(frame.Values);
    }

    private void EndJoined(in Frame frame)
    {
        if (_isLive)
        {
            MoveTo(frame.Values);
            BeforeJoin();
        }

        _stack.Drop(_stack.Count - frame.Height);
        if (frame.Else != NoLabel)
        {
            EndIfWithoutElse(frame);
        }

        Join(frame.Label);
        Release(frame.Parameters);
        PushValues(frame.Type.Results.AsSpan(), frame.Values, areOwned: true);
    }

    private void EndIfWithoutElse(in Frame frame)
    {
        if (frame.Parameters.Length == 0)
        {
            Join(frame.Else);
            return;
        }

        if (_isLive)
        {
            _method.Branch(IlOp.Br, frame.Label);
        }

        Join(frame.Else);
        for (var i = 0; i < frame.Parameters.Length; i++)
        {
            _code.LoadLocal(frame.Parameters[i]);
            _code.StoreLocal(frame.Values[i]);
        }
    }

    private void Branch(int depth)
    {
        ref readonly var target = ref _frames[_depth - 1 - depth];
        if (target.Opcode == Body)
        {
            Return();
            return;
        }

        MoveTo(target.Values);
        BeforeJoin();
        _method.Branch(IlOp.Br, target.Label);
    }

    private void BranchIf(int depth)
    {
        ref readonly var target = ref _frames[_depth - 1 - depth];
        var arity = target.Opcode == Body ? target.Type.Results.Length : target.Values.Length;
        SettleValues(_stack.Count - 1 - arity, arity);
        BeforeJoin();
        if (arity == 0 && target.Opcode != Body)
        {
            _method.Branch(_stack.TakeCondition(branchWhen: true), target.Label);
            return;
        }

        var skip = _method.NewLabel();
        _method.Branch(_stack.TakeCondition(branchWhen: false), skip);
        var fuel = _fuelIn;
        Branch(depth);
        _fuelIn = fuel;
        _method.Mark(skip);
    }

    private void BranchTable(ref WasmReader reader)
    {
        var count = (int)reader.U32();
        _isRefused |= !CompileLimits.AllowSwitch(count);
        var edges = new Dictionary<int, int>();
        var labels = new int[count + 1];
        for (var i = 0; i <= count; i++)
        {
            labels[i] = EdgeTo((int)reader.U32(), edges);
        }

        var last = _frames[_depth - 1 - edges.Keys.First()];
        var arity = last.Opcode == Body ? last.Type.Results.Length : last.Values.Length;
        SettleValues(_stack.Count - 1 - arity, arity);
        BeforeJoin();
        _stack.Take(1);
        _zero.Hide(_code, ValueKind.I32);
        _method.Switch(labels.AsSpan(0, count));
        _method.Branch(IlOp.Br, labels[count]);
        var fuel = _fuelIn;
        foreach (var (depth, label) in edges)
        {
            if (arity > 0 || depth == _depth - 1)
            {
                _method.Mark(label);
                _fuelIn = fuel;
                Branch(depth);
            }
        }
    }

    // Where a case goes: to its label, unless there is something to do on the way.
    private int EdgeTo(int depth, Dictionary<int, int> edges)
    {
        ref readonly var target = ref _frames[_depth - 1 - depth];
        if (!edges.TryGetValue(depth, out var label))
        {
            label = target.Opcode == Body || target.Values.Length > 0 ? _method.NewLabel() : target.Label;
            edges.Add(depth, label);
        }

        return label;
    }

    private void Return()
    {
        var results = _function.Type.Results;
        var first = _stack.Count - results.Length;
        SettleValues(first, results.Length, expressionsToo: results.Length > 1);
        _stack.FinishTop();
        for (var i = 1; i < results.Length; i++)
        {
            LoadStoreAddress(RecordOffsets.StoreStackPointer);
            _code.Op(IlOp.LdIndI8);
            _code.Advance(i * sizeof(ulong));
            _stack.Copy(first + i);
            AdapterWriter.StoreSlot(_method, results[i]);
        }

        StoreFuel();
        if (results.Length > 0)
        {
            _stack.Copy(first);
        }

        _code.Op(IlOp.Ret);
    }

    // What leaves a block is exact, and computed once.
    private void SettleValues(int first, int count, bool expressionsToo = true)
    {
        for (var i = first; i < first + count; i++)
        {
            Clean(i);
            if (expressionsToo)
            {
                _stack.Settle(i);
            }
        }
    }

    // All of them at once, since what is moved may be computed from what is overwritten.
    private void MoveTo(int[] values)
    {
        var first = _stack.Count - values.Length;
        SettleValues(first, values.Length, expressionsToo: false);
        if (values.Length > 0)
        {
            _stack.FinishTop();
        }

        for (var i = 0; i < values.Length; i++)
        {
            _stack.Copy(first + i);
        }

        for (var i = values.Length - 1; i >= 0; i--)
        {
            _code.StoreLocal(values[i]);
        }
    }

    private int[] RentFor(ReadOnlySpan<ValueKind> types)
    {
        var locals = types.IsEmpty ? [] : new int[types.Length];
        for (var i = 0; i < locals.Length; i++)
        {
            locals[i] = _method.Rent(IlTypes.Of(types[i]));
        }

        return locals;
    }

    private void Release(int[] locals)
    {
        foreach (var local in locals)
        {
            _method.Release(local);
        }
    }

    private void PushValues(ReadOnlySpan<ValueKind> types, int[] locals, bool areOwned)
    {
        for (var i = 0; i < locals.Length; i++)
        {
            _stack.PushTemporary(types[i], locals[i], areOwned);
        }
    }

    private void BeforeJoin()
    {
        LoadFuel();
        LoadLength();
    }

    private void Join(int label)
    {
        _method.Mark(label);
        _epoch++;
        if (_isMetered)
        {
            _fuelIn = FuelPlace.Local;
        }
    }
}
