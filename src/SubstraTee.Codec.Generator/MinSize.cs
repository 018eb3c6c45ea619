using System.Collections.Immutable;

namespace SubstraTee.Codec.Generator;

/// <summary>The fewest bytes of an encoding: what is known here, plus what other codecs know when the program runs.</summary>
internal readonly record struct MinSize(int Known, ImmutableArray<string> Others)
{
    public static readonly MinSize Zero = Of(0);

    public bool IsKnown => Others.IsEmpty;

    public static MinSize Of(int known) => new(known, []);

    public static MinSize From(string codec) => new(0, [codec + ".MinSize"]);

    public static MinSize operator +(MinSize left, MinSize right) => new(left.Known + right.Known, left.Others.AddRange(right.Others));

    public MinSize Times(int count) =>
        IsKnown ? Of(Known * count) : new(Known * count, [$"({count} * ({string.Join(" + ", Others)}))"]);

    /// <summary>The smaller of two, decided here where both are known.</summary>
    public static MinSize Min(MinSize left, MinSize right) => left.IsKnown && right.IsKnown
        ? Of(Math.Min(left.Known, right.Known))
        : new(0, [$"global::System.Math.Min({left}, {right})"]);

    public override string ToString() =>
        IsKnown ? $"{Known}" : string.Join(" + ", Known == 0 ? Others : Others.Insert(0, $"{Known}"));
}
