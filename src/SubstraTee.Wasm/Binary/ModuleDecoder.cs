namespace SubstraTee.Wasm;

/// <summary>Decodes and validates a whole module, section by section; throws <see cref="ModuleException"/>.</summary>
internal sealed partial class ModuleDecoder
{
    private const int CustomSection = 0;

    // The order of sections is not that of their numbers: the data count, 12, comes before the code, 10.
    private static ReadOnlySpan<byte> Order => [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 10];

    private readonly ModuleContent _module;
    private readonly ModuleLimits _limits;
    private readonly HashSet<int> _declaredFunctions = [];
    private int _ownFunctions;
    private int _dataCount = -1;
    private int _namesDataWithoutCountAt = -1;
    private bool _hasCode;

    private ModuleDecoder(byte[] bytes, ModuleLimits limits)
    {
        _module = new ModuleContent { Bytes = bytes };
        _limits = limits;
    }

    /// <summary>Decodes bytes that nobody else can change while this works.</summary>
    public static ModuleContent Decode(byte[] bytes, ModuleLimits limits)
    {
        var decoder = new ModuleDecoder(bytes, limits);
        decoder.Decode();
        return decoder._module;
    }

    private void Decode()
    {
        var reader = new WasmReader(_module.Bytes, 0, _module.Bytes.Length);
        if (!reader.Bytes(Math.Min(4, reader.Remaining)).SequenceEqual("\0asm"u8))
        {
            WasmReader.Malformed(0, reader.Position < 4 ? "unexpected end" : "magic header not detected");
        }

        if (!reader.Bytes(Math.Min(4, reader.Remaining)).SequenceEqual("\u0001\0\0\0"u8))
        {
            WasmReader.Malformed(4, reader.Position < 8 ? "unexpected end" : "unknown binary version");
        }

        var last = 0;
        while (!reader.AtEnd)
        {
            var offset = reader.Position;
            var id = reader.U8();
            if (id >= Order.Length)
            {
                WasmReader.Malformed(offset, $"malformed section id {id}");
            }

            var length = reader.Length("section");
            var section = new WasmReader(_module.Bytes, reader.Position, reader.Position + length);
            if (id != CustomSection)
            {
                if (Order[id] <= last)
                {
                    WasmReader.Malformed(offset, $"unexpected content after last section: section {id} comes twice or too late");
                }

                last = Order[id];
            }

            Section(id, ref section);
            if (!section.AtEnd)
            {
                WasmReader.Malformed(section.Position, "section size mismatch");
            }

            reader.Position += length;
        }

        Finish(reader.Position);
    }

    private void Section(int id, ref WasmReader reader)
    {
        switch (id)
        {
            case CustomSection:
                Custom(ref reader);
                break;
            case 1:
                Types(ref reader);
                break;
            case 2:
                Imports(ref reader);
                break;
            case 3:
                Functions(ref reader);
                break;
            case 4:
                Tables(ref reader);
                break;
            case 5:
                Memories(ref reader);
                break;
            case 6:
                Globals(ref reader);
                break;
            case 7:
                Exports(ref reader);
                break;
            case 8:
                Start(ref reader);
                break;
            case 9:
                Elements(ref reader);
                break;
            case 10:
                Code(ref reader);
                break;
            case 11:
                Data(ref reader);
                break;
            default:
                _dataCount = reader.Position is var offset && reader.U32() is var count && count <= (uint)_limits.MaxSegments
                    ? (int)count
                    : throw new ModuleException(ModuleErrorKind.LimitExceeded, offset, $"more than {_limits.MaxSegments} data segments");
                break;
        }
    }

    private void Custom(ref WasmReader reader)
    {
        var offset = reader.Position;
        var name = reader.Name(_limits.MaxNameBytes);
        if (_module.CustomSections.Count >= _limits.MaxSegments)
        {
            throw new ModuleException(ModuleErrorKind.LimitExceeded, offset, $"more than {_limits.MaxSegments} custom sections");
        }

        _module.CustomSections.Add(new CustomSectionRange(name, reader.Position, reader.Remaining));
        reader.Bytes(reader.Remaining);
    }

    private void Code(ref WasmReader reader)
    {
        _hasCode = true;
        var offset = reader.Position;
        var count = reader.Count("function bodies", _limits.MaxFunctions);
        if (count != _ownFunctions)
        {
            WasmReader.Malformed(offset, "function and code section have inconsistent lengths");
        }

        var validator = new FunctionValidator(_module, _limits, _declaredFunctions, _dataCount);
        _module.Functions = new ValidatedFunction[count];
        for (var i = 0; i < count; i++)
        {
            var start = reader.Position;
            var length = reader.Length("function body");
            if (length > _limits.MaxFunctionBytes)
            {
                throw new ModuleException(
                    ModuleErrorKind.LimitExceeded, start, $"function of {length} bytes, at most {_limits.MaxFunctionBytes} are allowed");
            }

            var index = _module.ImportedFunctions + i;
            try
            {
                _module.Functions[i] = validator.Validate(index, reader.Position, reader.Position + length);
            }
            catch (ModuleException exception) when (exception.Error.Function < 0)
            {
                var error = exception.Error;
                throw new ModuleException(error.Kind, error.Offset, error.Reason, index);
            }

            reader.Bytes(length);
        }

        _namesDataWithoutCountAt = validator.NamesDataWithoutCountAt;
    }

    private void Data(ref WasmReader reader)
    {
        var offset = reader.Position;
        var count = reader.Count("data segments", _limits.MaxSegments);
        if (_dataCount >= 0 && count != _dataCount)
        {
            WasmReader.Malformed(offset, "data count and data section have inconsistent lengths");
        }

        var segments = new DataSegment[count];
        for (var i = 0; i < count; i++)
        {
            var at = reader.Position;
            var kind = reader.U32();
            if (kind > 2)
            {
                WasmReader.Malformed(at, $"malformed data segment kind {kind}");
            }

            var memory = kind == 2 ? reader.U32() : 0;
            ConstantExpression position = default;
            if (kind != 1)
            {
                if (memory != 0 || _module.Memory is null)
                {
                    throw Invalid(at, $"unknown memory {memory}");
                }

                position = Constant(ref reader, ValueKind.I32);
            }

            var length = reader.Length("data segment");
            segments[i] = new DataSegment(kind == 1 ? SegmentMode.Passive : SegmentMode.Active, position, reader.Position, length);
            reader.Bytes(length);
        }

        _module.Data = segments;
    }

    private void Finish(int end)
    {
        if (!_hasCode && _ownFunctions > 0)
        {
            WasmReader.Malformed(end, "function and code section have inconsistent lengths");
        }

        if (_dataCount > 0 && _module.Data.Length != _dataCount)
        {
            WasmReader.Malformed(end, "data count and data section have inconsistent lengths");
        }

        if (_namesDataWithoutCountAt is >= 0 and var at)
        {
            throw _module.Data.Length > 0
                ? new ModuleException(ModuleErrorKind.Malformed, at, "data count section required")
                : Invalid(at, "unknown data segment");
        }
    }

    private static ModuleException Invalid(int offset, string reason) => new(ModuleErrorKind.Invalid, offset, reason);
}
