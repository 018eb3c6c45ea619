using SubstraTee.Attestation;
using SubstraTee.Primitives;
using SubstraTee.Simulation;

namespace SubstraTee.Simulator;

/// <summary><c>roots</c> and <c>registers</c>: what a shard's policy or a verifier names to take simulated evidence.</summary>
internal static class RootsCommand
{
    /// <summary>The test roots in the file form of trust anchors, one line of JSON.</summary>
    public static string Roots() => SimulatorJson.Line(new RootsDocument(
        Version: 1,
        Class: "test",
        [.. SimulatedHardware.Roots().Select(root => new RootDocument(
            root.Role.Text(),
            $"{root.Name}: anybody can forge what it vouches for",
            "substratee-simulator",
            Hex.Encode(root.Key.AsSpan()),
            root.ImplementationId.IsEmpty ? null : Hex.Encode(root.ImplementationId.AsSpan()),
            root.InstanceId.IsEmpty ? null : Hex.Encode(root.InstanceId.AsSpan())))]));

    /// <summary>Who measures enclaves, one line of JSON.</summary>
    public static string Registers()
    {
        using var any = new SecretBytes(new byte[32]);
        var registers = new List<RegisterDocument>();
        foreach (var kind in EvidenceKinds.All)
        {
            using var machine = SimulatedHardware.Create(kind, any);
            registers.AddRange(machine.Firmware.Select(rule => new RegisterDocument(kind.Text(), rule.Name, Hex.Encode(rule.Value.AsSpan()))));
        }

        return SimulatorJson.Line(new RegistersDocument("substratee.simulator.registers/1", Simulation: true, [.. registers]));
    }
}
