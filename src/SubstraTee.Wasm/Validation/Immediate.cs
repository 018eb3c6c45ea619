namespace SubstraTee.Wasm;

/// <summary>What follows an opcode in the code.</summary>
internal enum Immediate : byte
{
    None,

    /// <summary>A block type: 33-bit signed LEB128, or a byte that stands for nothing or one result.</summary>
    BlockType,

    /// <summary>One index: of a label, function, local, global, table, data segment or element segment.</summary>
    Index,

    /// <summary>Two indices, in the order of the binary format: type and table, segment and table, table and table.</summary>
    TwoIndices,

    /// <summary>Count, so many labels, and one more.</summary>
    BranchTable,

    /// <summary>Count of types (1), and the type.</summary>
    SelectTypes,

    /// <summary>Logarithm of the alignment, and offset.</summary>
    MemoryArgument,

    /// <summary>One zero byte, for the only memory.</summary>
    ZeroByte,

    /// <summary>Two zero bytes, for the only memory, twice.</summary>
    TwoZeroBytes,

    /// <summary>A data segment, and a zero byte for the only memory.</summary>
    IndexAndZeroByte,

    I32,
    I64,
    F32,
    F64,

    /// <summary>A reference type.</summary>
    ReferenceType,
}
