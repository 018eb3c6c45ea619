namespace SubstraTee.Codec;

/// <summary>Bytes that are not the SCALE encoding of the wanted type.</summary>
/// <remarks>Raised inside decoders; rooms that face untrusted bytes call <c>TryDecode</c>, which turns it into a value.</remarks>
public sealed class ScaleException : FormatException
{
    /// <summary>Names the fault and the offset of the byte where it showed.</summary>
    public ScaleException(ScaleFault fault, int offset)
        : base($"invalid SCALE at byte {offset}: {fault}")
    {
        Fault = fault;
        Offset = offset;
    }

    /// <summary>What is wrong.</summary>
    public ScaleFault Fault { get; }

    /// <summary>Offset of the byte where the fault showed.</summary>
    public int Offset { get; }
}
