namespace SubstraTee.Fuzz;

/// <summary>Every decoder of untrusted bytes, by the border at which the bytes come in.</summary>
public static class FuzzTargets
{
    /// <summary>All targets.</summary>
    public static IReadOnlyList<IFuzzTarget> All { get; } =
        [
            .. ProtocolTargets.All, .. ChainTargets.All, .. TextTargets.All, .. ClientTargets.All, .. EnclaveTargets.All, .. AttestationTargets.All, .. EvidenceTargets.All,
            .. WasmTargets.All, new WasmTierTarget(),
        ];

    /// <summary>Targets that need another program, and run only when they are named.</summary>
    public static IReadOnlyList<IFuzzTarget> WithPeers { get; } =
    [
        new V8Target(Wasm.ExecutionTier.Interpreted), new V8Target(Wasm.ExecutionTier.Compiled),
        new V8Target(Wasm.ExecutionTier.Compiled, isMetered: false),
    ];
}
