using System.Collections.Immutable;
using SubstraTee.Primitives;

namespace SubstraTee.Codec.Tests.Samples;

/// <summary>What the System pallet keeps of an account.</summary>
/// <param name="Nonce">How many transactions it sent.</param>
/// <param name="Consumers">What depends on it.</param>
/// <param name="Providers">What keeps it alive.</param>
/// <param name="Sufficients">What keeps it alive by itself.</param>
/// <param name="Data">Its <see cref="Samples.Balances"/>.</param>
[ScaleType("frame_system::AccountInfo")]
public partial record AccountInfo(uint Nonce, uint Consumers, uint Providers, uint Sufficients, Balances Data);

[ScaleType("pallet_balances::types::AccountData")]
public readonly partial record struct Balances(UInt128 Free, UInt128 Reserved, UInt128 Frozen, UInt128 Flags);

/// <summary>
/// A little of everything
/// that a field can be.
/// </summary>
[ScaleType(StructuralEquality = true)]
public sealed partial record Everything(
    bool Flag,
    sbyte Small,
    short Short,
    int Int,
    long Long,
    Int128 Wide,
    byte Byte,
    ushort Word,
    [Compact] byte PackedByte,
    [Compact] ushort PackedWord,
    [Compact] uint PackedInt,
    [Compact] ulong PackedLong,
    [Compact] UInt128 PackedWide,
    [Compact] uint? MaybePacked,
    [Compact] ImmutableArray<uint> PackedItems,
    [MaxLength(16)] string Name,
    string? Nickname,
    byte[] Blob,
    [MaxLength(4)] byte[] ShortBlob,
    [FixedLength(4)] byte[] FourBytes,
    ReadOnlyMemory<byte> Memory,
    [FixedLength(2)] ReadOnlyMemory<byte> TwoBytes,
    ImmutableArray<byte> Bytes,
    [FixedLength(3)] ImmutableArray<ushort> Three,
    [MaxLength(5)] ImmutableArray<string> Names,
    ImmutableSortedDictionary<uint, string> Map,
    [MaxLength(3)] ImmutableSortedSet<ushort> Set,
    (uint Height, bool Final) Pair,
    (byte, ushort, string) Triple,
    (byte, byte, byte, Balances?) Four,
    Result<uint, string> Outcome,
    BitSequence Bits,
    Hash256 Hash,
    AccountId Account,
    ShardId Shard,
    InstanceId Instance,
    ShieldingKey Shielding,
    Bytes32 Raw,
    Measurement Measurement,
    Unit Nothing,
    Color Color,
    Color? MaybeColor,
    Shape Figure,
    Shape? MaybeFigure,
    HandWritten Own,
    [ScaleCodec(typeof(Custom), nameof(Custom.Reversed))] uint Reversed,
    [ScaleName("renamed", TypeName = "T::Index")] ulong Original,
    Crate<ushort> Boxed);

/// <summary>Colours, with a gap.</summary>
[ScaleType]
public enum Color : byte
{
    /// <summary>Like blood.</summary>
    Red = 0,
    Green = 1,
    [ScaleName("Azure")]
    Blue = 7,
}

[ScaleType("test::Shape", StructuralEquality = true)]
public abstract partial record Shape
{
    /// <summary>No extent.</summary>
    [ScaleVariant(0)]
    public sealed partial record Point : Shape;

    /// <summary>A circle.</summary>
    /// <param name="Radius">From the middle to the rim.</param>
    [ScaleVariant(2)]
    public sealed partial record Circle([Compact] uint Radius) : Shape;

    [ScaleVariant(9, Positional = true)]
    public sealed partial record Path(ImmutableArray<(int X, int Y)> Points, byte[] Tag) : Shape;
}

[ScaleType]
public abstract partial record Expression
{
    [ScaleVariant(0)]
    public sealed record Number(uint Value) : Expression;

    [ScaleVariant(1)]
    public sealed record Sum(Expression Left, Expression Right) : Expression;

    [ScaleVariant(2)]
    public sealed record List(ImmutableArray<Expression> Items) : Expression;
}

[ScaleType(StructuralEquality = true)]
public sealed partial record Tree(uint Value, Tree? Parent, ImmutableArray<Tree> Children);

[ScaleType]
public partial record Crate<T>(T Content, ImmutableArray<T> More, Crate<T>? Inner);

[ScaleType]
public sealed partial class Settings
{
    public required uint First { get; init; }

    [MaxLength(8)]
    public string Second { get; set; } = "";

    public uint Computed => First + 1;
}

[ScaleType(Validate = nameof(IsValid))]
public readonly partial record struct Percent(byte Value)
{
    public bool IsValid => Value <= 100;
}

public static partial class Outer
{
    [ScaleType(Positional = true)]
    public partial record Nested(uint Value, Inner Kind);

    [ScaleType]
    public enum Inner
    {
        One = 1,
        Two = 2,
    }
}

public readonly record struct HandWritten(ushort Value)
{
    public static ScaleCodec<HandWritten> Codec { get; } = Scale.Convert(Scale.U16, (HandWritten one) => one.Value, value => new HandWritten(value));
}

public static class Custom
{
    public static readonly ScaleCodec<uint> Reversed = Scale.Convert(
        Scale.U32,
        (uint value) => System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(value),
        System.Buffers.Binary.BinaryPrimitives.ReverseEndianness);
}
