using System.Runtime.Intrinsics;

namespace SubstraTee.Crypto;

/// <summary>0 to 128 times the base point B, affine and prepared for adding: y + x, y − x, 2dxy.</summary>
/// <remarks>Computed at the first use, in under a millisecond.</remarks>
internal static class RistrettoBaseTable
{
    /// <summary>Three coordinates in fifteen words, padded.</summary>
    public const int EntryWords = 16;

    private const int Entries = 129;

    private static readonly ulong[] Table = Compute();

    public static ReadOnlySpan<ulong> Words => Table;

    private static ulong[] Compute()
    {
        // B of RFC 9496, section 4.1; its y is 4/5.
        var x = FieldLanes.FromBytes(Convert.FromHexString("1ad5258f602d56c9b2a7259560c72c695cdcd6fd31e2a4c0fe536ecdd3366921"));
        var y = FieldLanes.FromBytes(Convert.FromHexString("5866666666666666666666666666666666666666666666666666666666666666"));
        var b = new PointLanes { Z = FieldLanes.Small(1) };

        // Multiplied by one, so that the limbs are as small as those of any product.
        FieldLanes.Multiply(in x, in b.Z, out b.X);
        FieldLanes.Multiply(in y, in b.Z, out b.Y);
        FieldLanes.Multiply(in b.X, in b.Y, out b.T);
        PreparedLanes.From(in b, out var step);
        var table = new ulong[Entries * EntryWords];
        var words = new Vector512<ulong>[EntryWords];
        var multiple = PointLanes.Identity;
        for (var i = 0; i < Entries; i++)
        {
            FieldLanes.Invert(in multiple.Z, out var inverse);
            var affine = new PointLanes { Z = FieldLanes.Small(1) };
            FieldLanes.Multiply(in multiple.X, in inverse, out affine.X);
            FieldLanes.Multiply(in multiple.Y, in inverse, out affine.Y);
            FieldLanes.Multiply(in affine.X, in affine.Y, out affine.T);
            PreparedLanes.From(in affine, out var prepared);
            LaneTable.Pack(in prepared.Sum, words);
            LaneTable.Pack(in prepared.Difference, words.AsSpan(5));
            LaneTable.Pack(in prepared.T2D, words.AsSpan(10));
            for (var word = 0; word < EntryWords; word++)
            {
                // All lanes hold the same.
                table[(i * EntryWords) + word] = words[word][0];
            }

            PointLanes.Add(ref multiple, in step, withT: true);
        }

        return table;
    }
}
