namespace SubstraTee.Cli;

/// <summary>How a command is used, for its help.</summary>
/// <param name="Line">What one types.</param>
/// <param name="Says">What that does.</param>
internal readonly record struct Example(string Line, string Says);
