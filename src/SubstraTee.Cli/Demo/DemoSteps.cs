using System.Collections.Immutable;
using System.Diagnostics;

namespace SubstraTee.Cli;

/// <summary>Runs the steps of a demo one after the other, prints each, and stops at the first that does not hold.</summary>
internal sealed class DemoSteps(CliConsole console)
{
    // Many times what the slowest step takes: a step that hangs is a step that does not hold.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly ImmutableArray<DemoStep>.Builder _steps = ImmutableArray.CreateBuilder<DemoStep>();

    /// <summary>All steps so far.</summary>
    public ImmutableArray<DemoStep> All => _steps.ToImmutable();

    /// <summary>True when every step held, and there was one.</summary>
    public bool Passed => _steps.Count > 0 && _steps.All(step => step.Ok);

    /// <summary>Runs a step.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="act">Does it and says what was proved.</param>
    /// <param name="cancellationToken">Ends the demo.</param>
    /// <returns>False when it did not hold, or did not end in time.</returns>
    public async Task<bool> RunAsync(string name, Func<CancellationToken, Task<string>> act, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        var started = Stopwatch.GetTimestamp();
        bool ok;
        string proved;
        try
        {
            proved = await act(limit.Token).WaitAsync(limit.Token).ConfigureAwait(false);
            ok = true;
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            proved = limit.IsCancellationRequested ? $"it did not end within {Limit.TotalSeconds:0} seconds" : fault.Message;
            ok = false;
        }

        var step = new DemoStep(name, ok, Math.Round(Stopwatch.GetElapsedTime(started).TotalSeconds, 3), proved);
        _steps.Add(step);
        console.Talk($"{(ok ? "✓" : console.Alarm("✗"))} {step.Name,-52} {step.Seconds,6:0.00} s  {step.Proved}");
        return ok;
    }
}
