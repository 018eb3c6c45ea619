using SubstraTee.Attestation;
using SubstraTee.Substrate;

namespace SubstraTee.Client;

/// <summary>Puts failed calls into words, those of refused evidence with the reason that the chain gave.</summary>
internal static class DispatchErrorText
{
    private const string EvidenceRefused = $"{BridgeKeys.Bridge}.EvidenceRefused";

    /// <summary>The error in words.</summary>
    public static string Of(ChainMetadata chain, DispatchError error) =>
        RefusalOf(chain, error) is { } reason ? $"{EvidenceRefused}({reason.Code()})" : chain.Explain(error);

    /// <summary>Why evidence or collateral was refused; null where the error is another one, or the reason is none that is known.</summary>
    /// <remarks>docs/protocol.md, section 7: bytes 1 and 2 of the error.</remarks>
    public static RefusalReason? RefusalOf(ChainMetadata chain, DispatchError error) =>
        error is DispatchError.Module { Error: var module }
        && chain.ErrorAt(module.Pallet, module.Index)?.FullName == EvidenceRefused
        && (RefusalReason)(ushort)(module.Error >> 8) is var reason and not RefusalReason.None
        && Enum.IsDefined(reason)
            ? reason
            : null;
}
