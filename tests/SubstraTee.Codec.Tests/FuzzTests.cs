using SubstraTee.Primitives;
using SubstraTee.Testing;

namespace SubstraTee.Codec.Tests;

public class FuzzTests
{
    private const int RunsPerSample = 3000;

    [Fact]
    public void Inputs_that_once_mattered_are_replayed()
    {
        var corpus = Path.Combine(Repository.Root, "tests", "SubstraTee.Codec.Tests", "Corpus", "decoders.txt");
        var inputs = File.ReadLines(corpus).Where(line => line.Length > 0 && line[0] != '#').ToList();
        Assert.NotEmpty(inputs);
        foreach (var input in inputs)
        {
            FuzzTargets.Run(Hex.Decode(input.Split(' ')[0]));
        }
    }

    [Fact]
    public void Mutated_inputs_never_break_a_decoder()
    {
        foreach (var sample in FuzzTargets.Samples())
        {
            FuzzTargets.Run(sample);
            var random = new Random(sample[0]);
            for (var run = 0; run < RunsPerSample; run++)
            {
                var input = Mutate(sample, random);
                var broken = Record.Exception(() => FuzzTargets.Run(input));
                Assert.True(broken is null, $"run {run}: {Hex.Encode(input)}: {broken}");
            }
        }

        Assert.Equal(FuzzTargets.Count, FuzzTargets.Samples().Count());
    }

    [Fact]
    public void Random_inputs_never_break_a_decoder()
    {
        var random = new Random(11);
        for (var run = 0; run < 20_000; run++)
        {
            var input = new byte[random.Next(200)];
            random.NextBytes(input);
            var broken = Record.Exception(() => FuzzTargets.Run(input));
            Assert.True(broken is null, $"run {run}: {Hex.Encode(input)}: {broken}");
        }
    }

    private static byte[] Mutate(byte[] sample, Random random)
    {
        var input = sample.ToList();
        for (var edits = random.Next(1, 4); edits > 0 && input.Count > 1; edits--)
        {
            var at = random.Next(1, input.Count);
            switch (random.Next(5))
            {
                case 0:
                    input[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    input[at] = random.Next(2) == 0 ? (byte)0xff : (byte)random.Next(256);
                    break;
                case 2:
                    input.RemoveRange(at, Math.Min(input.Count - at, random.Next(1, 9)));
                    break;
                case 3:
                    input.InsertRange(at, input.GetRange(at, Math.Min(input.Count - at, random.Next(1, 9))));
                    break;
                default:
                    input.Insert(at, (byte)random.Next(256));
                    break;
            }
        }

        return [.. input];
    }
}
