namespace SubstraTee.Substrate;

/// <summary>Bytes that are not metadata that can be used.</summary>
public sealed class MetadataException : FormatException
{
    /// <summary>Names the fault.</summary>
    public MetadataException(MetadataFault fault, string message, Exception? inner = null)
        : base(message, inner) => Fault = fault;

    /// <summary>What is wrong.</summary>
    public MetadataFault Fault { get; }
}
