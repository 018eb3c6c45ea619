using SubstraTee.Testing;
using SubstraTee.Wasm;

namespace SubstraTee.Fuzz;

internal sealed partial class BodyGenerator
{
    private void Statement(int depth)
    {
        _statementsLeft--;
        switch (random.Next(depth < 4 ? 16 : 9))
        {
            case < 4:
                SetVariable(depth);
                break;
            case 4:
                Store(depth);
                break;
            case 5:
                Expression(AllKinds[random.Next(AllKinds.Length)], depth);
                _code.Add(Opcode.Drop);
                break;
            case 6:
                Table(depth);
                break;
            case 7:
                CallAndDrop(depth);
                break;
            case 8:
                BranchIf(depth);
                break;
            case 9 or 10:
                If(depth);
                break;
            case 11:
                Block(Opcode.Block, depth);
                break;
            case 12 or 13:
                CountedLoop(depth);
                break;
            case 14:
                Block(Chance(20) ? Opcode.Loop : Opcode.Block, depth);
                break;
            default:
                Leave(depth);
                break;
        }
    }

    private void Statements(int depth)
    {
        for (var count = random.Next(4); count > 0; count--)
        {
            Statement(depth);
        }
    }

    private void SetVariable(int depth)
    {
        var kind = AllKinds[random.Next(AllKinds.Length)];
        Expression(kind, depth);
        if (Chance(80) && LocalOf(kind) is { } local)
        {
            _code.Add(Opcode.LocalSet, local);
        }
        else
        {
            _code.Add(Opcode.GlobalSet, GlobalOf(kind, mutable: true));
        }
    }

    private void Store(int depth)
    {
        var opcode = Plain[default][random.Next(Plain[default].Length)];
        Emit(!shape.ShowsNaNs && opcode is Opcode.F32Store or Opcode.F64Store ? Opcode.I64Store : opcode, depth);
    }

    private void Table(int depth)
    {
        switch (random.Next(4))
        {
            case 0:
                Index(4);
                Expression(ValueKind.FuncRef, depth + 1);
                _code.Add(Opcode.TableSet, random.Next(2) * 2);
                break;
            case 1:
                Expression(ValueKind.ExternRef, depth + 1);
                Index(4);
                _code.Add(Opcode.TableGrow, 1).Add(Opcode.Drop);
                break;
            case 2:
                Index(4);
                Expression(ValueKind.FuncRef, depth + 1);
                Index(2);
                _code.Add(Opcode.TableFill, random.Next(2) * 2);
                break;
            default:
                _code.Add(Opcode.Nop);
                break;
        }
    }

    private void Arguments(FunctionType callee, int depth)
    {
        foreach (var kind in callee.Parameters)
        {
            Expression(kind, depth + 2);
        }
    }

    private void Call(int function, int depth)
    {
        Arguments(functions[function], depth);
        if (Chance(70))
        {
            _code.Add(Opcode.Call, function);
            return;
        }

        // Its element in the first table, unless that was changed; sometimes one of another type, or none.
        _code.Add(Opcode.I32Const, Chance(90) ? function + 1 : random.Next(16)).Add(Opcode.CallIndirect, builder.Type(functions[function]), 0);
    }

    private bool TryCall(ValueKind kind, int depth)
    {
        if (Pick(functions.Count, i => functions[i].Results is [var only] && only == kind) is not { } function || depth > 2)
        {
            return false;
        }

        Call(function, depth);
        return true;
    }

    private void CallAndDrop(int depth)
    {
        var function = random.Next(functions.Count);
        Call(function, depth);
        TakeAll(functions[function].Results.AsSpan());
    }

    // Operands go into locals of their kinds, or nowhere.
    private void TakeAll(ReadOnlySpan<ValueKind> kinds)
    {
        for (var i = kinds.Length - 1; i >= 0; i--)
        {
            if (Chance(50) && LocalOf(kinds[i]) is { } local)
            {
                _code.Add(Opcode.LocalSet, local);
            }
            else
            {
                _code.Add(Opcode.Drop);
            }
        }
    }

    private ValueKind[] SomeKinds(int most) => [.. Enumerable.Range(0, random.Next(most + 1)).Select(_ => AllKinds[random.Next(AllKinds.Length)])];

    // A block of any type: with parameters, results, and branches out of it that carry them.
    private void Block(Opcode opcode, int depth)
    {
        var (parameters, results) = (SomeKinds(2), SomeKinds(2));
        foreach (var kind in parameters)
        {
            Expression(kind, depth + 1);
        }

        _code.Add(opcode, builder.Type(new FunctionType([.. parameters], [.. results])));
        _labels.Add(new LabelTypes(opcode == Opcode.Loop ? parameters : results));
        if (opcode == Opcode.Loop)
        {
            CountDown();
        }

        TakeAll(parameters);
        Statements(depth + 1);
        foreach (var kind in results)
        {
            Expression(kind, depth + 1);
        }

        Close();
        TakeAll(results);
    }

    private void If(int depth)
    {
        var results = Chance(30) ? SomeKinds(2) : [];
        Expression(ValueKind.I32, depth + 1);
        _code.Add(Opcode.If, results.Length == 0 && Chance(50) ? WasmCode.NoResult : builder.Type(new FunctionType([], [.. results])));
        _labels.Add(new LabelTypes(results));
        Statements(depth + 1);
        foreach (var kind in results)
        {
            Expression(kind, depth + 1);
        }

        if (results.Length > 0 || Chance(50))
        {
            _code.Add(Opcode.Else);
            Statements(depth + 1);
            foreach (var kind in results)
            {
                Expression(kind, depth + 1);
            }
        }

        Close();
        TakeAll(results);
    }

    private void IfExpression(ValueKind kind, int depth)
    {
        Expression(ValueKind.I32, depth + 1);
        _code.Add(Opcode.If, (long)kind - 0x80);
        _labels.Add(new LabelTypes([kind]));
        Expression(kind, depth + 1);
        _code.Add(Opcode.Else);
        Expression(kind, depth + 1);
        Close();
    }

    private void BlockExpression(ValueKind kind, int depth)
    {
        _code.Add(Opcode.Block, (long)kind - 0x80);
        _labels.Add(new LabelTypes([kind]));
        if (depth < 3)
        {
            Statements(depth + 1);
        }

        Expression(kind, depth + 1);
        if (Chance(50))
        {
            Expression(ValueKind.I32, depth + 1);
            _code.Add(Opcode.BrIf, 0);
        }

        Close();
    }

    // A loop that runs a few times: while a local, which its body may change, is below a number.
    private void CountedLoop(int depth)
    {
        if (LocalOf(ValueKind.I32) is not { } counter)
        {
            return;
        }

        _code.Add(Opcode.I32Const, 0).Add(Opcode.LocalSet, counter).Add(Opcode.Loop, WasmCode.NoResult);
        _labels.Add(new LabelTypes([]));
        CountDown();
        Statements(depth + 2);
        _code.Add(Opcode.LocalGet, counter).Add(Opcode.I32Const, 1).Add(Opcode.I32Add).Add(Opcode.LocalTee, counter);
        _code.Add(Opcode.I32Const, 2 + random.Next(20)).Add(Chance(50) ? Opcode.I32LtS : Opcode.I32LtU).Add(Opcode.BrIf, 0);
        Close();
    }

    private void BranchIf(int depth)
    {
        var label = RandomLabel(out var number);
        foreach (var kind in label.Carried)
        {
            Expression(kind, depth + 1);
        }

        Expression(ValueKind.I32, depth + 1);
        _code.Add(Opcode.BrIf, number);
        TakeAll(label.Carried);
    }

    // A way out, inside of a condition so that what follows can be reached; with some code behind it that cannot.
    private void Leave(int depth)
    {
        Expression(ValueKind.I32, depth + 1);
        _code.Add(Opcode.If, WasmCode.NoResult);
        _labels.Add(new LabelTypes([]));
        var label = RandomLabel(out var number);
        switch (random.Next(12))
        {
            case < 4:
                Carry(label, depth);
                _code.Add(Opcode.Br, number);
                break;
            case < 8:
                BranchTable(label, number, depth);
                break;
            case 8 when Chance(20):
                _code.Add(Opcode.Unreachable);
                break;
            default:
                Carry(_labels[0], depth);
                _code.Add(Opcode.Return);
                break;
        }

        DeadCode(depth);
        Close();
    }

    private void Carry(LabelTypes label, int depth)
    {
        // Below what is carried, operands may be left behind.
        for (var i = random.Next(3); i > 0; i--)
        {
            Expression(ValueKind.I64, depth + 1);
        }

        foreach (var kind in label.Carried)
        {
            Expression(kind, depth + 1);
        }
    }

    private void BranchTable(LabelTypes label, int last, int depth)
    {
        Carry(label, depth);
        Expression(ValueKind.I32, depth + 1);
        var same = Enumerable.Range(0, _labels.Count).Where(i => _labels[_labels.Count - 1 - i].Carried.AsSpan().SequenceEqual(label.Carried)).ToList();
        _code.Add(Opcode.BrTable, [.. Enumerable.Range(0, random.Next(6)).Select(_ => (long)same[random.Next(same.Count)]), last]);
    }

    private void DeadCode(int depth)
    {
        switch (random.Next(6))
        {
            case 0:
                _code.Add(Opcode.I32Add).Add(Opcode.Drop);
                break;
            case 1:
                _code.Add(Opcode.Select).Add(Opcode.Block, WasmCode.NoResult).Add(Opcode.Br, 0).Add(Opcode.End).Add(Opcode.Drop);
                break;
            case 2:
                Statement(Math.Max(depth, 4));
                break;
            case 3:
                _code.Add(Opcode.If, WasmCode.NoResult).Add(Opcode.Unreachable).Add(Opcode.Else).Add(Opcode.Unreachable).Add(Opcode.Return).Add(Opcode.End);
                break;
        }
    }

    private LabelTypes RandomLabel(out int number)
    {
        number = random.Next(_labels.Count);
        return _labels[_labels.Count - 1 - number];
    }

    private void Close()
    {
        _code.Add(Opcode.End);
        _labels.RemoveAt(_labels.Count - 1);
    }
}
