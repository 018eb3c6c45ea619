namespace SubstraTee.Enclave;

/// <summary>The opened requests of an import, in order; disposing them forgets their secrets.</summary>
internal sealed class OpenedCalls(int capacity) : List<OpenedCall>(capacity), IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => ForEach(one => one.Dispose());
}
