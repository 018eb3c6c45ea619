namespace SubstraTee.Attestation.Files;

/// <summary>What vendors' own tools call a refusal.</summary>
internal static class VendorTerms
{
    /// <summary>Intel's quote verification library, where its name for the outcome is a different one.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Of(RefusalReason reason) => reason switch
    {
        RefusalReason.TcbLevelMissing or RefusalReason.TdxModuleTcbLevelMissing or RefusalReason.QeTcbLevelMissing =>
            [KeyValuePair.Create("qvl_status", "TCB_NOT_SUPPORTED")],
        RefusalReason.TdxModuleUnknown => [KeyValuePair.Create("qvl_status", "TDX_MODULE_MISMATCH")],
        RefusalReason.TcbRevoked => [KeyValuePair.Create("qvl_status", "TCB_REVOKED")],
        _ => [],
    };
}
