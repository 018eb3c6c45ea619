using SubstraTee.Primitives;
using SubstraTee.Substrate;

namespace SubstraTee.Runtime;

/// <summary>An extrinsic whose signature holds and whose extensions agreed to it.</summary>
/// <param name="Sender">Who signed it, or null for an inherent.</param>
/// <param name="Extra">What the extensions added; nothing for an inherent.</param>
/// <param name="Call">The call.</param>
/// <param name="Info">What it costs.</param>
/// <param name="Length">Its bytes.</param>
internal sealed record CheckedExtrinsic(AccountId? Sender, TransactionExtra Extra, RuntimeCall Call, DispatchInfo Info, uint Length)
{
    /// <summary>What the sender pays, unless the call turns out to be free.</summary>
    public UInt128 Fee => TransactionPaymentPallet.TotalFee(Info, Length, Extra.Tip);
}
