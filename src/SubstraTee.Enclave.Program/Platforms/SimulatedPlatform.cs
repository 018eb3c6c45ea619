using System.Diagnostics;
using System.Security.Cryptography;
using SubstraTee.Attestation;
using SubstraTee.Codec;
using SubstraTee.Crypto;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;

namespace SubstraTee.Enclave.Program;

/// <summary>SIMULATED: a folder plays the hardware. It gives no confidentiality; everything that shows it says so.</summary>
/// <remarks>
/// The folder's root secret stands for the fuses of one machine: another folder is another machine. It may play the hardware
/// of a family; the evidence of that is minted outside, by the simulator, which nothing of the enclave knows.
/// </remarks>
internal sealed class SimulatedPlatform : IEnclavePlatform, IDisposable
{
    /// <summary>The name of the platform.</summary>
    public const string Name = "simulated";

    private const string RootSecretFile = "root.secret";
    private const int SecretLength = 32;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private SimulatedPlatform(Measurement measurement, EvidenceKind? evidence, SecretBytes sealingKey)
    {
        Measurement = measurement;
        Evidence = evidence;
        SealingKey = sealingKey;
    }

    /// <inheritdoc/>
    public bool IsSimulated => true;

    /// <inheritdoc/>
    public Measurement Measurement { get; }

    /// <inheritdoc/>
    public EvidenceKind? Evidence { get; }

    /// <inheritdoc/>
    public SecretBytes SealingKey { get; }

    /// <inheritdoc/>
    public ulong MonotonicMs => (ulong)(Stopwatch.GetTimestamp() / (Stopwatch.Frequency / 1000));

    /// <summary>Opens a platform folder, making its root secret at first.</summary>
    /// <param name="folder">The platform's folder.</param>
    /// <param name="measured">Measurement of the enclave's folder.</param>
    /// <param name="evidence">The kind of evidence that there is about the enclave, or null.</param>
    /// <exception cref="PlatformException">The folder or its secret cannot be used.</exception>
    public static SimulatedPlatform Open(string folder, Measurement measured, EvidenceKind? evidence)
    {
        using var root = RootSecret(folder);
        var measurement = MeasurementOf(measured, evidence);
        var salt = Scale.Measurement.Encode(measurement);
        return new SimulatedPlatform(measurement, evidence, Hkdf.Derive(root, salt, "substratee/sealing/1", SecretLength));
    }

    /// <summary>What the simulated hardware measures of a folder.</summary>
    public static Measurement MeasurementOf(Measurement measured, EvidenceKind? evidence) =>
        evidence is { } kind ? SimulatedMeasurement.Of(kind, measured.Bytes.AsSpan()) : measured;

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
