using System.Collections.Immutable;
using System.Diagnostics;

namespace SubstraTee.Cli;

/// <summary>Runs the steps of a demo one after the other, prints each, and stops at the first that does not hold.</summary>
internal sealed class DemoSteps(CliConsole console)
{
    private readonly ImmutableArray<DemoStep>.Builder _steps = ImmutableArray.CreateBuilder<DemoStep>();

    /// <summary>All steps so far.</summary>
    public ImmutableArray<DemoStep> All => _steps.ToImmutable();

    /// <summary>True when every step held, and there was one.</summary>
    public bool Passed => _steps.Count > 0 && _steps.All(step => step.Ok);

    /// <summary>Runs a step.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="act">Does it and says what was proved.</param>
    /// <returns>False when it did not hold.</returns>
    public async Task<bool> RunAsync(string name, Func<Task<string>> act)
    {
        var started = Stopwatch.GetTimestamp();
        bool ok;
        string proved;
        try
        {
            proved = await act().ConfigureAwait(false);
            ok = true;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            proved = fault.Message;
            ok = false;
        }

        var step = new DemoStep(name, ok, Math.Round(Stopwatch.GetElapsedTime(started).TotalSeconds, 3), proved);
        _steps.Add(step);
        console.Talk($"{(ok ? "✓" : console.Alarm("✗"))} {step.Name,-52} {step.Seconds,6:0.00} s  {step.Proved}");
        return ok;
    }
}
