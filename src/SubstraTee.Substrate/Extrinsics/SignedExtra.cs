using SubstraTee.Primitives;

namespace SubstraTee.Substrate;

/// <summary>What a signer chooses for one extrinsic.</summary>
/// <param name="Nonce">The number of the account's transaction.</param>
/// <param name="Era">The blocks in which it is valid.</param>
/// <param name="EraBlockHash">Hash of the era's first block; for an immortal one the genesis hash.</param>
/// <param name="Tip">What is paid above the fee.</param>
public sealed record SignedExtra(uint Nonce, Era Era, Hash256 EraBlockHash, UInt128 Tip)
{
    /// <summary>An immortal transaction without a tip.</summary>
    public static SignedExtra Immortal(uint nonce, SigningContext context) => new(nonce, Era.Immortal, context.GenesisHash, 0);
}
