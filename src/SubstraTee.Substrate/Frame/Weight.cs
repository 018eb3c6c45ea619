using SubstraTee.Codec;

namespace SubstraTee.Substrate;

/// <summary>What work costs (<c>sp_weights::weight_v2::Weight</c>).</summary>
/// <param name="RefTime">Picoseconds of computation on the reference hardware.</param>
/// <param name="ProofSize">Bytes of storage proof.</param>
public readonly record struct Weight(ulong RefTime, ulong ProofSize)
{
    /// <summary>How weights are encoded: both numbers in compact form.</summary>
    public static ScaleCodec<Weight> Codec { get; } = new WeightCodec();

    /// <summary>The sum, which stays at the largest number where it would overflow.</summary>
    public static Weight operator +(Weight left, Weight right) =>
        new(Sum(left.RefTime, right.RefTime), Sum(left.ProofSize, right.ProofSize));

    private static ulong Sum(ulong left, ulong right) => left > ulong.MaxValue - right ? ulong.MaxValue : left + right;
}

internal sealed class WeightCodec() : NamedCodec<Weight>("sp_weights::weight_v2::Weight")
{
    public override int MinSize => 2;

    public override void Write(ScaleWriter writer, Weight value)
    {
        writer.WriteCompact(value.RefTime);
        writer.WriteCompact(value.ProofSize);
    }

    public override Weight Read(ref ScaleReader reader) => new(reader.ReadCompactU64(), reader.ReadCompactU64());

    protected override TypeDefinition Define(TypeRegistryBuilder types) => new TypeDefinition.Composite(
    [
        Field(types, "ref_time", Scale.CompactU64, "u64"),
        Field(types, "proof_size", Scale.CompactU64, "u64"),
    ]);
}
