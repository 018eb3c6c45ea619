using SubstraTee.Attestation;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Substrate;
using Call = SubstraTee.Runtime.EnclaveBridgePallet.Call;

namespace SubstraTee.Runtime;

/// <summary>What judging evidence and collateral weighs: by far the most of a call that does.</summary>
/// <remarks>
/// Picoseconds, rounded up from measurements as in <see cref="RuntimeLimits"/>. Evidence may be judged by two policies; what a
/// recheck judges is not known before it is done, so it weighs as the heaviest kind.
/// </remarks>
internal static class EvidenceWeights
{
    private const ulong Millisecond = 1_000_000_000;
    private const ulong Policies = 2;

    /// <summary>Verifying one statement of Intel's.</summary>
    public const ulong Statement = Millisecond;

    public static DispatchInfo InfoOf(Call call) => call switch
    {
        Call.RegisterMember register => Add(
            RuntimeLimits.Normal(reads: 16, writes: 3, register.Evidence.Evidence.Length), Policies * Of(register.Evidence.Kind)),
        Call.RecheckMember => Add(
            RuntimeLimits.Normal(reads: 10, writes: 1, MemberEvidence.MaxEvidenceBytes), Policies * EvidenceKinds.All.Max(Of)),
        Call.RegisterCollateral register => Add(RuntimeLimits.Normal(reads: 4, writes: 2, register.Bundle.Length), 2 * Millisecond),
        _ => throw new ArgumentException($"{call.GetType()} judges no evidence", nameof(call)),
    };

    /// <summary>Judging evidence of a kind once.</summary>
    public static ulong Of(EvidenceKind kind) => kind switch
    {
        EvidenceKind.SgxDcap or EvidenceKind.Tdx or EvidenceKind.ArmPsa => 2 * Millisecond,
        EvidenceKind.SevSnp => 3 * Millisecond,
        EvidenceKind.ArmCca => 4 * Millisecond,

        // A chain of certificates on P-384 up to AWS's root, each checked every time.
        EvidenceKind.Nitro => 20 * Millisecond,
        _ => Millisecond,
    };

    /// <summary>A call's weight and more.</summary>
    public static DispatchInfo Add(DispatchInfo info, ulong picoseconds) =>
        info with { Weight = info.Weight + new Weight(picoseconds, 0) };
}
