using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SubstraTee.Attestation;

namespace SubstraTee.Enclave.Program;

/// <summary>Evidence of a confidential guest through configfs-tsm: Intel TDX, AMD SEV-SNP, Arm CCA.</summary>
/// <remarks>
/// Each request has an entry of its own. The generation counter says how often an entry was written to; it is compared before
/// and after, since a binary attribute that the kernel did not take gives no error, and since somebody else may have written.
/// </remarks>
internal sealed class TsmEvidence(ITsmReports reports, Retry retry, Func<string> newEntry, uint? privilegeLevel = null) : IEvidenceSource
{
    private const string Provider = "provider";
    private const string Generation = "generation";
    private const string PrivilegeLevel = "privlevel";
    private const string PrivilegeFloor = "privlevel_floor";
    private const int MaxTextLength = 64;

    // TSM_OUTBLOB_MAX of the kernel, and twice of it for later kernels.
    private const int MaxBlobLength = 64 * 1024;

    /// <summary>The running kernel's.</summary>
    public static TsmEvidence Real { get; } = new(
        new ConfigfsReports(ConfigfsReports.DefaultFolder),
        Retry.Real,
        () => $"substratee-{Environment.ProcessId}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}");

    /// <summary>The kind of evidence that this guest's hardware gives.</summary>
    /// <exception cref="PlatformException">There is none.</exception>
    public EvidenceKind ReadKind() => KindOf(WithEntry(entry => ReadText(entry, Provider)));

    /// <inheritdoc/>
    public PlatformEvidence Collect(ReadOnlySpan<byte> reportData)
    {
        ReportData.Check(reportData);
        var data = reportData.ToArray();
        return WithEntry(entry => Collect(entry, data));
    }

    private T WithEntry<T>(Func<string, T?> use)
        where T : class =>
        retry.Run(() =>
        {
            var entry = newEntry();
            var made = reports.Make(entry);
            if (made is Errno.Exists || made.IsTransient())
            {
                return null;
            }

            if (made != Errno.None)
            {
                throw CannotMake(made);
            }

            try
            {
                return use(entry);
            }
            finally
            {
                // One that stays behind does no harm: the next request has another name.
                _ = reports.Remove(entry);
            }
        })
        ?? throw new PlatformException(
            $"configfs-tsm gave no report in {Retry.Attempts} attempts: it was busy, or others wrote to the same entry; try again, and look who else uses it");

    private PlatformEvidence? Collect(string entry, byte[] reportData)
    {
        var kind = KindOf(ReadText(entry, Provider));
        if (!TryReadGeneration(entry, out var generation)
            || !TryWritePrivilegeLevel(entry, kind, ref generation)
            || !TryWrite(entry, "inblob", reportData)
            || !IsGeneration(entry, unchecked(++generation))
            || !TryReadBlob(entry, "outblob", out var evidence)
            || !TryReadAuxiliary(entry, kind, out var auxiliary)
            || !IsGeneration(entry, generation))
        {
            return null;
        }

        CheckReport(kind, evidence, reportData);
        return new PlatformEvidence(kind, evidence, auxiliary);
    }

    private static EvidenceKind KindOf(string provider) => provider switch
    {
        "tdx_guest" => EvidenceKind.Tdx,
        "sev_guest" => EvidenceKind.SevSnp,
        "arm_cca_guest" => EvidenceKind.ArmCca,
        _ => throw new PlatformException($"configfs-tsm has the provider '{provider}'; this build knows tdx_guest, sev_guest and arm_cca_guest"),
    };

    private bool TryWritePrivilegeLevel(string entry, EvidenceKind kind, ref ulong generation)
    {
        if (kind != EvidenceKind.SevSnp || privilegeLevel is not { } level)
        {
            return true;
        }

        var floor = ReadText(entry, PrivilegeFloor);
        if (uint.TryParse(floor, NumberStyles.None, CultureInfo.InvariantCulture, out var lowest) && level < lowest)
        {
            throw new PlatformException($"the guest may ask at privilege level {lowest} and above, not at {level}");
        }

        generation = unchecked(generation + 1);
        return TryWrite(entry, PrivilegeLevel, Encoding.ASCII.GetBytes(level.ToString(CultureInfo.InvariantCulture)));
    }

    private bool TryWrite(string entry, string attribute, ReadOnlySpan<byte> value)
    {
        var error = reports.Write(entry, attribute, value);
        return error == Errno.None || (error.IsTransient() ? false : throw Failed($"writing {attribute}", error));
    }

    private bool TryReadBlob(string entry, string attribute, out byte[] value)
    {
        var error = reports.Read(entry, attribute, MaxBlobLength, out value);
        // EINVAL: the kernel has no inblob, so somebody's write got lost; the next attempt writes it again.
        return error == Errno.None ? value.Length > 0
            : error.IsTransient() || error == Errno.Invalid ? false
            : throw Failed($"reading {attribute}", error);
    }

    // Only some providers have the attribute, and it may be empty.
    private bool TryReadAuxiliary(string entry, EvidenceKind kind, out byte[] value)
    {
        value = [];
        if (kind != EvidenceKind.SevSnp)
        {
            return true;
        }

        var error = reports.Read(entry, "auxblob", MaxBlobLength, out value);
        return error is Errno.None or Errno.NoEntry || (error.IsTransient() ? false : throw Failed("reading auxblob", error));
    }

    private bool TryReadGeneration(string entry, out ulong generation) =>
        ulong.TryParse(ReadText(entry, Generation), NumberStyles.None, CultureInfo.InvariantCulture, out generation)
            ? true
            : throw new PlatformException("configfs-tsm has a generation that is no number");

    private bool IsGeneration(string entry, ulong expected) => TryReadGeneration(entry, out var now) && now == expected;

    private string ReadText(string entry, string attribute)
    {
        var error = reports.Read(entry, attribute, MaxTextLength, out var value);
        return error == Errno.None ? Encoding.ASCII.GetString(value).Trim() : throw Failed($"reading {attribute}", error);
    }

    // What the generation cannot show: that the firmware answered the question that was asked.
    private static void CheckReport(EvidenceKind kind, ReadOnlySpan<byte> evidence, ReadOnlySpan<byte> reportData)
    {
        if (kind == EvidenceKind.SevSnp && !SnpReportLayout.Binds(evidence, reportData))
        {
            throw new PlatformException("the SEV-SNP report does not bind the data that it was asked for");
        }
    }

    private static PlatformException CannotMake(Errno error) => new(error switch
    {
        Errno.NoDeviceOrAddress =>
            "configfs-tsm has no provider (ENXIO): this is no confidential guest, or its kernel module (tdx_guest, sev-guest, arm-cca-guest) is not loaded",
        Errno.NoEntry or Errno.NoDevice =>
            $"{ConfigfsReports.DefaultFolder} is not there ({error.Text()}): mount configfs, and use a kernel of 6.7 or newer with CONFIG_TSM_REPORTS",
        _ when error.IsRefused() => $"configfs-tsm may not be used ({error.Text()}): run the enclave as root of the guest",
        _ => $"configfs-tsm made no entry: {error.Text()}",
    });

    private static PlatformException Failed(string what, Errno error) => new(
        error == Errno.NotTerminal
            ? $"configfs-tsm: {what}: the provider has gone ({error.Text()}); is its kernel module still loaded?"
            : $"configfs-tsm: {what}: {error.Text()}; the kernel's log says more");
}
