using System.Collections.Immutable;

namespace SubstraTee.Cli;

/// <summary>What a demo came to.</summary>
internal sealed record DemoReport(
    string Schema, string Story, bool Passed, bool Simulated, double Seconds, ImmutableArray<DemoStep> Steps);
