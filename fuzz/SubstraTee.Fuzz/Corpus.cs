using System.Security.Cryptography;
using SubstraTee.Testing;

namespace SubstraTee.Fuzz;

/// <summary>Inputs that once mattered, one file each: <c>fuzz/corpus/TARGET/NAME.bin</c>.</summary>
public static class Corpus
{
    /// <summary>The inputs kept for a target, in the order of their names.</summary>
    public static IEnumerable<byte[]> Of(IFuzzTarget target)
    {
        var folder = Path.Combine(Repository.Root, "fuzz", "corpus", target.Name);
        return Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, "*.bin").Order(StringComparer.Ordinal).Select(File.ReadAllBytes)
            : [];
    }

    /// <summary>Writes a finding below <c>artifacts</c> and returns the file; whoever mends it moves it to the corpus.</summary>
    public static string Keep(IFuzzTarget target, FuzzFinding finding)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts", "fuzz", target.Name)).FullName;
        var name = Convert.ToHexStringLower(SHA256.HashData(finding.Input))[..16];
        File.WriteAllBytes(Path.Combine(folder, $"{name}.bin"), finding.Input);
        File.WriteAllText(Path.Combine(folder, $"{name}.txt"), finding.Why);
        return Path.Combine(folder, $"{name}.bin");
    }
}
