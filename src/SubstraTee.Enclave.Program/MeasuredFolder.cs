using System.Security.Cryptography;
using System.Text;
using SubstraTee.Codec;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;

namespace SubstraTee.Enclave.Program;

/// <summary>Measures a published enclave folder, as the simulated platform and anyone who checks a build do.</summary>
/// <remarks>docs/protocol.md, section 2, "Measurement of the measured set".</remarks>
public static class MeasuredFolder
{
    /// <summary>Lists what was published; describes the measurement and so is not part of it.</summary>
    public const string DescriptionFile = "measurement.json";

    /// <summary>The measurement of all files of a folder.</summary>
    public static Measurement Measure(string folder)
    {
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(path => (Name: Path.GetRelativePath(folder, path).Replace('\\', '/'), Path: path))
            .Where(file => file.Name != DescriptionFile)
            .OrderBy(file => file.Name, Utf8Order.Instance)
            .ToList();
        var writer = new ScaleWriter(4096);
        writer.WriteRaw(DomainTag.Measurement.Bytes);
        writer.WriteCompact((uint)files.Count);
        foreach (var (name, path) in files)
        {
            using var content = File.OpenRead(path);
            Scale.Str.Write(writer, name);
            writer.WriteU64((ulong)content.Length);
            writer.WriteRaw(SHA256.HashData(content));
        }

        return new Measurement(MeasurementFamily.Simulated, SHA256.HashData(writer.WrittenSpan));
    }

    private sealed class Utf8Order : IComparer<string>
    {
        public static Utf8Order Instance { get; } = new();

        public int Compare(string? x, string? y) =>
            Encoding.UTF8.GetBytes(x ?? string.Empty).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(y ?? string.Empty));
    }
}
