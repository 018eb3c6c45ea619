namespace SubstraTee.Codec;

/// <summary>Text or JSON that is no value of the wanted type; the message says which argument, what was expected and what came.</summary>
public sealed class ScaleTextException : FormatException
{
    /// <summary>Takes the whole message.</summary>
    public ScaleTextException(string message)
        : base(message)
    {
    }
}
