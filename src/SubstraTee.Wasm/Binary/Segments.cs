namespace SubstraTee.Wasm;

/// <summary>When a segment is copied.</summary>
internal enum SegmentMode : byte
{
    /// <summary>At instantiation, then dropped.</summary>
    Active,

    /// <summary>When the code says so.</summary>
    Passive,

    /// <summary>Never: it only declares functions that <c>ref.func</c> may name.</summary>
    Declarative,
}

/// <summary>Bytes for the memory; they lie in the module.</summary>
/// <param name="Mode">When they are copied.</param>
/// <param name="Offset">Where an active one goes.</param>
/// <param name="Start">First byte in the module.</param>
/// <param name="Length">Bytes.</param>
internal readonly record struct DataSegment(SegmentMode Mode, ConstantExpression Offset, int Start, int Length);

/// <summary>References for a table.</summary>
/// <param name="Mode">When they are copied.</param>
/// <param name="Table">The table of an active one.</param>
/// <param name="Offset">Where an active one goes.</param>
/// <param name="Type">Type of the references.</param>
/// <param name="Items">The references.</param>
internal sealed record ElementSegment(SegmentMode Mode, int Table, ConstantExpression Offset, ValueKind Type, ConstantExpression[] Items);
