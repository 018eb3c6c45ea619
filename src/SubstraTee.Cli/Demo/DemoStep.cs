namespace SubstraTee.Cli;

/// <summary>A step of a demo: what was to be proved, whether it held, how long it took.</summary>
internal sealed record DemoStep(string Name, bool Ok, double Seconds, string Proved);
