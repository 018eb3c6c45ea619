namespace SubstraTee.Node;

/// <summary>Why a node cannot start or go on, in a form that people and programs can act on.</summary>
public sealed class NodeException : Exception
{
    internal NodeException(string code, string what, string why, string tryThis, Exception? inner = null)
        : base($"{code}: {what}: {why}; {tryThis}", inner)
    {
        Code = code;
        What = what;
        Why = why;
        Try = tryThis;
    }

    /// <summary>The code, for example <c>STEE-N0001</c>; it keeps its meaning across releases.</summary>
    public string Code { get; }

    /// <summary>What could not be done.</summary>
    public string What { get; }

    /// <summary>The reason.</summary>
    public string Why { get; }

    /// <summary>What to try.</summary>
    public string Try { get; }
}
