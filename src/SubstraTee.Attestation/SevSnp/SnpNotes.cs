using System.Globalization;

namespace SubstraTee.Attestation.SevSnp;

/// <summary>Writes down what a report and its certificate say, for people.</summary>
internal static class SnpNotes
{
    public static void AddReport(DiagnosticsBuilder notes, SnpReport report)
    {
        notes.Add("fields.version", report.Version);
        notes.Add("fields.guest_svn", report.GuestSvn);
        notes.Add("fields.policy", "0x" + report.Policy.ToString("x16", CultureInfo.InvariantCulture));
        notes.Add("fields.family_id", report.FamilyId);
        notes.Add("fields.image_id", report.ImageId);
        notes.Add("fields.vmpl", report.Vmpl);
        notes.Add("fields.signature_algo", report.SignatureAlgorithm);
        notes.Add("fields.current_tcb", report.CurrentTcb);
        notes.Add("fields.platform_info", "0x" + report.PlatformInfo.ToString("x", CultureInfo.InvariantCulture));
        notes.Add("fields.flags", "0x" + report.Flags.ToString("x", CultureInfo.InvariantCulture));
        notes.Add("fields.report_data", report.ReportData);
        notes.Add("fields.measurement", report.Measurement);
        notes.Add("fields.host_data", report.HostData);
        notes.Add("fields.id_key_digest", report.IdKeyDigest);
        notes.Add("fields.author_key_digest", report.AuthorKeyDigest);
        notes.Add("fields.report_id", report.ReportId);
        notes.Add("fields.report_id_ma", report.MigrationAgentReportId);
        notes.Add("fields.reported_tcb", report.ReportedTcb);
        notes.Add("fields.chip_id", report.ChipId);
        notes.Add("fields.committed_tcb", report.CommittedTcb);
        notes.Add("fields.launch_tcb", report.LaunchTcb);
        if (report.HasCpuId)
        {
            notes.Add("fields.cpuid_fam_mod_step", report.CpuId);
        }

        notes.Add("fields.signing_key", SigningKeyName(report.SigningKey));
        notes.Add("fields.mask_chip_key", report.ChipKeyMasked);
        notes.Add("fields.author_key_en", report.AuthorKeyEnabled);
        notes.Add("fields.debug_allowed", report.DebugAllowed);
        notes.Add("fields.migrate_ma_allowed", report.MigrationAgentAllowed);
        notes.Add("fields.smt_allowed", report.SmtAllowed);
    }

    public static void AddExtensions(DiagnosticsBuilder notes, VekExtensions extensions)
    {
        notes.Add("certificate_extensions.structVersion", extensions.StructVersion);
        notes.Add("certificate_extensions.productName", extensions.ProductName);
        AddTcb(notes, "certificate_extensions", extensions.Tcb);
        if (!extensions.HardwareId.IsEmpty)
        {
            notes.Add("certificate_extensions.hwID", extensions.HardwareId.Span);
        }

        if (extensions.CloudProvider is { } provider)
        {
            notes.Add("certificate_extensions.cspID", provider);
        }
    }

    public static void AddTcb(DiagnosticsBuilder notes, string path, SnpTcb tcb)
    {
        if (tcb.Fmc is { } fmc)
        {
            notes.Add($"{path}.fmcSPL", fmc);
        }

        notes.Add($"{path}.blSPL", tcb.Bootloader);
        notes.Add($"{path}.teeSPL", tcb.Tee);
        notes.Add($"{path}.snpSPL", tcb.Snp);
        notes.Add($"{path}.ucodeSPL", tcb.Microcode);
    }

    private static string SigningKeyName(uint key) => key switch
    {
        0 => "VCEK",
        1 => "VLEK",
        7 => "none",
        _ => key.ToString(CultureInfo.InvariantCulture),
    };
}
