using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using SubstraTee.Primitives;

namespace SubstraTee.Codec;

/// <summary>The codecs of built-in types and the ways to combine them.</summary>
public static class Scale
{
    /// <summary>A boolean: one byte, 0 or 1.</summary>
    public static ScaleCodec<bool> Bool { get; } =
        new PrimitiveCodec<bool>(PrimitiveKind.Bool, 1, (w, v) => w.WriteBool(v), (ref r) => r.ReadBool());

    /// <summary>An unsigned 8-bit number.</summary>
    public static ScaleCodec<byte> U8 { get; } =
        new PrimitiveCodec<byte>(PrimitiveKind.U8, 1, (w, v) => w.WriteByte(v), (ref r) => r.ReadByte());

    /// <summary>An unsigned 16-bit number.</summary>
    public static ScaleCodec<ushort> U16 { get; } =
        new PrimitiveCodec<ushort>(PrimitiveKind.U16, 2, (w, v) => w.WriteU16(v), (ref r) => r.ReadU16());

    /// <summary>An unsigned 32-bit number.</summary>
    public static ScaleCodec<uint> U32 { get; } =
        new PrimitiveCodec<uint>(PrimitiveKind.U32, 4, (w, v) => w.WriteU32(v), (ref r) => r.ReadU32());

    /// <summary>An unsigned 64-bit number.</summary>
    public static ScaleCodec<ulong> U64 { get; } =
        new PrimitiveCodec<ulong>(PrimitiveKind.U64, 8, (w, v) => w.WriteU64(v), (ref r) => r.ReadU64());

    /// <summary>An unsigned 128-bit number.</summary>
    public static ScaleCodec<UInt128> U128 { get; } =
        new PrimitiveCodec<UInt128>(PrimitiveKind.U128, 16, (w, v) => w.WriteU128(v), (ref r) => r.ReadU128());

    /// <summary>A signed 8-bit number.</summary>
    public static ScaleCodec<sbyte> I8 { get; } =
        new PrimitiveCodec<sbyte>(PrimitiveKind.I8, 1, (w, v) => w.WriteByte((byte)v), (ref r) => (sbyte)r.ReadByte());

    /// <summary>A signed 16-bit number.</summary>
    public static ScaleCodec<short> I16 { get; } =
        new PrimitiveCodec<short>(PrimitiveKind.I16, 2, (w, v) => w.WriteU16((ushort)v), (ref r) => (short)r.ReadU16());

    /// <summary>A signed 32-bit number.</summary>
    public static ScaleCodec<int> I32 { get; } =
        new PrimitiveCodec<int>(PrimitiveKind.I32, 4, (w, v) => w.WriteU32((uint)v), (ref r) => (int)r.ReadU32());

    /// <summary>A signed 64-bit number.</summary>
    public static ScaleCodec<long> I64 { get; } =
        new PrimitiveCodec<long>(PrimitiveKind.I64, 8, (w, v) => w.WriteU64((ulong)v), (ref r) => (long)r.ReadU64());

    /// <summary>A signed 128-bit number.</summary>
    public static ScaleCodec<Int128> I128 { get; } =
        new PrimitiveCodec<Int128>(PrimitiveKind.I128, 16, (w, v) => w.WriteU128((UInt128)v), (ref r) => (Int128)r.ReadU128());

    /// <summary>UTF-8 text behind its length in bytes.</summary>
    public static ScaleCodec<string> Str { get; } = new StringCodec(int.MaxValue);

    /// <summary>A u8 in compact form.</summary>
    public static ScaleCodec<byte> CompactU8 { get; } =
        new CompactCodec<byte>(U8, (w, v) => w.WriteCompact(v), (ref r) => (byte)r.ReadCompactU32(byte.MaxValue));

    /// <summary>A u16 in compact form.</summary>
    public static ScaleCodec<ushort> CompactU16 { get; } =
        new CompactCodec<ushort>(U16, (w, v) => w.WriteCompact(v), (ref r) => (ushort)r.ReadCompactU32(ushort.MaxValue));

    /// <summary>A u32 in compact form.</summary>
    public static ScaleCodec<uint> CompactU32 { get; } =
        new CompactCodec<uint>(U32, (w, v) => w.WriteCompact(v), (ref r) => r.ReadCompactU32());

    /// <summary>A u64 in compact form.</summary>
    public static ScaleCodec<ulong> CompactU64 { get; } =
        new CompactCodec<ulong>(U64, (w, v) => w.WriteCompact(v), (ref r) => r.ReadCompactU64());

    /// <summary>A u128 in compact form.</summary>
    public static ScaleCodec<UInt128> CompactU128 { get; } =
        new CompactCodec<UInt128>(U128, (w, v) => w.WriteCompact(v), (ref r) => r.ReadCompactU128());

    /// <summary>The type without values of its own: no bytes.</summary>
    public static ScaleCodec<Unit> Unit { get; } = new UnitCodec();

    /// <summary>Bytes behind their number.</summary>
    public static ScaleCodec<byte[]> Bytes { get; } = new BytesCodec(int.MaxValue);

    /// <summary>Bytes behind their number, as memory that a record may show without being changed through it.</summary>
    public static ScaleCodec<ReadOnlyMemory<byte>> Memory { get; } = MemoryOf(int.MaxValue);

    /// <summary>Bits, first bit lowest, in bytes: <c>BitVec&lt;u8, Lsb0&gt;</c>.</summary>
    public static ScaleCodec<BitSequence> BitVec { get; } = BitVecOf(BitStore.U8, BitOrder.Lsb0);

    /// <summary>A 256-bit hash (<c>primitive_types::H256</c>).</summary>
    public static ScaleCodec<Hash256> Hash256 { get; } =
        new Bytes32Codec<Hash256>("primitive_types::H256", v => v.Bytes, b => new Hash256(b));

    /// <summary>An account (<c>sp_core::crypto::AccountId32</c>).</summary>
    public static ScaleCodec<AccountId> AccountId { get; } =
        new Bytes32Codec<AccountId>("sp_core::crypto::AccountId32", v => v.Bytes, b => new AccountId(b));

    /// <summary>A shard's identity; on chain a plain <c>H256</c>, as in Integritee's pallets.</summary>
    public static ScaleCodec<ShardId> ShardId { get; } =
        new Bytes32Codec<ShardId>("primitive_types::H256", v => v.Bytes, b => new ShardId(b));

    /// <summary>An enclave instance's identity.</summary>
    public static ScaleCodec<InstanceId> InstanceId { get; } =
        new Bytes32Codec<InstanceId>("substratee::InstanceId", v => v.Bytes, b => new InstanceId(b));

    /// <summary>A shard's public encryption key.</summary>
    public static ScaleCodec<ShieldingKey> ShieldingKey { get; } =
        new Bytes32Codec<ShieldingKey>("substratee::ShieldingKey", v => v.Bytes, b => new ShieldingKey(b));

    /// <summary>Thirty-two bytes of no particular meaning: <c>[u8; 32]</c>.</summary>
    public static ScaleCodec<Bytes32> Bytes32 { get; } = new Bytes32Codec<Bytes32>(null, v => v, b => b);

    /// <summary>A measurement: family and 32 to 64 bytes.</summary>
    public static ScaleCodec<Measurement> Measurement { get; } = new MeasurementCodec();

    /// <summary>UTF-8 text of at most <paramref name="maxBytes"/> bytes.</summary>
    public static ScaleCodec<string> StrOf(int maxBytes) => new StringCodec(maxBytes);

    /// <summary>At most <paramref name="max"/> bytes behind their number.</summary>
    public static ScaleCodec<byte[]> BytesOf(int max) => new BytesCodec(max);

    /// <summary>Exactly <paramref name="length"/> bytes, without their number.</summary>
    public static ScaleCodec<byte[]> FixedBytes(int length) => new FixedBytesCodec(length);

    /// <summary>At most <paramref name="max"/> bytes behind their number.</summary>
    public static ScaleCodec<ReadOnlyMemory<byte>> MemoryOf(int max) => new MemoryCodec(max);

    /// <summary>Exactly <paramref name="length"/> bytes, without their number.</summary>
    public static ScaleCodec<ReadOnlyMemory<byte>> FixedMemory(int length) => new FixedMemoryCodec(length);

    /// <summary>Bits packed into words of <paramref name="store"/>.</summary>
    public static ScaleCodec<BitSequence> BitVecOf(BitStore store, BitOrder order) => new BitSequenceCodec(store, order);

    /// <summary>Items behind their number, at most <paramref name="max"/> of them.</summary>
    public static ScaleCodec<ImmutableArray<T>> Vec<T>(ScaleCodec<T> item, int max = int.MaxValue) =>
        item is ScaleCodec<byte> && ReferenceEquals(item, U8)
            ? (ScaleCodec<ImmutableArray<T>>)(object)new ByteListCodec(max)
            : new VecCodec<T>(item, max);

    /// <summary>Exactly <paramref name="length"/> items, without their number.</summary>
    public static ScaleCodec<ImmutableArray<T>> Array<T>(ScaleCodec<T> item, int length) => new ArrayCodec<T>(item, length);

    /// <summary>A value type or nothing.</summary>
    public static ScaleCodec<T?> Option<T>(ScaleCodec<T> some)
        where T : struct => new OptionCodec<T?>(
            some, (w, v) => some.Write(w, v.GetValueOrDefault()), (ref r) => some.Read(ref r), v => v.HasValue);

    /// <summary>A reference type or nothing.</summary>
    public static ScaleCodec<T?> OptionRef<T>(ScaleCodec<T> some)
        where T : class => new OptionCodec<T?>(some, (w, v) => some.Write(w, v!), (ref r) => some.Read(ref r), v => v is not null);

    /// <summary>A value or an error.</summary>
    public static ScaleCodec<Result<T, TError>> Result<T, TError>(ScaleCodec<T> ok, ScaleCodec<TError> error) =>
        new ResultCodec<T, TError>(ok, error);

    /// <summary>Two values one after the other.</summary>
    public static ScaleCodec<(T1 First, T2 Second)> Tuple<T1, T2>(ScaleCodec<T1> first, ScaleCodec<T2> second) =>
        new TupleCodec<T1, T2>(first, second);

    /// <summary>Three values one after the other.</summary>
    public static ScaleCodec<(T1 First, T2 Second, T3 Third)> Tuple<T1, T2, T3>(
        ScaleCodec<T1> first, ScaleCodec<T2> second, ScaleCodec<T3> third) => new TupleCodec<T1, T2, T3>(first, second, third);

    /// <summary>Four values one after the other.</summary>
    public static ScaleCodec<(T1 First, T2 Second, T3 Third, T4 Fourth)> Tuple<T1, T2, T3, T4>(
        ScaleCodec<T1> first, ScaleCodec<T2> second, ScaleCodec<T3> third, ScaleCodec<T4> fourth) =>
        new TupleCodec<T1, T2, T3, T4>(first, second, third, fourth);

    /// <summary>A map whose keys ascend strictly (<c>BTreeMap</c>), of at most <paramref name="max"/> entries.</summary>
    [SuppressMessage("Design", "MA0016", Justification = "order is part of the encoding")]
    public static ScaleCodec<ImmutableSortedDictionary<TKey, TValue>> Map<TKey, TValue>(
        ScaleCodec<TKey> key, ScaleCodec<TValue> value, int max = int.MaxValue)
        where TKey : notnull => new MapCodec<TKey, TValue>(key, value, max);

    /// <summary>A set whose items ascend strictly (<c>BTreeSet</c>), of at most <paramref name="max"/> items.</summary>
    [SuppressMessage("Design", "MA0016", Justification = "order is part of the encoding")]
    public static ScaleCodec<ImmutableSortedSet<T>> Set<T>(ScaleCodec<T> item, int max = int.MaxValue) =>
        new SetCodec<T>(item, max);

    /// <summary>The encoding of <paramref name="inner"/> seen as another C# type of the same bytes.</summary>
    public static ScaleCodec<T> Convert<T, TInner>(ScaleCodec<TInner> inner, Func<T, TInner> toInner, Func<TInner, T> fromInner) =>
        new MappedCodec<T, TInner>(inner, toInner, fromInner);

    /// <summary>A codec that is built on first use: for types that mention themselves, and to cut initialisation cycles.</summary>
    public static ScaleCodec<T> Lazy<T>(Func<ScaleCodec<T>> codec, int minSize) => new LazyCodec<T>(codec, minSize);
}
