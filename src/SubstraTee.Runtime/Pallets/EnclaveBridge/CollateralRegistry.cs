using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using SubstraTee.Attestation;
using SubstraTee.Attestation.Intel;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;
using Event = SubstraTee.Runtime.EnclaveBridgePallet.Event;

namespace SubstraTee.Runtime;

/// <summary>What vouches for evidence, by its hash, for everybody to use.</summary>
/// <remarks>
/// Intel's statements are verified when they are registered, since they move the floor below which older ones are refused.
/// On a development chain they may be under any root: evidence that rests on them counts only where a shard's policy names it.
/// Other families' collateral belongs to one machine or report and is verified with each evidence.
/// </remarks>
internal sealed class CollateralRegistry(EnclaveBridgePallet bridge, TimestampPallet timestamp)
{
    private const ulong MsPerSecond = 1000;

    public DispatchOutcome Register(RuntimeContext context, byte[] bytes)
    {
        if (bytes.Length > CollateralBundle.MaxBytes)
        {
            return bridge.Refuse(RefusalReason.CollateralTooLarge);
        }

        if (!CollateralBundle.TryRead(bytes, out var bundle) || !HasPlace(bundle))
        {
            return bridge.Refuse(RefusalReason.CollateralMalformed);
        }

        var hash = CollateralBundle.HashOf(bytes);
        if (bridge.Collaterals.Contains(context, hash))
        {
            return DispatchOutcome.Ok;
        }

        uint? number = null;
        if (bundle.ToCollateral() is DcapCollateral intel)
        {
            var reason = RaiseFloor(context, bundle.Kind, intel, out var evaluation);
            if (reason != RefusalReason.None)
            {
                return bridge.Refuse(reason);
            }

            number = evaluation;
        }

        bridge.Collaterals.Set(context, hash, new CollateralRecord(bytes, timestamp.Now.Get(context)));
        return EnclaveBridgePallet.Emit(context, new Event.CollateralRegistered(hash, bundle.Kind, number));
    }

    public bool TryRead(RuntimeContext context, Hash256 hash, [NotNullWhen(true)] out CollateralBundle? bundle)
    {
        bundle = null;
        return bridge.Collaterals.TryGet(context, hash, out var record) && CollateralBundle.TryRead(record.Bundle, out bundle);
    }

    // Pieces that the kind does not have would be room for anything at all.
    private static bool HasPlace(CollateralBundle bundle)
    {
        var roles = CollateralRoles.Of(bundle.Kind);
        return !bundle.Items.IsEmpty && bundle.Items.All(item => roles.Contains(item.Role, StringComparer.Ordinal));
    }

    private RefusalReason RaiseFloor(RuntimeContext context, EvidenceKind kind, DcapCollateral raw, out uint evaluation)
    {
        evaluation = 0;
        if (!TryAnchors(context, raw, out var anchors, out var reason)
            || !PreparedDcapCollateral.TryPrepare(raw, anchors, out var prepared, out reason, out _)
            || !prepared.TryCheck(kind, (long)(timestamp.Now.Get(context) / MsPerSecond), out reason, out _))
        {
            return reason;
        }

        evaluation = prepared.EvaluationNumber;
        (EvidenceKind, byte[]) platform = (kind, [.. prepared.Fmspc]);
        if (bridge.CollateralFloors.TryGet(context, platform, out var floor) && evaluation < floor)
        {
            return RefusalReason.CollateralRolledBack;
        }

        bridge.CollateralFloors.Set(context, platform, evaluation);
        return RefusalReason.None;
    }

    private bool TryAnchors(RuntimeContext context, DcapCollateral raw, out TrustAnchors anchors, out RefusalReason reason)
    {
        anchors = TrustAnchors.Production;
        if (!bridge.DevelopmentChain.Get(context))
        {
            reason = RefusalReason.None;
            return true;
        }

        if (!DcapLabels.TryReadRootKey(raw.TcbSigningChain, out var key, out reason))
        {
            return false;
        }

        if (!IsProduction(key))
        {
            anchors = TrustAnchors.Of([
                new TrustAnchor(AnchorRole.IntelSgxRoot, AnchorClass.Test, key.AsSpan(), "root of the collateral", "the collateral itself")]);
        }

        return true;
    }

    private static bool IsProduction(ImmutableArray<byte> key) =>
        TrustAnchors.Production.WithRole(AnchorRole.IntelSgxRoot).Any(anchor => anchor.Key.AsSpan().SequenceEqual(key.AsSpan()));
}
