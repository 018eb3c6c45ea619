using SubstraTee.Codec;
using SubstraTee.Substrate;

namespace SubstraTee.Runtime;

/// <summary>A number with 18 decimal places.</summary>
[ScaleType("sp_arithmetic::fixed_point::FixedU128", Positional = true)]
internal readonly partial record struct FixedU128(UInt128 Inner);

/// <summary>Versions of the fee pallet's storage.</summary>
[ScaleType("pallet_transaction_payment::Releases")]
internal enum Releases : byte
{
    V1Ancient = 0,
    V2 = 1,
}

/// <summary>What a transaction pays for being included, without the tip.</summary>
[ScaleType("pallet_transaction_payment::types::InclusionFee")]
internal sealed partial record InclusionFee(UInt128 BaseFee, UInt128 LenFee, UInt128 AdjustedWeightFee)
{
    public UInt128 Total => BaseFee + LenFee + AdjustedWeightFee;
}

/// <summary>All that a transaction pays.</summary>
[ScaleType("pallet_transaction_payment::types::FeeDetails")]
internal sealed partial record FeeDetails(InclusionFee? InclusionFee, UInt128 Tip);

/// <summary>What a transaction weighs and pays.</summary>
[ScaleType("pallet_transaction_payment::types::RuntimeDispatchInfo")]
internal sealed partial record RuntimeDispatchInfo(
    Weight Weight,
    DispatchClass Class,
    UInt128 PartialFee);
