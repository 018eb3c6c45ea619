namespace SubstraTee.Client;

/// <summary>One thing that was found when a shard was judged.</summary>
/// <param name="Severity">What it means.</param>
/// <param name="Name">Its name in snake case, which keeps its meaning.</param>
/// <param name="Text">What was found, in words.</param>
public sealed record TrustFinding(TrustSeverity Severity, string Name, string Text)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Severity.ToString().ToLowerInvariant()} {Name}: {Text}";
}
