using System.Diagnostics.CodeAnalysis;

namespace SubstraTee.Wasm.Compiled;

/// <summary>Compiles one validated function to the common intermediate language, in one walk over its code without recursion.</summary>
/// <remarks>
/// What makes the code safe, as nothing verifies it afterwards: types and heights come from validation; every memory address
/// is computed in 64 bits from an unsigned 32-bit one and compared with the length before it is used, and the length is
/// read anew after whatever may change it; what is called comes out of records, whose addresses only tables, imports and
/// the instance's own block hold; local variables start as zero.
/// </remarks>
[RequiresDynamicCode("Generates code.")]
internal sealed partial class FunctionCompiler
{
    // Arguments on the machine's stack at a call, and the largest expression above them.
    private const int MaxStack = CompileLimits.MaxArguments + 512;

    private const int Record = 0;
    private const int Units = 1;

    private readonly Module _module;
    private readonly ModuleContent _content;
    private readonly InstanceLayout _layout;
    private readonly ValidatedFunction _function;
    private readonly bool _isMetered;
    private readonly MethodWriter _method;
    private readonly IlBuffer _code;
    private readonly OperandStack _stack;
    private readonly HiddenZero _zero;
    private readonly ValueKind[] _variables;

    // Distance of the function's record behind the instance's context, which is where all of the instance is reached from.
    private readonly int _recordOffset;

    private readonly int _loops;
    private readonly HashSet<int> _callees = [];
    private int _store = -1;
    private int _nextFuelBlock;
    private int _nextBlock;
    private int _nextDeadRange;
    private bool _isLive = true;

    private FunctionCompiler(Module module, int number)
    {
        _module = module;
        _content = module.Content;
        _layout = module.Layout;
        _function = _content.Functions[number];
        _isMetered = module.Engine.Options.Metered;
        _recordOffset = checked(_layout.Functions + (number * RecordOffsets.FunctionSize));
        _variables = VariablesOf(_function);
        _loops = CompileLimits.LoopsOf(_function);
        _method = new MethodWriter(
            $"wasm function {_function.Index}", IlTypes.OfResult(_function.Type), SignatureCode.ArgumentsOf(_function.Type));
        _code = _method.Code;
        _zero = new HiddenZero(_function.Traits, RecordOffsets.InstanceZero - _recordOffset);
        _stack = new OperandStack(_method, _zero);
        _extents = new ulong[_variables.Length];
        _extentEpochs = new int[_variables.Length];
    }

    /// <summary>The function's code, or null when it is too large to be compiled well.</summary>
    public static CompiledFunction? Compile(Module module, int number)
    {
        var function = module.Content.Functions[number];
        return CompileLimits.Allow(function) ? new FunctionCompiler(module, number).Run() : null;
    }

    private static ValueKind[] VariablesOf(ValidatedFunction function)
    {
        var types = new ValueKind[function.Type.Parameters.Length + function.LocalCount];
        function.Type.Parameters.CopyTo(types);
        var next = function.Type.Parameters.Length;
        foreach (var run in function.Locals)
        {
            types.AsSpan(next, run.Count).Fill(run.Type);
            next += run.Count;
        }

        return types;
    }

    private CompiledFunction? Run()
    {
        WritePrologue();
        var reader = new WasmReader(_content.Bytes, _function.CodeStart, _function.CodeEnd);
        OpenBody();
        while (_depth > 0)
        {
            SkipDeadCode(ref reader);
            ChargeAt(reader.Position);
            Instruction(ref reader, reader.Opcode());
            if (IsTooLarge)
            {
                return null;
            }
        }

        WriteTypedBlocks();
        WriteNaNBlocks();
        WriteTrapBlocks();
        if (IsTooLarge)
        {
            return null;
        }

        var signature = SignatureCode.Of(_module.Signatures[_content.FunctionTypeIndices[_function.Index]]);
        return new CompiledFunction(_method.Finish(MaxStack), signature, Size.Work, [.. _callees]);
    }

    private MethodSize Size => new(
        _code.Length, _code.Instructions + _stack.Instructions, _method.BlockCount, _method.LocalCount + ParameterCount,
        _code.LocalReferences + _stack.LocalReferences, _loops);

    private bool IsTooLarge => _isRefused || !CompileLimits.Allow(Size);

    private void WritePrologue()
    {
        for (var i = _function.Type.Parameters.Length; i < _variables.Length; i++)
        {
            _method.DeclareLocal(IlTypes.Of(_variables[i]));
        }

        // Units come first: a call that has none left costs no fuel.
        _code.LoadArgument(Units);
        _code.Constant((long)_function.StackUnits);
        _code.Op(IlOp.Sub);
        _code.StoreArgument(Units);
        _code.LoadArgument(Units);
        _code.Constant(0L);
        _method.Branch(IlOp.Blt, TrapLabel(TrapCode.CallStackExhausted));
        if (_isMetered)
        {
            _store = _method.DeclareLocal(IlTypes.Int64);
            LoadFromInstance(RecordOffsets.InstanceStore);
            _code.StoreLocal(_store);
            _fuel = _method.DeclareLocal(IlTypes.Int64);
        }

        if (!CompileLimits.FrameIsBounded(_function))
        {
            WriteStackCheck();
        }

        if (_function.Traits.HasFlag(FunctionTraits.UsesMemory))
        {
            WriteMemoryPrologue();
        }
    }

    // By the address of a variable in this frame.
    private void WriteStackCheck()
    {
        var (here, enough) = (_method.DeclareLocal(IlTypes.Int64), _method.NewLabel());
        _code.LoadLocalAddress(here);
        _code.Op(IlOp.ConvU8);
        LoadStoreAddress(RecordOffsets.StoreNativeEnd);
        _code.Op(IlOp.LdIndI8);
        _method.Branch(IlOp.BgeUn, enough);
        _method.Call(Helpers.NoRoom);
        _code.Op(IlOp.Throw);
        _method.Mark(enough);
    }

    private void SkipDeadCode(ref WasmReader reader)
    {
        var ranges = _function.DeadRanges;
        if (_nextDeadRange < ranges.Length && ranges[_nextDeadRange].Start == reader.Position)
        {
            _isLive = false;
            reader.Position = ranges[_nextDeadRange++].End;
        }
    }

    private void Instruction(ref WasmReader reader, Opcode opcode)
    {
        switch (opcode)
        {
            case <= Opcode.CallIndirect:
                Control(ref reader, opcode);
                break;
            case <= Opcode.TableSet or Opcode.RefNull or Opcode.RefIsNull or Opcode.RefFunc:
                Variable(ref reader, opcode);
                break;
            case <= Opcode.MemoryGrow:
                Memory(ref reader, opcode);
                break;
            case >= Opcode.MemoryInit:
                Bulk(ref reader, opcode);
                break;
            case <= Opcode.F64Const:
                Constant(ref reader, opcode);
                break;
            default:
                Numeric(opcode);
                break;
        }
    }

    private void Constant(ref WasmReader reader, Opcode opcode)
    {
        switch (opcode)
        {
            case Opcode.I32Const:
                _stack.PushConstant(ValueKind.I32, (uint)reader.S32());
                break;
            case Opcode.I64Const:
                _stack.PushConstant(ValueKind.I64, (ulong)reader.S64());
                break;
            case Opcode.F32Const:
                _stack.PushConstant(ValueKind.F32, reader.F32Bits());
                break;
            default:
                _stack.PushConstant(ValueKind.F64, reader.F64Bits());
                break;
        }
    }

    // The instance lies at a fixed distance before the function's record.
    private void LoadInstanceAddress(IlBuffer code, int offset)
    {
        code.LoadArgument(Record);
        code.Advance(offset - _recordOffset);
    }

    private void LoadFromInstance(int offset)
    {
        LoadInstanceAddress(_code, offset);
        _code.Op(IlOp.LdIndI8);
    }

    private void LoadField(int local, int offset)
    {
        _code.LoadLocal(local);
        _code.Advance(offset);
        _code.Op(IlOp.LdIndI8);
    }

    private void LoadStoreAddress(int offset)
    {
        if (_store >= 0)
        {
            _code.LoadLocal(_store);
        }
        else
        {
            LoadFromInstance(RecordOffsets.InstanceStore);
        }

        _code.Advance(offset);
    }
}
