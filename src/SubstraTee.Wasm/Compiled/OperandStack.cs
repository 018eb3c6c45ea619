using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace SubstraTee.Wasm.Compiled;

/// <summary>The operands of a function while it is compiled: instructions that wait for the one that needs them.</summary>
/// <remarks>
/// The machine's own stack is empty between two instructions with an effect, so that branches need not care for it. What
/// waits has no effect and cannot trap; it is put into a temporary before something changes what it reads. It lies in one
/// buffer in the order of the stack, so that an instruction's operands are one range, and an instruction that only computes
/// is written behind them. Expressions have a largest size, since compilers recurse on them.
/// </remarks>
[RequiresDynamicCode("Generates code.")]
internal sealed class OperandStack(MethodWriter method, HiddenZero zero)
{
    private const int MaxExpressionBytes = 96;
    private const int None = -1;

    private readonly IlBuffer _pending = new();
    private readonly IlBuffer _scratch = new();
    private readonly List<int> _nextTemporary = [];
    private Operand[] _items = new Operand[64];

    public int Count { get; private set; }

    /// <summary>Instructions that wait, or waited.</summary>
    public int Instructions => _pending.Instructions;

    public int LocalReferences => _pending.LocalReferences;

    public ref Operand this[int index] => ref _items[index];

    public ref Operand Top => ref _items[Count - 1];

    /// <summary>Begins an operand without operands of its own; the caller writes its instructions.</summary>
    public IlBuffer Push(ValueKind type)
    {
        FinishTop();
        if (Count == _items.Length)
        {
            Array.Resize(ref _items, _items.Length * 2);
        }

        _items[Count++] = new Operand { Start = _pending.Length, Type = type, Temporaries = None };
        return _pending;
    }

    public void PushConstant(ValueKind type, ulong bits)
    {
        WriteConstant(Push(type), type, bits);
        Top.Kind = OperandKind.Constant;
        Top.Bits = bits;
    }

    /// <summary>A local variable that holds an operand, and ends with it if it is owned.</summary>
    public void PushTemporary(ValueKind type, int local, bool isOwned)
    {
        Push(type).LoadLocal(local);
        Top.Kind = OperandKind.Temporary;
        Top.Bits = (uint)local;
        Top.Temporaries = isOwned ? Chain(local, None) : None;
    }

    /// <summary>Makes one operand of the uppermost ones; the caller writes the instruction that does.</summary>
    public IlBuffer Apply(int operands, ValueKind type)
    {
        FinishTop();
        var first = Count - operands;
        for (var i = first; i < Count; i++)
        {
            if (End(i) - _items[i].Start > MaxExpressionBytes)
            {
                Materialize(i);
            }
        }

        ref var result = ref _items[first];
        for (var i = first + 1; i < Count; i++)
        {
            result.Variables |= _items[i].Variables;
            result.ReadsState |= _items[i].ReadsState;
            Append(ref result.Temporaries, _items[i].Temporaries);
        }

        result.Type = type;
        result.Kind = OperandKind.Expression;
        result.IsRaw = false;
        Count = first + 1;
        return _pending;
    }

    /// <summary>Makes a comparison of the uppermost operands.</summary>
    public void Compare(int operands, IlOp whenTrue, IlOp whenFalse, bool floats = false)
    {
        Apply(operands, ValueKind.I32);
        Top.Kind = OperandKind.Comparison;
        (Top.WhenTrue, Top.WhenFalse, Top.ComparesFloats) = (whenTrue, whenFalse, floats);
    }

    /// <summary>Puts the uppermost operands on the machine's stack.</summary>
    public void Take(int operands)
    {
        if (operands == 0)
        {
            return;
        }

        FinishTop();
        method.Code.Append(_pending.Bytes[_items[Count - operands].Start..]);
        Drop(operands);
    }

    /// <summary>Puts a condition on the machine's stack, as the branch that is to be written behind it expects.</summary>
    public IlOp TakeCondition(bool branchWhen)
    {
        var op = CopyCondition(branchWhen);
        Drop(1);
        return op;
    }

    /// <summary>The same without taking it from here.</summary>
    public IlOp CopyCondition(bool branchWhen)
    {
        Copy(Count - 1);
        if (Top.Kind == OperandKind.Comparison)
        {
            return branchWhen ? Top.WhenTrue : Top.WhenFalse;
        }

        if (!zero.IsUsed)
        {
            return branchWhen ? IlOp.BrTrue : IlOp.BrFalse;
        }

        zero.Load(method.Code, Top.Type);
        return branchWhen ? IlOp.BneUn : IlOp.Beq;
    }

    /// <summary>Puts the value of an operand on the machine's stack, and leaves the operand.</summary>
    public void Copy(int index) => method.Code.Append(_pending.Bytes[_items[index].Start..End(index)]);

    /// <summary>Forgets the uppermost operands.</summary>
    public void Drop(int operands)
    {
        if (operands == 0)
        {
            return;
        }

        _pending.Truncate(_items[Count - operands].Start);
        for (; operands > 0; operands--)
        {
            for (var local = _items[--Count].Temporaries; local != None; local = _nextTemporary[local])
            {
                method.Release(local);
            }
        }
    }

    /// <summary>Puts an operand into a temporary of its own, unless it is a temporary already.</summary>
    public void Materialize(int index)
    {
        if (_items[index].Kind == OperandKind.Comparison)
        {
            FinishTop();
        }

        ref var item = ref _items[index];
        if (item.Kind == OperandKind.Temporary)
        {
            return;
        }

        Copy(index);
        var local = method.Rent(IlTypes.Of(item.Type));
        method.Code.StoreLocal(local);
        _scratch.Clear();
        _scratch.LoadLocal(local);
        Replace(index, _scratch.Bytes);
        for (var owned = item.Temporaries; owned != None; owned = _nextTemporary[owned])
        {
            method.Release(owned);
        }

        item.Kind = OperandKind.Temporary;
        item.Bits = (uint)local;
        item.Temporaries = Chain(local, None);
        item.Variables = 0;
        item.ReadsState = false;
    }

    /// <summary>Whether an operand is made of anything else than numbers.</summary>
    public bool ReadsVariables(int index) =>
        _items[index] is { Variables: not 0 } or { ReadsState: true } or { Temporaries: not None } or { Kind: OperandKind.Temporary };

    /// <summary>Has an operand's value where it can be read more than once.</summary>
    public void Settle(int index)
    {
        if (_items[index].Kind is OperandKind.Expression or OperandKind.Comparison)
        {
            Materialize(index);
        }
    }

    /// <summary>Before control divides or joins: nothing below waits any more, but for constants.</summary>
    public void MaterializeBelow(int end)
    {
        for (var i = 0; i < end; i++)
        {
            if (_items[i].Kind != OperandKind.Constant)
            {
                Materialize(i);
            }
        }
    }

    /// <summary>Before a variable changes: nothing below waits that reads it.</summary>
    public void MaterializeReadersOf(int variable, int end)
    {
        var bit = 1UL << (variable & 63);
        for (var i = 0; i < end; i++)
        {
            if ((_items[i].Variables & bit) != 0)
            {
                Materialize(i);
            }
        }
    }

    /// <summary>Before memory, globals or tables may change: nothing below waits that reads them.</summary>
    public void MaterializeReadersOfState(int end)
    {
        for (var i = 0; i < end; i++)
        {
            if (_items[i].ReadsState)
            {
                Materialize(i);
            }
        }
    }

    /// <summary>Ends a comparison on top that no branch came for, and an expression that became too large.</summary>
    public void FinishTop()
    {
        if (Count == 0)
        {
            return;
        }

        if (Top.Kind == OperandKind.Comparison)
        {
            WriteComparison(_pending, Top);
            Top.Kind = OperandKind.Expression;
        }

        if (_pending.Length - Top.Start > MaxExpressionBytes)
        {
            Materialize(Count - 1);
        }
    }

    private static void WriteComparison(IlBuffer code, in Operand comparison)
    {
        var (op, isNegated) = (comparison.WhenTrue, comparison.ComparesFloats) switch
        {
            (IlOp.Beq, _) => (IlOp.Ceq, false),
            (IlOp.BneUn, _) => (IlOp.Ceq, true),
            (IlOp.Blt, _) => (IlOp.Clt, false),
            (IlOp.BltUn, _) => (IlOp.CltUn, false),
            (IlOp.Bgt, _) => (IlOp.Cgt, false),
            (IlOp.BgtUn, _) => (IlOp.CgtUn, false),
            (IlOp.Bge, false) or (IlOp.BgeUn, true) => (IlOp.Clt, true),
            (IlOp.BgeUn, false) or (IlOp.Bge, true) => (IlOp.CltUn, true),
            (IlOp.Ble, false) or (IlOp.BleUn, true) => (IlOp.Cgt, true),
            (IlOp.BleUn, false) or (IlOp.Ble, true) => (IlOp.CgtUn, true),
            (IlOp.BrFalse, _) => (IlOp.BrFalse, false),
            (IlOp.BrTrue, _) => (IlOp.BrFalse, true),
            _ => throw new InvalidOperationException($"no comparison for {comparison.WhenTrue}"),
        };
        if (op != IlOp.BrFalse)
        {
            code.Op(op);
            IsZero(code, isNegated ? 1 : 0);
            return;
        }

        IsZero(code, isNegated ? 2 : 1);
    }

    private static void IsZero(IlBuffer code, int times)
    {
        for (; times > 0; times--)
        {
            code.Constant(0);
            code.Op(IlOp.Ceq);
        }
    }

    private void WriteConstant(IlBuffer code, ValueKind type, ulong bits)
    {
        switch (type)
        {
            case ValueKind.I32:
                code.Constant((int)bits);
                break;
            case ValueKind.F32 when float.IsNaN(BitConverter.UInt32BitsToSingle((uint)bits)):
                code.Constant((int)bits);
                method.Call(code, Helpers.SingleOf);
                break;
            case ValueKind.F32:
                code.Constant(BitConverter.UInt32BitsToSingle((uint)bits));
                break;
            case ValueKind.F64 when double.IsNaN(BitConverter.UInt64BitsToDouble(bits)):
                code.Constant((long)bits);
                method.Call(code, Helpers.Int64BitsToDouble);
                break;
            case ValueKind.F64:
                code.Constant(BitConverter.UInt64BitsToDouble(bits));
                break;
            default:
                code.Constant((long)bits);
                break;
        }
    }

    private int End(int index) => index + 1 < Count ? _items[index + 1].Start : _pending.Length;

    private void Replace(int index, ReadOnlySpan<byte> by)
    {
        var (start, end) = (_items[index].Start, End(index));
        _pending.Replace(start, end, by);
        for (var i = index + 1; i < Count; i++)
        {
            _items[i].Start += by.Length - (end - start);
        }
    }

    private int Chain(int local, int next)
    {
        while (_nextTemporary.Count <= local)
        {
            _nextTemporary.Add(None);
        }

        _nextTemporary[local] = next;
        return local;
    }

    private void Append(ref int chain, int more)
    {
        if (more == None)
        {
            return;
        }

        var last = more;
        while (_nextTemporary[last] != None)
        {
            last = _nextTemporary[last];
        }

        CollectionsMarshal.AsSpan(_nextTemporary)[last] = chain;
        chain = more;
    }
}
