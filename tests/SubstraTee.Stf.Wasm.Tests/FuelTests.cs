using System.Globalization;
using System.Text.RegularExpressions;
using SubstraTee.Testing;
using SubstraTee.Wasm;

namespace SubstraTee.Stf.Wasm.Tests;

/// <summary>Host functions cost what the table in docs/wasm-stf.md says.</summary>
public partial class FuelTests
{
    private const int Bytes = 240;

    // Arguments that make each function work on so many bytes.
    private static readonly Dictionary<string, long[]> Arguments = new(StringComparer.Ordinal)
    {
        ["input_length"] = [],
        ["input_read"] = [0, 0, Bytes],
        ["caller"] = [0],
        ["output"] = [0, Bytes],
        ["state_get"] = [0, 1, 64, Bytes],
        ["state_contains"] = [0, 1],
        ["state_set"] = [0, 1, 64, Bytes],
        ["state_remove"] = [0, 1],
        ["block_number"] = [],
        ["block_time_ms"] = [],
        ["emit_event"] = [0, Bytes],
        ["hash_blake2b_256"] = [0, Bytes, 0],
        ["hash_sha2_256"] = [0, Bytes, 0],
        ["hash_keccak_256"] = [0, Bytes, 0],
    };

    [Fact]
    public void Every_function_is_in_the_table_with_what_it_costs()
    {
        var rows = File.ReadAllLines(Path.Combine(Repository.Root, "docs", "wasm-stf.md"))
            .Select(line => Row().Match(line)).Where(match => match.Success).ToList();
        Assert.Equal(
            StfHost.Functions.Keys.Order(StringComparer.Ordinal),
            rows.Select(row => row.Groups["name"].Value).Order(StringComparer.Ordinal));
        foreach (var row in rows)
        {
            var name = row.Groups["name"].Value;
            var wanted = Number(row, "base")
                + (row.Groups["divisor"].Success ? Bytes / Number(row, "divisor") : 0)
                + (row.Groups["factor"].Success ? Bytes * Number(row, "factor") : 0)
                + (row.Groups["whole"].Success ? Bytes : 0);
            Assert.Equal((name, (ulong)wanted), (name, Cost(name)));
        }
    }

    private static long Number(Match row, string group) => long.Parse(row.Groups[group].Value, CultureInfo.InvariantCulture);

    private static ulong Cost(string name)
    {
        var state = new TestState();
        state.Set([0], new byte[Bytes]);
        var module = StfModule.Of(module =>
        {
            var code = module.Call(name, Arguments[name]);
            return (StfHost.Functions[name].Results.Length > 0 ? code.Add(Opcode.Drop) : code).Constant(0);
        });
        var run = Run.Call(module, new byte[Bytes], state);
        Assert.Equal("applied", run.Ended);
        // Constants cost 1 each, the call 4.
        return run.Fuel - (ulong)Arguments[name].Length - 4 - 1;
    }

    [GeneratedRegex(
        @"^\| `(?<name>\w+)` \| `[^`]*` \| (?<base>\d+)( \+ (length / (?<divisor>\d+)|(?<factor>\d+) · length|(?<whole>length)))? \|",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Row();
}
