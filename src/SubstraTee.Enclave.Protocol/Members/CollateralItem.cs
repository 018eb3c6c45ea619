using SubstraTee.Codec;

namespace SubstraTee.Enclave.Protocol;

/// <summary>One piece of collateral.</summary>
/// <param name="Role">What it is: a name of <see cref="CollateralRoles"/>.</param>
/// <param name="Bytes">The bytes exactly as the vendor serves them.</param>
[ScaleType]
public sealed partial record CollateralItem([MaxLength(32)] string Role, [MaxLength(CollateralBundle.MaxItemBytes)] byte[] Bytes);
