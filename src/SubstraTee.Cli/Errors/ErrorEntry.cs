namespace SubstraTee.Cli;

/// <summary>What is known of an error before it happens.</summary>
/// <param name="Code">Its code, which keeps its meaning across releases.</param>
/// <param name="Exit">The exit code of the program.</param>
/// <param name="Title">What happened, in one sentence.</param>
/// <param name="Meaning">What it means, for its entry in docs/errors.md.</param>
/// <param name="Try">What to try when the place that reports it does not know better.</param>
internal sealed record ErrorEntry(string Code, int Exit, string Title, string Meaning, string Try);
