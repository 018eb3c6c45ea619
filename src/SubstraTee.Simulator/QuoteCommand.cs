using SubstraTee.Attestation;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;
using SubstraTee.Simulation;

namespace SubstraTee.Simulator;

/// <summary><c>quote</c>: evidence and collateral of a simulated machine.</summary>
internal static class QuoteCommand
{
    /// <summary>Gives one line of JSON.</summary>
    /// <exception cref="SimulatorException">The folder cannot be used, or the family has no such fault.</exception>
    public static string Run(SimulatorArguments.Quote quote)
    {
        var folder = new MachineFolder(quote.PlatformFolder);
        using var seed = folder.Seed();
        using var machine = SimulatedHardware.Create(quote.Kind, seed);
        var request = new SimulatedQuoteRequest { Folder = quote.Folder, ReportData = quote.ReportData, Time = quote.At, Faults = quote.Faults };
        try
        {
            var evidence = machine.Quote(request);
            return SimulatorJson.Line(new QuoteDocument(
                "substratee.simulator.quote/1",
                Simulation: true,
                quote.Kind.Text(),
                Hex.Encode(evidence),
                Collateral(folder, machine, request, evidence)?.Items.ToDictionary(item => item.Role, item => Hex.Encode(item.Bytes), StringComparer.Ordinal)));
        }
        catch (ArgumentException impossible)
        {
            throw new SimulatorException(impossible.Message, isUse: true);
        }
    }

    private static CollateralBundle? Collateral(MachineFolder folder, SimulatedHardware machine, SimulatedQuoteRequest request, byte[] evidence)
    {
        var keeps = machine.KeepsCollateral && request.Faults is { ExpiredCollateral: false, Tcb: SimulatedTcb.UpToDate };
        if (keeps && folder.Kept(machine.Kind, request.Time) is { } kept)
        {
            return kept;
        }

        var bundle = machine.Collateral(request, evidence);
        if (keeps && bundle is not null)
        {
            folder.Keep(bundle, request.Time);
        }

        return bundle;
    }
}
