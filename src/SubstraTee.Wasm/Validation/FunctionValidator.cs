using System.Runtime.InteropServices;

namespace SubstraTee.Wasm;

/// <summary>Validates function bodies, one after the other, by the algorithm of the specification's appendix, without recursion.</summary>
internal sealed partial class FunctionValidator(ModuleContent module, ModuleLimits limits, HashSet<int> declaredFunctions, int dataCount)
{
    // Stands for any type below what is known of the stack, in code that cannot be reached.
    private const ValueKind Unknown = default;

    // Marks the outermost frame, whose parameters are locals and no operands.
    private const Opcode FunctionBody = Opcode.Call;

    private const int NoBlock = -1;

    private readonly FunctionType[] _types = module.Types;
    private readonly List<FuelBlock> _fuelBlocks = [];
    private readonly List<ControlBlock> _blocks = [];
    private readonly List<DeadRange> _deadRanges = [];
    private ValueKind[] _stack = new ValueKind[256];
    private Frame[] _frames = new Frame[32];
    private ValueKind[] _locals = new ValueKind[64];
    private int _height;
    private int _depth;
    private int _localCount;
    private int _maxOperands;
    private int _at;
    private long _stepsLeft = 1_000_000L + ((long)limits.MaxValidationStepsPerByte * module.Bytes.Length);
    private int _blockStart;
    private ulong _blockCost;
    private int _deadStart;
    private int _codeStart;
    private FunctionTraits _traits;

    /// <summary>Where a data segment is named though the module has no data count section, or -1.</summary>
    public int NamesDataWithoutCountAt { get; private set; } = -1;

    /// <summary>Validates the body between two offsets.</summary>
    public ValidatedFunction Validate(int index, int start, int end)
    {
        var type = module.TypeOf(index);
        var reader = new WasmReader(module.Bytes, start, end);
        _at = start;
        var runs = ReadLocals(ref reader, type);
        Begin(type, reader.Position);
        while (_depth > 0)
        {
            if (reader.AtEnd)
            {
                WasmReader.Malformed(end, "END opcode expected");
            }

            _at = reader.Position;
            Instruction(ref reader, reader.Opcode());
        }

        if (!reader.AtEnd)
        {
            WasmReader.Malformed(reader.Position, "END opcode expected: code after the last end");
        }

        return new ValidatedFunction
        {
            Index = index,
            Type = type,
            CodeStart = _codeStart,
            CodeEnd = end,
            Locals = runs,
            LocalCount = _localCount - type.Parameters.Length,
            MaxOperands = _maxOperands,
            FuelBlocks = [.. _fuelBlocks],
            Blocks = [.. _blocks],
            DeadRanges = [.. _deadRanges],
            Traits = _traits,
        };
    }

    private void Begin(FunctionType type, int codeStart)
    {
        _fuelBlocks.Clear();
        _blocks.Clear();
        _deadRanges.Clear();
        _height = 0;
        _depth = 0;
        _maxOperands = 0;
        _traits = FunctionTraits.None;
        _codeStart = codeStart;
        _blockStart = codeStart;
        _blockCost = FuelSchedule.EntryCost(_localCount - type.Parameters.Length);
        PushFrame(FunctionBody, type, NoBlock, isLive: true);
    }

    private LocalRun[] ReadLocals(ref WasmReader reader, FunctionType type)
    {
        _localCount = 0;
        foreach (var parameter in type.Parameters)
        {
            AddLocals(1, parameter);
        }

        var runs = new LocalRun[reader.Count("local declarations", limits.MaxLocals)];
        ulong total = 0;
        for (var i = 0; i < runs.Length; i++)
        {
            var offset = reader.Position;
            var count = reader.U32();
            total += count;
            var local = reader.ValueKind();
            if (total > uint.MaxValue)
            {
                WasmReader.Malformed(offset, "too many locals");
            }

            runs[i] = new LocalRun((int)count, local);
        }

        if (total > (ulong)limits.MaxLocals)
        {
            throw new ModuleException(ModuleErrorKind.LimitExceeded, _at, $"{total} locals, at most {limits.MaxLocals} are allowed");
        }

        foreach (var run in runs)
        {
            AddLocals(run.Count, run.Type);
        }

        return runs;
    }

    private void AddLocals(int count, ValueKind type)
    {
        if (_localCount + count > _locals.Length)
        {
            Array.Resize(ref _locals, Math.Max(_locals.Length * 2, _localCount + count));
        }

        _locals.AsSpan(_localCount, count).Fill(type);
        _localCount += count;
    }

    private bool IsLive => _frames[_depth - 1].IsLive;

    private void Push(ValueKind type)
    {
        if (_height == _stack.Length)
        {
            Array.Resize(ref _stack, _stack.Length * 2);
        }

        _stack[_height++] = type;
        if (_height > _maxOperands)
        {
            RaiseMaxOperands();
        }
    }

    private void RaiseMaxOperands()
    {
        if (_height > limits.MaxOperands)
        {
            throw new ModuleException(ModuleErrorKind.LimitExceeded, _at, $"more than {limits.MaxOperands} operands on the stack");
        }

        if (IsLive)
        {
            _maxOperands = _height;
        }
    }

    private ValueKind Pop()
    {
        ref var frame = ref _frames[_depth - 1];
        if (_height > frame.Height)
        {
            return _stack[--_height];
        }

        return frame.Unreachable ? Unknown : throw Invalid("type mismatch: the stack has too few operands");
    }

    private ValueKind Pop(ValueKind expected)
    {
        var actual = Pop();
        if (actual != expected && actual != Unknown && expected != Unknown)
        {
            throw Invalid($"type mismatch: {actual.ToName()} where {expected.ToName()} is expected");
        }

        return actual == Unknown ? expected : actual;
    }

    private void Push(ReadOnlySpan<ValueKind> types)
    {
        Steps(types.Length);
        foreach (var type in types)
        {
            Push(type);
        }
    }

    private void Pop(ReadOnlySpan<ValueKind> types)
    {
        Steps(types.Length);
        for (var i = types.Length - 1; i >= 0; i--)
        {
            Pop(types[i]);
        }
    }

    private void PushFrame(Opcode opcode, FunctionType type, int block, bool isLive)
    {
        if (_depth > limits.MaxNesting)
        {
            throw new ModuleException(ModuleErrorKind.LimitExceeded, _at, $"blocks nested deeper than {limits.MaxNesting}");
        }

        if (_depth == _frames.Length)
        {
            Array.Resize(ref _frames, _frames.Length * 2);
        }

        _frames[_depth++] = new Frame { Opcode = opcode, Type = type, Height = _height, Block = block, IsLive = isLive };
        if (opcode != FunctionBody)
        {
            Push(type.Parameters.AsSpan());
        }
    }

    private Frame PopFrame()
    {
        var frame = _frames[_depth - 1];
        Pop(frame.Type.Results.AsSpan());
        if (_height != frame.Height)
        {
            throw Invalid("type mismatch: operands are left at the end of a block");
        }

        _depth--;
        return frame;
    }

    // What follows can never be reached, so that any operands may be assumed below those that are pushed from here on.
    private void SetUnreachable(int next)
    {
        ref var frame = ref _frames[_depth - 1];
        if (frame.IsLive)
        {
            EndFuelBlock(next);
            _deadStart = next;
        }

        _height = frame.Height;
        frame.Unreachable = true;
        frame.IsLive = false;
    }

    private void EndFuelBlock(int next)
    {
        if (_blockCost > 0)
        {
            _fuelBlocks.Add(new FuelBlock(_blockStart, checked((uint)_blockCost)));
        }

        _blockStart = next;
        _blockCost = 0;
    }

    private void Steps(int count)
    {
        if ((_stepsLeft -= count) < 0)
        {
            throw new ModuleException(ModuleErrorKind.LimitExceeded, _at, "validation takes too many steps for a module of this size");
        }
    }

    private ref ControlBlock Block(int number) => ref CollectionsMarshal.AsSpan(_blocks)[number];

    private ModuleException Invalid(string reason) => new(ModuleErrorKind.Invalid, _at, reason);

    private struct Frame
    {
        public Opcode Opcode;
        public FunctionType Type;
        public int Height;

        // Operands may be assumed below those that are known, since the specification's algorithm knows that nothing gets here.
        public bool Unreachable;

        // Whether control can get to the current instruction, which is never true where Unreachable is.
        public bool IsLive;

        // A branch that can be reached goes to the label.
        public bool IsTargeted;

        // In an else branch: whether the end of the then branch could be reached.
        public bool ThenEndIsReachable;

        // Number of the control block, or NoBlock for the function's body and for blocks that cannot be reached.
        public int Block;

        public readonly ReadOnlySpan<ValueKind> LabelTypes => Opcode == Opcode.Loop ? Type.Parameters.AsSpan() : Type.Results.AsSpan();
    }
}
