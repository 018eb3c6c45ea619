namespace SubstraTee.Wasm;

internal sealed partial class ModuleDecoder
{
    private void Elements(ref WasmReader reader)
    {
        var segments = new ElementSegment[reader.Count("element segments", _limits.MaxSegments)];
        for (var i = 0; i < segments.Length; i++)
        {
            segments[i] = Element(ref reader);
        }

        _module.Elements = segments;
    }

    // The kind's bits (section 5.5.12): 0 passive or declarative, 1 table named or declarative, 2 expressions instead of indices.
    private ElementSegment Element(ref WasmReader reader)
    {
        var start = reader.Position;
        var kind = reader.U32();
        if (kind > 7)
        {
            WasmReader.Malformed(start, $"malformed elements segment kind {kind}");
        }

        var mode = (kind & 1) == 0 ? SegmentMode.Active : (kind & 2) == 0 ? SegmentMode.Passive : SegmentMode.Declarative;
        var table = mode == SegmentMode.Active && (kind & 2) != 0 ? reader.U32() : 0;
        if (mode == SegmentMode.Active && table >= (uint)_module.Tables.Count)
        {
            throw Invalid(start, $"unknown table {table}");
        }

        var offset = mode == SegmentMode.Active ? Constant(ref reader, ValueKind.I32) : default;
        var type = (kind & 3) == 0 ? ValueKind.FuncRef : (kind & 4) != 0 ? reader.ReferenceType() : ElementKind(ref reader);
        if (mode == SegmentMode.Active && _module.Tables[(int)table].Element != type)
        {
            throw Invalid(start, $"type mismatch: {type.ToName()} for a table of {_module.Tables[(int)table].Element.ToName()}");
        }

        var items = new ConstantExpression[reader.Count("elements", int.MaxValue)];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = (kind & 4) != 0 ? Constant(ref reader, type) : FunctionConstant(FunctionIndex(ref reader));
        }

        return new ElementSegment(mode, (int)table, offset, type, items);
    }

    private static ValueKind ElementKind(ref WasmReader reader)
    {
        var offset = reader.Position;
        if (reader.U8() != 0)
        {
            WasmReader.Malformed(offset, "malformed element kind");
        }

        return ValueKind.FuncRef;
    }

    private ConstantExpression FunctionConstant(int index)
    {
        _declaredFunctions.Add(index);
        return new ConstantExpression(ConstantKind.Function, ValueKind.FuncRef, (uint)index);
    }

    // A constant expression of version 2.0 that gives one value is one instruction; more of them are a type error.
    private ConstantExpression Constant(ref WasmReader reader, ValueKind expected)
    {
        var start = reader.Position;
        ConstantExpression? value = null;
        while (true)
        {
            var at = reader.Position;
            var opcode = reader.Opcode();
            if (opcode == Opcode.End)
            {
                break;
            }

            var next = ConstantInstruction(ref reader, opcode, at);
            value = value is null ? next : throw Invalid(at, "type mismatch: a constant expression gives one value");
        }

        return value is { } constant && constant.Type == expected
            ? constant
            : throw Invalid(start, $"type mismatch: a constant {expected.ToName()} is expected");
    }

    private ConstantExpression ConstantInstruction(ref WasmReader reader, Opcode opcode, int at)
    {
        switch (opcode)
        {
            case Opcode.I32Const:
                return new(ConstantKind.Number, ValueKind.I32, (uint)reader.S32());
            case Opcode.I64Const:
                return new(ConstantKind.Number, ValueKind.I64, (ulong)reader.S64());
            case Opcode.F32Const:
                return new(ConstantKind.Number, ValueKind.F32, reader.F32Bits());
            case Opcode.F64Const:
                return new(ConstantKind.Number, ValueKind.F64, reader.F64Bits());
            case Opcode.RefNull:
                return new(ConstantKind.Null, reader.ReferenceType(), 0);
            case Opcode.RefFunc:
                return FunctionConstant(FunctionIndex(ref reader));
            case Opcode.GlobalGet:
                var index = reader.U32();
                if (index >= (uint)_module.ImportedGlobals)
                {
                    throw Invalid(at, $"unknown global {index}");
                }

                var type = _module.Globals[(int)index];
                return type.Mutable ? throw Invalid(at, "constant expression required") : new(ConstantKind.Global, type.Value, index);
            default:
                throw Invalid(at, "constant expression required");
        }
    }
}
