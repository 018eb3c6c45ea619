using System.Collections.Immutable;
using SubstraTee.Codec;

namespace SubstraTee.Substrate;

/// <summary>A message in a header, by the chain's consensus or runtime (<c>sp_runtime::generic::DigestItem</c>).</summary>
public abstract record DigestItem
{
    private DigestItem()
    {
    }

    /// <summary>How items are encoded.</summary>
    public static ScaleCodec<DigestItem> Codec { get; } = new DigestItemCodec();

    /// <summary>Data of no known meaning (variant 0).</summary>
    public sealed record Other(ImmutableArray<byte> Data) : DigestItem
    {
        /// <inheritdoc/>
        public bool Equals(Other? other) => other is not null && Data.AsSpan().SequenceEqual(other.Data.AsSpan());

        /// <inheritdoc/>
        public override int GetHashCode() => Hash(0, default, Data);
    }

    /// <summary>From the runtime to the consensus engine (variant 4).</summary>
    public sealed record Consensus(ConsensusEngineId Engine, ImmutableArray<byte> Data) : DigestItem
    {
        /// <inheritdoc/>
        public bool Equals(Consensus? other) =>
            other is not null && Engine == other.Engine && Data.AsSpan().SequenceEqual(other.Data.AsSpan());

        /// <inheritdoc/>
        public override int GetHashCode() => Hash(4, Engine, Data);
    }

    /// <summary>The block author's seal (variant 5).</summary>
    public sealed record Seal(ConsensusEngineId Engine, ImmutableArray<byte> Data) : DigestItem
    {
        /// <inheritdoc/>
        public bool Equals(Seal? other) =>
            other is not null && Engine == other.Engine && Data.AsSpan().SequenceEqual(other.Data.AsSpan());

        /// <inheritdoc/>
        public override int GetHashCode() => Hash(5, Engine, Data);
    }

    /// <summary>From the consensus engine to the runtime (variant 6).</summary>
    public sealed record PreRuntime(ConsensusEngineId Engine, ImmutableArray<byte> Data) : DigestItem
    {
        /// <inheritdoc/>
        public bool Equals(PreRuntime? other) =>
            other is not null && Engine == other.Engine && Data.AsSpan().SequenceEqual(other.Data.AsSpan());

        /// <inheritdoc/>
        public override int GetHashCode() => Hash(6, Engine, Data);
    }

    /// <summary>The runtime's code or heap pages changed in this block (variant 8).</summary>
    public sealed record RuntimeEnvironmentUpdated : DigestItem;

    private static int Hash(int index, ConsensusEngineId engine, ImmutableArray<byte> data)
    {
        var hash = default(HashCode);
        hash.Add(index);
        hash.Add(engine);
        hash.AddBytes(data.AsSpan());
        return hash.ToHashCode();
    }
}

internal sealed class DigestItemCodec() : NamedCodec<DigestItem>("sp_runtime::generic::digest::DigestItem")
{
    public override int MinSize => 1;

    public override void Write(ScaleWriter writer, DigestItem value)
    {
        switch (value)
        {
            case DigestItem.Other other:
                writer.WriteByte(0);
                writer.WriteBytes(other.Data.AsSpan());
                break;
            case DigestItem.Consensus item:
                Write(writer, 4, item.Engine, item.Data);
                break;
            case DigestItem.Seal item:
                Write(writer, 5, item.Engine, item.Data);
                break;
            case DigestItem.PreRuntime item:
                Write(writer, 6, item.Engine, item.Data);
                break;
            default:
                writer.WriteByte(8);
                break;
        }
    }

    public override DigestItem Read(ref ScaleReader reader)
    {
        switch (reader.ReadByte())
        {
            case 0:
                return new DigestItem.Other(ReadData(ref reader));
            case 4:
                return new DigestItem.Consensus(ReadEngine(ref reader), ReadData(ref reader));
            case 5:
                return new DigestItem.Seal(ReadEngine(ref reader), ReadData(ref reader));
            case 6:
                return new DigestItem.PreRuntime(ReadEngine(ref reader), ReadData(ref reader));
            case 8:
                return new DigestItem.RuntimeEnvironmentUpdated();
            default:
                throw reader.Fault(ScaleFault.UnknownVariant);
        }
    }

    protected override TypeDefinition Define(TypeRegistryBuilder types)
    {
        // In the order of the declaration, which is not that of the indices.
        return new TypeDefinition.Variant(
        [
            Message(types, "PreRuntime", 6),
            Message(types, "Consensus", 4),
            Message(types, "Seal", 5),
            Variant("Other", 0, Field(types, null, Scale.Bytes, "Vec<u8>")),
            Variant("RuntimeEnvironmentUpdated", 8),
        ]);
    }

    private static TypeVariant Message(TypeRegistryBuilder types, string name, byte index) => Variant(
        name,
        index,
        Field(types, null, ConsensusEngineId.Codec, "ConsensusEngineId"),
        Field(types, null, Scale.Bytes, "Vec<u8>"));

    private static void Write(ScaleWriter writer, byte index, ConsensusEngineId engine, ImmutableArray<byte> data)
    {
        writer.WriteByte(index);
        writer.WriteU32(engine.Value);
        writer.WriteBytes(data.AsSpan());
    }

    private static ConsensusEngineId ReadEngine(ref ScaleReader reader) => new(reader.ReadU32());

    private static ImmutableArray<byte> ReadData(ref ScaleReader reader) => [.. reader.ReadBytes(reader.ReadCount(1))];
}
