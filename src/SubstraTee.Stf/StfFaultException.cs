namespace SubstraTee.Stf;

/// <summary>The function itself failed: it can neither apply nor refuse the call, which leaves no trace but its nonce.</summary>
/// <param name="code">What happened; 0 for a fault of C# code, a WebAssembly module's trap otherwise.</param>
/// <param name="message">For whoever debugs the function; never published.</param>
public sealed class StfFaultException(byte code, string message) : Exception(message)
{
    /// <summary>The code of any fault of C# code.</summary>
    public const byte Unspecified = 0;

    /// <summary>What happened.</summary>
    public byte Code { get; } = code;
}
