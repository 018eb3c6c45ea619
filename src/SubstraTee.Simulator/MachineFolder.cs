using System.Security.Cryptography;
using SubstraTee.Attestation;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;

namespace SubstraTee.Simulator;

/// <summary>A folder that is one simulated machine: its keys come from a seed in it, and its collateral is kept there.</summary>
/// <param name="path">The folder, which may be the enclave's platform folder.</param>
internal sealed class MachineFolder(string path)
{
    private const string SeedFile = "machine.secret";
    private const int SeedLength = 32;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    // Statements of the simulated vendors count for 30 days; half of that is early enough for the next one.
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(15);

    /// <summary>The machine's seed, made at first.</summary>
    /// <exception cref="SimulatorException">The folder cannot be used.</exception>
    public SecretBytes Seed()
    {
        var file = Path.Combine(path, SeedFile);
        return Use(() =>
        {
            Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute);
            if (!File.Exists(file))
            {
                Write(file, RandomNumberGenerator.GetBytes(SeedLength));
            }

            var bytes = File.ReadAllBytes(file);
            return bytes.Length == SeedLength
                ? new SecretBytes(bytes)
                : throw new SimulatorException($"{file} has {bytes.Length} bytes instead of {SeedLength}: remove it for a new machine", isUse: false);
        });
    }

    /// <summary>The collateral that was kept for a kind and still counts at a time, or null.</summary>
    public CollateralBundle? Kept(EvidenceKind kind, DateTimeOffset at) => Use(() =>
    {
        var file = FileOf(kind);
        return File.Exists(file)
            && (at - new DateTimeOffset(File.GetLastWriteTimeUtc(file))).Duration() < KeptFor
            && CollateralBundle.TryRead(File.ReadAllBytes(file), out var bundle)
                ? bundle
                : null;
    });

    /// <summary>Keeps collateral: as a vendor does, the same statement is served until there is a new one.</summary>
    public void Keep(CollateralBundle bundle, DateTimeOffset at) => Use(() =>
    {
        var file = FileOf(bundle.Kind);
        Write(file, CollateralBundle.Codec.Encode(bundle));
        File.SetLastWriteTimeUtc(file, at.UtcDateTime);
        return file;
    });

    private string FileOf(EvidenceKind kind) => Path.Combine(path, $"collateral-{kind.Text()}");

    // Written whole under another name first: two calls at a time must not meet half a file.
    private static void Write(string file, byte[] content)
    {
        var temporary = $"{file}.{Environment.ProcessId}.new";
        using (var stream = new FileStream(
            temporary, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = OwnerOnly }))
        {
            stream.Write(content);
        }

        File.Move(temporary, file, overwrite: true);
    }

    private T Use<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new SimulatorException($"the platform folder {path} cannot be used: {fault.Message}", isUse: false);
        }
    }
}
