using System.Security.Cryptography;
using System.Text;
using SubstraTee.Codec;
using SubstraTee.Enclave.Protocol;

namespace SubstraTee.Worker;

/// <summary>Measures an enclave's folder from outside, as anyone can who has the files.</summary>
/// <remarks>docs/protocol.md, section 2, "Measurement of the measured set"; the enclave and eng/measure.sh come to the same.</remarks>
public static class EnclaveFolder
{
    /// <summary>Lists what was published; describes the measurement and so is not part of it.</summary>
    public const string DescriptionFile = "measurement.json";

    /// <summary>The measurement of all files of a folder, 32 bytes.</summary>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder must not be read.</exception>
    public static byte[] Measure(string folder)
    {
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(path => (Name: Encoding.UTF8.GetBytes(Path.GetRelativePath(folder, path)), Path: path))
            .Where(file => !file.Name.AsSpan().SequenceEqual("measurement.json"u8))
            .OrderBy(file => file.Name, Comparer<byte[]>.Create((left, right) => left.AsSpan().SequenceCompareTo(right)))
            .ToList();
        var writer = new ScaleWriter(4096);
        writer.WriteRaw(DomainTag.Measurement.Bytes);
        writer.WriteCompact((uint)files.Count);
        foreach (var (name, path) in files)
        {
            using var content = File.OpenRead(path);
            Scale.Bytes.Write(writer, name);
            writer.WriteU64((ulong)content.Length);
            writer.WriteRaw(SHA256.HashData(content));
        }

        return SHA256.HashData(writer.WrittenSpan);
    }
}
