using System.Runtime.InteropServices;

namespace SubstraTee.Cli;

/// <summary>Turns Ctrl+C and SIGTERM into a cancellation, once; the second one ends the program at once.</summary>
/// <remarks>
/// A child of this program also stops when its stdin ends, so that it never outlives its parent, however that one ended.
/// </remarks>
internal sealed class StopSignals : IDisposable
{
    /// <summary>Set to 1, the end of stdin is a signal too.</summary>
    public const string StdinVariable = "SUBSTRATEE_STOP_WITH_STDIN";

    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;

    public StopSignals(bool withStdin)
    {
        _registrations =
            [PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop)];
        if (withStdin)
        {
            new Thread(WaitForStdin) { IsBackground = true }.Start();
        }
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _source.Dispose();
    }

    private void Stop(PosixSignalContext signal)
    {
        if (!_source.IsCancellationRequested)
        {
            signal.Cancel = true;
            _source.Cancel();
        }
    }

    private void WaitForStdin()
    {
        using var input = Console.OpenStandardInput();
        while (input.ReadByte() >= 0)
        {
            // Only its end says something.
        }

        try
        {
            _source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The program is at its end already.
        }
    }
}
