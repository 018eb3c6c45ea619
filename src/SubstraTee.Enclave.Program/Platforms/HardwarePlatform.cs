using System.Diagnostics;
using System.Security.Cryptography;
using SubstraTee.Attestation;
using SubstraTee.Codec;
using SubstraTee.Crypto;
using SubstraTee.Primitives;

namespace SubstraTee.Enclave.Program;

/// <summary>A platform with hardware beneath: measurement and sealing key come from it, and evidence can be asked for.</summary>
internal sealed class HardwarePlatform : IEnclavePlatform, IDisposable
{
    private const int SealingKeyLength = 32;

    private HardwarePlatform(Measurement measurement, EvidenceKind kind, SecretBytes hardwareKey, IEvidenceSource source)
    {
        Measurement = measurement;
        Evidence = kind;
        Source = source;
        // Never the hardware's own key: a label for each use, and room for another version of it.
        SealingKey = Hkdf.Derive(hardwareKey, Scale.Measurement.Encode(measurement), "substratee/sealing/1", SealingKeyLength);
    }

    /// <inheritdoc/>
    public bool IsSimulated => false;

    /// <inheritdoc/>
    public Measurement Measurement { get; }

    /// <inheritdoc/>
    public EvidenceKind? Evidence { get; }

    /// <inheritdoc/>
    public SecretBytes SealingKey { get; }

    /// <inheritdoc/>
    public ulong MonotonicMs => (ulong)(Stopwatch.GetTimestamp() / (Stopwatch.Frequency / 1000));

    /// <summary>Where the enclave gets evidence about itself.</summary>
    public IEvidenceSource Source { get; }

    /// <summary>An SGX enclave under Gramine.</summary>
    /// <exception cref="PlatformException">This is none.</exception>
    public static HardwarePlatform Open(Gramine gramine)
    {
        using var key = gramine.ReadSealingKey();
        return new HardwarePlatform(gramine.ReadMeasurement(), EvidenceKind.SgxDcap, key, gramine);
    }

    /// <summary>A confidential guest.</summary>
    /// <exception cref="PlatformException">This is none, or one whose hardware has no sealing keys.</exception>
    public static HardwarePlatform Open(TsmEvidence evidence, SevGuest guest)
    {
        var kind = evidence.ReadKind();
        if (kind != EvidenceKind.SevSnp)
        {
            throw new PlatformException(
                $"{(kind == EvidenceKind.Tdx ? "Intel TDX" : "Arm CCA")} gives a guest no sealing key, so this enclave could not keep its identity over a restart; "
                + "run it on SEV-SNP or SGX, until members can provision each other's identity");
        }

        // Evidence of itself, from its own processor: the answer is encrypted, the host can only withhold it.
        var report = guest.Report(new byte[ReportData.Length]);
        using var key = guest.DerivedKey(SnpReportLayout.CommittedTcb(report));
        return new HardwarePlatform(new Measurement(MeasurementFamily.SevSnp, SnpReportLayout.Measurement(report)), kind, key, evidence);
    }

    /// <inheritdoc/>
    public void FillRandom(Span<byte> destination) => RandomNumberGenerator.Fill(destination);

    /// <inheritdoc/>
    public void Dispose() => SealingKey.Dispose();
}
