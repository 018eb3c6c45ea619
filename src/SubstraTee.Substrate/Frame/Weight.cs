using SubstraTee.Codec;

namespace SubstraTee.Substrate;

/// <summary>What work costs.</summary>
/// <param name="RefTime">Picoseconds of computation on the reference hardware.</param>
/// <param name="ProofSize">Bytes of storage proof.</param>
[ScaleType("sp_weights::weight_v2::Weight")]
public readonly partial record struct Weight([Compact] ulong RefTime, [Compact] ulong ProofSize)
{
    /// <summary>The sum, which stays at the largest number where it would overflow.</summary>
    public static Weight operator +(Weight left, Weight right) =>
        new(Sum(left.RefTime, right.RefTime), Sum(left.ProofSize, right.ProofSize));

    private static ulong Sum(ulong left, ulong right) => left > ulong.MaxValue - right ? ulong.MaxValue : left + right;
}
