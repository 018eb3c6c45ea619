namespace SubstraTee.Fuzz;

/// <summary>Every decoder of untrusted bytes, by the border at which the bytes come in.</summary>
public static class FuzzTargets
{
    /// <summary>All targets.</summary>
    public static IReadOnlyList<IFuzzTarget> All { get; } =
        [
            .. ProtocolTargets.All, .. ChainTargets.All, .. TextTargets.All, .. EnclaveTargets.All, .. AttestationTargets.All, .. EvidenceTargets.All,
        ];
}
