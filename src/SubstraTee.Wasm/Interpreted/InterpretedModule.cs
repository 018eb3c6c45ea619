namespace SubstraTee.Wasm.Interpreted;

/// <summary>The interpreter's code of a module's functions, made at their first call and shared by all instances.</summary>
/// <remarks>Lies in native memory, which lives as long as the module; stores hold the modules of their instances.</remarks>
internal sealed unsafe class InterpretedModule(Module module)
{
    // Functions share blocks, so that many small ones do not each cost a block.
    private const int BlockBytes = 32 << 10;

    // A translator that had to make room for a large function is not kept.
    private const int MaxKeptUnits = 64 << 10;

    private readonly Lock _lock = new();
    private readonly nint[] _functions = new nint[module.Content.Functions.Length];
    private readonly List<NativeBlock> _blocks = [];
    private Translator? _translator;
    private int _blockUsed;

    /// <summary>The code of one of the module's own functions.</summary>
    public InterpretedCode* CodeOf(int number)
    {
        lock (_lock)
        {
            if (_functions[number] == 0)
            {
                _translator ??= new Translator(module);
                _translator.Translate(module.Content.Functions[number]);
                _functions[number] = (nint)Store(_translator.Header, _translator.Code);
                _translator = _translator.Code.Length <= MaxKeptUnits ? _translator : null;
            }

            return (InterpretedCode*)_functions[number];
        }
    }

    private InterpretedCode* Store(InterpretedCode header, ReadOnlySpan<ushort> code)
    {
        var bytes = (sizeof(InterpretedCode) + (code.Length * sizeof(ushort)) + 15) & ~15;
        if (_blocks.Count == 0 || bytes > (int)_blocks[^1].Bytes - _blockUsed)
        {
            _blocks.Add(new NativeBlock((nuint)Math.Max(bytes, BlockBytes)));
            _blockUsed = 0;
        }

        var stored = (InterpretedCode*)((byte*)_blocks[^1].Address + _blockUsed);
        _blockUsed += bytes;
        header.Start = (ushort*)(stored + 1);
        *stored = header;
        code.CopyTo(new Span<ushort>(header.Start, code.Length));
        return stored;
    }
}
