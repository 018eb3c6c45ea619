namespace SubstraTee.Attestation;

/// <summary>
/// Who measures code has to be named as well: a Keystone device certifies any security monitor, a CCA platform reports any
/// firmware, and either could say any measurement of any enclave.
/// </summary>
internal static class FirmwareRule
{
    public const string KeystoneMonitor = "sm_hash";
    public const string CcaFirmware = "platform_firmware";
    private const string CcaComponentPrefix = "sw.";

    /// <summary>What is missing from the rules for a kind, or null.</summary>
    public static string? Missing(EvidenceKind kind, KindPolicy rules)
    {
        if (rules.AnyCode)
        {
            return null;
        }

        return kind switch
        {
            EvidenceKind.Keystone when !rules.Registers.ContainsKey(KeystoneMonitor) =>
                $"the rules name no security monitor: give register {KeystoneMonitor}",
            EvidenceKind.ArmCca when !rules.Registers.Keys.Any(name => name == CcaFirmware || name.StartsWith(CcaComponentPrefix, StringComparison.Ordinal)) =>
                $"the rules name no platform firmware: give register {CcaFirmware}, or single components ({CcaComponentPrefix}…)",
            _ => null,
        };
    }
}
