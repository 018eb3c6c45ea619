using System.Collections.Immutable;
using SubstraTee.Codec;
using SubstraTee.Primitives;

namespace SubstraTee.Substrate;

/// <summary>The ways to name an account in a transaction (<c>MultiAddress&lt;AccountId32, ()&gt;</c>).</summary>
/// <remarks>Only <see cref="Id"/> leads to an account on chains without the Indices pallet.</remarks>
public abstract record MultiAddress
{
    private MultiAddress()
    {
    }

    /// <summary>How addresses are encoded.</summary>
    public static ScaleCodec<MultiAddress> Codec { get; } = new MultiAddressCodec();

    /// <summary>The account itself (variant 0).</summary>
    public sealed record Id(AccountId Account) : MultiAddress;

    /// <summary>An account index, which this form has no numbers for (variant 1).</summary>
    public sealed record Index : MultiAddress;

    /// <summary>Bytes of no known meaning (variant 2).</summary>
    public sealed record Raw(ImmutableArray<byte> Bytes) : MultiAddress
    {
        /// <inheritdoc/>
        public bool Equals(Raw? other) => other is not null && Bytes.AsSpan().SequenceEqual(other.Bytes.AsSpan());

        /// <inheritdoc/>
        public override int GetHashCode() => Bytes.Length;
    }

    /// <summary>32 bytes that are no account (variant 3).</summary>
    public sealed record Address32(Bytes32 Bytes) : MultiAddress;

    /// <summary>20 bytes, as on Ethereum (variant 4).</summary>
    public sealed record Address20(ImmutableArray<byte> Bytes) : MultiAddress
    {
        /// <inheritdoc/>
        public bool Equals(Address20? other) => other is not null && Bytes.AsSpan().SequenceEqual(other.Bytes.AsSpan());

        /// <inheritdoc/>
        public override int GetHashCode() => Bytes[0];
    }
}

internal sealed class MultiAddressCodec() : NamedCodec<MultiAddress>("sp_runtime::multiaddress::MultiAddress")
{
    private const int EthereumLength = 20;

    public override int MinSize => 1;

    public override void Write(ScaleWriter writer, MultiAddress value)
    {
        switch (value)
        {
            case MultiAddress.Id id:
                writer.WriteByte(0);
                Scale.AccountId.Write(writer, id.Account);
                break;
            case MultiAddress.Index:
                writer.WriteByte(1);
                break;
            case MultiAddress.Raw raw:
                writer.WriteByte(2);
                writer.WriteBytes(raw.Bytes.AsSpan());
                break;
            case MultiAddress.Address32 address:
                writer.WriteByte(3);
                writer.WriteBytes32(address.Bytes);
                break;
            case MultiAddress.Address20 address when address.Bytes.Length == EthereumLength:
                writer.WriteByte(4);
                writer.WriteRaw(address.Bytes.AsSpan());
                break;
            default:
                throw new ArgumentException("no address of a known kind", nameof(value));
        }
    }

    public override MultiAddress Read(ref ScaleReader reader)
    {
        switch (reader.ReadByte())
        {
            case 0:
                return new MultiAddress.Id(Scale.AccountId.Read(ref reader));
            case 1:
                return new MultiAddress.Index();
            case 2:
                return new MultiAddress.Raw([.. reader.ReadBytes(reader.ReadCount(1))]);
            case 3:
                return new MultiAddress.Address32(reader.ReadBytes32());
            case 4:
                return new MultiAddress.Address20([.. reader.ReadBytes(EthereumLength)]);
            default:
                throw reader.Fault(ScaleFault.UnknownVariant);
        }
    }

    protected override TypeDefinition Define(TypeRegistryBuilder types)
    {
        var unit = Scale.Unit.Describe(types);
        var index = types.Add($"Compact<{unit}>", _ => PortableType.Anonymous(new TypeDefinition.Compact(unit)));
        return new TypeDefinition.Variant(
        [
            Variant("Id", 0, Field(types, null, Scale.AccountId, "AccountId")),
            Variant("Index", 1, new TypeField(null, index, "AccountIndex")),
            Variant("Raw", 2, Field(types, null, Scale.Bytes, "Vec<u8>")),
            Variant("Address32", 3, Field(types, null, Scale.FixedBytes(Bytes32.Length), "[u8; 32]")),
            Variant("Address20", 4, Field(types, null, Scale.FixedBytes(EthereumLength), "[u8; 20]")),
        ]);
    }

    protected override ImmutableArray<TypeParameter> Parameters(TypeRegistryBuilder types) =>
    [
        new TypeParameter("AccountId", Scale.AccountId.Describe(types)),
        new TypeParameter("AccountIndex", Scale.Unit.Describe(types)),
    ];
}
