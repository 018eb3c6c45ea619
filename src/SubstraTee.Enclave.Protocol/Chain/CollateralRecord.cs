using SubstraTee.Codec;

namespace SubstraTee.Enclave.Protocol;

/// <summary>Collateral on chain (storage <c>EnclaveBridge.Collaterals</c>, by the bundle's hash).</summary>
/// <param name="Bundle">The encoded <see cref="CollateralBundle"/>.</param>
/// <param name="RegisteredAtMs">Chain time of its registration.</param>
[ScaleType("pallet_enclave_bridge::CollateralRecord")]
public sealed partial record CollateralRecord([MaxLength(CollateralBundle.MaxBytes)] byte[] Bundle, ulong RegisteredAtMs);
