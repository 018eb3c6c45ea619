namespace SubstraTee.Attestation.Files;

/// <summary>A manifest, or a file that it names, cannot be used; the message says which and why.</summary>
public sealed class ManifestException : Exception
{
    /// <summary>Says what is wrong.</summary>
    public ManifestException(string message)
        : base(message)
    {
    }

    /// <summary>Says what is wrong, and what caused it.</summary>
    public ManifestException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
