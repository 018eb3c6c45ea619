using SubstraTee.Testing;

namespace SubstraTee.Architecture.Tests;

public class PictureTests
{
    [Fact]
    public void Every_project_is_in_the_picture() =>
        Findings.None(
            "projects that nobody drew: add each to tests/SubstraTee.Architecture.Tests/Picture.cs and docs/architecture.md",
            Room.All.Where(room => !Picture.Arrows.ContainsKey(room.Name)).Select(room => room.Project));

    [Fact]
    public void Compiled_assemblies_refer_only_to_rooms_below_them()
    {
        // Enclave programs have one name, and nothing refers to a program.
        var nameOf = Room.All.DistinctBy(room => room.Assembly).ToDictionary(room => room.Assembly, room => room.Name, StringComparer.Ordinal);
        Findings.None(
            "references that the picture does not have (docs/architecture.md)",
            from room in Room.All
            from reference in room.References()
            where nameOf.TryGetValue(reference, out var other) && other != room.Name
                && !(Picture.Arrows.TryGetValue(room.Name, out var allowed) && allowed.Contains(other, StringComparer.Ordinal))
            select $"{room.Name} -> {nameOf[reference]}");
    }

    [Fact]
    public void The_picture_has_no_cycle() =>
        Findings.None(
            "rooms that can reach themselves",
            Picture.Arrows.Keys.Where(room => Reaches(room, room, [])));

    [Fact]
    public void Rooms_of_the_enclave_are_never_referred_to_from_outside()
    {
        // The WebAssembly engine and the host of WebAssembly STFs are no secret of the enclave: tools check and try modules with them.
        var inside = new[] { "Enclave", "Enclave.Program", "Enclave.Counter", "Enclave.Wasm", "Stf", "Stf.Counter", "Ink" };
        var outside = new[] { "Cli", "Client", "Dashboard", "JsonRpc", "JsonRpc.Client", "Node", "Runtime", "Simulation", "Worker" };
        Findings.None(
            "arrows from the untrusted side into the enclave",
            from room in outside from other in Picture.Arrows[room] where inside.Contains(other) select $"{room} -> {other}");
    }

    [Fact]
    public void Nothing_that_is_shipped_refers_to_the_simulation()
    {
        var simulations = new[] { "SubstraTee.Simulation", "substratee-simulator" };
        Findings.None(
            "references to what can forge evidence: only the simulator itself and tests have them",
            from room in Room.All
            where room.Name is not ("Simulation" or "Simulator")
            from reference in room.References()
            where simulations.Contains(reference, StringComparer.Ordinal)
            select $"{room.Name} -> {reference}");
        Assert.DoesNotContain(Picture.Arrows, arrow => arrow.Value.Contains("Simulator", StringComparer.Ordinal));
        Assert.Contains("SubstraTee.Simulation", Room.All.Single(room => room.Name == "Simulator").References());
    }

    [Fact]
    public void The_reader_of_assemblies_sees_references_and_uses()
    {
        var codec = Room.All.Single(room => room.Name == "Codec");
        Assert.Contains("SubstraTee.Primitives", codec.References());
        Assert.Contains(codec.Uses(), use => use is { Type: "System.String", Member: not null });
    }

    private static bool Reaches(string from, string target, HashSet<string> seen) =>
        Picture.Arrows[from].Any(next => next == target || (seen.Add(next) && Reaches(next, target, seen)));
}
