using System.Text;
using System.Text.Json.Nodes;
using SubstraTee.Primitives;
using SubstraTee.Testing;

namespace SubstraTee.Trie.Tests;

/// <summary>Compares with smoldot's trie, compiled to WebAssembly in an npm package.</summary>
public class SmoldotTests
{
    [NpmFact("trie")]
    public async Task Roots_of_random_states_are_those_of_smoldot()
    {
        var states = Enumerable.Range(71, 12).Select(RandomState).ToArray();
        var jobs = states.SelectMany(state => new[] { RootJob(state, StateVersion.V0), RootJob(state, StateVersion.V1) });
        var answers = await RunAsync(jobs);
        var expected = states.SelectMany(s => new[] { s.Snapshot().Root(StateVersion.V0), s.Snapshot().Root(StateVersion.V1) });
        Assert.Equal(expected, answers.Select(a => Hash256.Parse(a!.GetValue<string>())));
    }

    [NpmFact("trie")]
    public async Task Our_read_proofs_are_read_by_smoldot()
    {
        var states = Enumerable.Range(91, 6).Select(RandomState).ToArray();
        var keys = states.Select(s => s.Keys().Where((_, i) => i % 9 == 0).ToArray()).ToArray();
        var jobs = states.Select((state, i) => new JsonObject
        {
            ["job"] = "decode",
            ["root"] = state.Root(Version(i)).ToString(),
            ["nodes"] = Hexes(ReadProof.Create(state, keys[i], Version(i))),
        });
        var answers = await RunAsync(jobs);
        for (var i = 0; i < states.Length; i++)
        {
            var read = answers[i]!.AsArray().ToDictionary(
                e => e![0]!.GetValue<string>(), e => e![1]!.GetValue<string>(), StringComparer.Ordinal);
            foreach (var key in keys[i])
            {
                Assert.True(states[i].TryGet(key, out var value));
                Assert.Equal(Hex.Encode(value.Span), read[Hex.Encode(key)]);
            }
        }
    }

    [NpmFact("trie")]
    public async Task Nodes_made_by_smoldot_are_read_by_us()
    {
        var states = Enumerable.Range(111, 6).Select(RandomState).ToArray();
        var answers = await RunAsync(states.Select(state => new JsonObject
        {
            ["job"] = "update",
            ["nodes"] = new JsonArray(),
            ["updates"] = Entries(state),
        }));
        for (var i = 0; i < states.Length; i++)
        {
            var root = Hash256.Parse(answers[i]![0]!.GetValue<string>());
            var nodes = answers[i]![1]!.AsArray().Select(n => Hex.Decode(n!.GetValue<string>())).ToArray();
            Assert.True(VerifiedState.TryOpen(root, nodes, ProofLimits.Default, out var state, out var error), error.ToString());
            Assert.True(state.TryReadPrefix([], int.MaxValue, out var entries, out error), error.ToString());
            Assert.Equal(
                states[i].Entries().Select(e => (Hex.Encode(e.Key), Hex.Encode(e.Value.Span))),
                entries.Select(e => (Hex.Encode(e.Key), Hex.Encode(e.Value.Span))));
        }
    }

    private static StateVersion Version(int number) => number % 2 == 0 ? StateVersion.V0 : StateVersion.V1;

    private static StateTrie RandomState(int seed)
    {
        var random = new Random(seed);
        var trie = new StateTrie();
        var model = Model.New();
        for (var i = 0; i < seed * 4; i++)
        {
            Model.Step(random, trie, model);
        }

        return trie;
    }

    private static JsonObject RootJob(StateTrie state, StateVersion version) => new()
    {
        ["job"] = "root",
        ["entries"] = Entries(state),
        ["version"] = (int)version,
    };

    private static JsonArray Entries(StateTrie state) =>
        [.. state.Entries().Select(e => (JsonNode)new JsonArray(Hex.Encode(e.Key), Hex.Encode(e.Value.Span)))];

    private static JsonArray Hexes(IEnumerable<byte[]> values) => [.. values.Select(v => (JsonNode)Hex.Encode(v))];

    private static async Task<JsonNode?[]> RunAsync(IEnumerable<JsonObject> jobs)
    {
        var input = new StringBuilder();
        foreach (var job in jobs)
        {
            input.Append(job.ToJsonString()).Append('\n');
        }

        var output = await Npm.RunAsync("trie", "compare.mjs", input.ToString());
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line =>
        {
            var answer = JsonNode.Parse(line)!.AsObject();
            Assert.True(answer.ContainsKey("result"), line);
            return answer["result"];
        })];
    }
}
