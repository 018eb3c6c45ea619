namespace SubstraTee.Cli;

/// <summary>What is wrong with a schema file, and where in it.</summary>
/// <param name="place">The place, for example <c>calls[0].arguments[1].type</c>; empty for the whole file.</param>
/// <param name="why">What is wrong there.</param>
internal sealed class SchemaFault(string place, string why)
    : Exception(place.Length == 0 ? why : $"{place}: {why}")
{
    /// <summary>The place.</summary>
    public string Place { get; } = place;
}
