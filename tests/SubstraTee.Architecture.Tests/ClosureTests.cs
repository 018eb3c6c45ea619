using SubstraTee.Testing;

namespace SubstraTee.Architecture.Tests;

public class ClosureTests
{
    private static IEnumerable<Room> Closure => Room.All.Where(room => Picture.Closure.Contains(room.Name));

    private static IEnumerable<Room> PureClosure => Closure.Where(room => !Picture.Pumps.Contains(room.Name));

    [Fact]
    public void Projects_of_the_closure_say_so() =>
        Findings.None(
            "projects that must set <Closure>true</Closure>",
            PureClosure.Where(room => !room.MarkedAsClosure).Select(room => room.Project));

    [Fact]
    public void Compiled_closure_uses_no_file_network_clock_environment_thread_or_randomness()
    {
        var banned = new BannedSymbols();
        Findings.None(
            "uses of what eng/BannedSymbols.Closure.txt forbids",
            from room in PureClosure from use in banned.Among(room.Uses()) select $"{room.Name}: {use}");
    }

    [Fact]
    public void Banned_symbols_are_recognised_in_compiled_code()
    {
        UsedSymbol[] uses =
        [
            new("System.IO.File", "ReadAllBytes"), new("System.Net.Sockets.Socket", null), new("System.DateTime", "get_UtcNow"),
            new("System.Threading.Tasks.Task`1", null), new("System.Guid", "NewGuid"), new("System.Environment", "get_MachineName"),
            new("System.Environment", "get_CurrentManagedThreadId"), new("System.DateTime", "get_Ticks"), new("System.Guid", "Parse"),
            new("System.IO.FileNotFoundException", ".ctor"), new("System.Environment", null),
        ];

        var found = new BannedSymbols().Among(uses).Select(use => use.ToString());

        Assert.Equal(
            [
                "System.IO.File.ReadAllBytes", "System.Net.Sockets.Socket", "System.DateTime.get_UtcNow",
                "System.Threading.Tasks.Task`1", "System.Guid.NewGuid", "System.Environment.get_MachineName",
            ],
            found);
    }

    // Row 14 of the fault list: a production enclave cannot mint evidence for itself.
    [Fact]
    public void No_verifier_and_no_room_of_the_closure_knows_the_simulation()
    {
        Assert.DoesNotContain("Simulation", Picture.Closure);
        Findings.None(
            "assemblies of the closure that refer to the simulation",
            from room in Closure
            where room.References().Contains("SubstraTee.Simulation", StringComparer.Ordinal)
            select room.Name);
    }

    [Fact]
    public void The_closure_is_built_on_the_base_class_library_alone() =>
        Findings.None(
            "packages inside the enclave's closure",
            from room in Closure
            from reference in room.References()
            where !reference.StartsWith("System", StringComparison.Ordinal)
                && !reference.StartsWith("SubstraTee.", StringComparison.Ordinal)
            select $"{room.Name}: {reference}");

    [Fact]
    public void Native_code_is_called_from_the_rooms_made_for_it() =>
        Findings.None(
            "native methods outside of their rooms",
            from room in Room.All
            where !Picture.NativeCallers.Contains(room.Name)
            from method in room.NativeMethods()
            select $"{room.Name}: {method}");

    [Fact]
    public void Native_methods_are_found_where_they_are() =>
        Assert.NotEmpty(Room.All.Single(room => room.Name == "Crypto").NativeMethods());
}
