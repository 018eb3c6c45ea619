using System.Diagnostics;
using System.Security.Cryptography;
using SubstraTee.Codec;
using SubstraTee.Crypto;
using SubstraTee.Primitives;

namespace SubstraTee.Enclave.Program;

/// <summary>SIMULATED: a folder plays the hardware. It gives no confidentiality; everything that shows it says so.</summary>
/// <remarks>The folder's root secret stands for the fuses of one machine: another folder is another machine.</remarks>
internal sealed class SimulatedPlatform : IEnclavePlatform, IDisposable
{
    private const string RootSecretFile = "root.secret";
    private const int SecretLength = 32;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private SimulatedPlatform(Measurement measurement, SecretBytes sealingKey)
    {
        Measurement = measurement;
        SealingKey = sealingKey;
    }

    /// <inheritdoc/>
    public bool IsSimulated => true;

    /// <inheritdoc/>
    public Measurement Measurement { get; }

    /// <inheritdoc/>
    public SecretBytes SealingKey { get; }

    /// <inheritdoc/>
    public ulong MonotonicMs => (ulong)(Stopwatch.GetTimestamp() / (Stopwatch.Frequency / 1000));

    /// <summary>Opens a platform folder, making its root secret at first.</summary>
    /// <exception cref="PlatformException">The folder or its secret cannot be used.</exception>
    public static SimulatedPlatform Open(string folder, Measurement measurement)
    {
        using var root = RootSecret(folder);
        var salt = Scale.Measurement.Encode(measurement);
        return new SimulatedPlatform(measurement, Hkdf.Derive(root, salt, "substratee/sealing/1", SecretLength));
    }

    /// <inheritdoc/>
    public void FillRandom(Span<byte> destination) => RandomNumberGenerator.Fill(destination);

    /// <inheritdoc/>
    public void Dispose() => SealingKey.Dispose();

    private static SecretBytes RootSecret(string folder)
    {
        var path = Path.Combine(folder, RootSecretFile);
        try
        {
            Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
            if (!File.Exists(path))
            {
                Create(path);
            }

            if ((File.GetUnixFileMode(path) | OwnerOnly) != OwnerOnly)
            {
                throw new PlatformException($"{path} is readable by others; make it 0600 or remove it to get a new platform");
            }

            var bytes = File.ReadAllBytes(path);
            var secret = new SecretBytes(bytes);
            CryptographicOperations.ZeroMemory(bytes);
            return secret.Length == SecretLength
                ? secret
                : throw new PlatformException($"{path} has {secret.Length} bytes instead of {SecretLength}");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new PlatformException($"the platform folder {folder} cannot be used: {fault.Message}");
        }
    }

    // Written whole under another name first: a crash must not leave half a secret behind.
    private static void Create(string path)
    {
        var temporary = path + ".new";
        using var secret = SecretBytes.Create(SecretLength, RandomNumberGenerator.Fill);
        var options = new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            UnixCreateMode = OwnerOnly,
        };
        using (var file = new FileStream(temporary, options))
        {
            file.Write(secret.Reveal());
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: false);
    }
}
