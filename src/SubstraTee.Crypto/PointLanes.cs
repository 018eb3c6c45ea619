using System.Runtime.CompilerServices;

namespace SubstraTee.Crypto;

/// <summary>Eight points of edwards25519 in extended coordinates: x = X/Z, y = Y/Z, xy = T/Z.</summary>
/// <remarks>Formulas of Hisil, Wong, Carter and Dawson ("Twisted Edwards Curves Revisited", a = −1), complete on this curve.</remarks>
internal struct PointLanes
{
    public FieldLanes X, Y, Z, T;

    public static PointLanes Identity =>
        new() { X = FieldLanes.Small(0), Y = FieldLanes.Small(1), Z = FieldLanes.Small(1), T = FieldLanes.Small(0) };

    /// <summary>2^count times the point, in place; T is computed for the last one only.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Double(ref PointLanes p, int count)
    {
        for (var i = 1; i <= count; i++)
        {
            FieldLanes.Square(in p.X, out var xx);
            FieldLanes.Square(in p.Y, out var yy);
            FieldLanes.SquareTwice(in p.Z, out var zz2);
            FieldLanes.Add(in p.X, in p.Y, out var sum);
            FieldLanes.Square(in sum, out sum);
            FieldLanes.Add(in yy, in xx, out var h);
            FieldLanes.Subtract(in yy, in xx, out var g);
            FieldLanes.Subtract(in sum, in h, out var e);
            FieldLanes.Subtract(in zz2, in g, out var f);
            Complete(in e, in f, in g, in h, ref p, withT: i == count);
        }
    }

    /// <summary>Adds a point that was prepared for adding, in place.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(ref PointLanes p, in PreparedLanes q, bool withT)
    {
        FieldLanes.Add(in p.Y, in p.X, out var a);
        FieldLanes.Multiply(in a, in q.Sum, out a);
        FieldLanes.Subtract(in p.Y, in p.X, out var b);
        FieldLanes.Multiply(in b, in q.Difference, out b);
        FieldLanes.Multiply(in q.T2D, in p.T, out var c);
        FieldLanes.Multiply(in p.Z, in q.Z, out var d);
        FieldLanes.Add(in d, in d, out d);
        FieldLanes.Subtract(in a, in b, out var e);
        FieldLanes.Subtract(in d, in c, out var f);
        FieldLanes.Add(in d, in c, out var g);
        FieldLanes.Add(in a, in b, out var h);
        Complete(in e, in f, in g, in h, ref p, withT);
    }

    /// <summary>Adds a prepared point whose Z is one, in place.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddAffine(ref PointLanes p, in PreparedLanes q, bool withT)
    {
        FieldLanes.Add(in p.Y, in p.X, out var a);
        FieldLanes.Multiply(in a, in q.Sum, out a);
        FieldLanes.Subtract(in p.Y, in p.X, out var b);
        FieldLanes.Multiply(in b, in q.Difference, out b);
        FieldLanes.Multiply(in q.T2D, in p.T, out var c);
        FieldLanes.Add(in p.Z, in p.Z, out var d);
        FieldLanes.Subtract(in a, in b, out var e);
        FieldLanes.Subtract(in d, in c, out var f);
        FieldLanes.Add(in d, in c, out var g);
        FieldLanes.Add(in a, in b, out var h);
        Complete(in e, in f, in g, in h, ref p, withT);
    }

    private static void Complete(
        in FieldLanes e, in FieldLanes f, in FieldLanes g, in FieldLanes h, ref PointLanes p, bool withT)
    {
        FieldLanes.Multiply(in e, in f, out p.X);
        FieldLanes.Multiply(in g, in h, out p.Y);
        FieldLanes.Multiply(in f, in g, out p.Z);
        if (withT)
        {
            FieldLanes.Multiply(in e, in h, out p.T);
        }
    }
}

/// <summary>Eight points prepared for adding: Y + X, Y − X, Z, 2dT.</summary>
internal struct PreparedLanes
{
    public FieldLanes Sum, Difference, Z, T2D;

    public static void From(in PointLanes p, out PreparedLanes prepared)
    {
        Unsafe.SkipInit(out prepared);
        FieldLanes.Add(in p.Y, in p.X, out prepared.Sum);
        FieldLanes.Subtract(in p.Y, in p.X, out prepared.Difference);
        prepared.Z = p.Z;
        FieldLanes.Multiply(in p.T, in RistrettoLanes.TwiceD, out prepared.T2D);
    }

    /// <summary>The negative of the points where the mask is set; what becomes of them may only be multiplied.</summary>
    [SkipLocalsInit]
    public void NegateIf(System.Runtime.Intrinsics.Vector512<long> mask)
    {
        var sum = Sum;
        FieldLanes.Select(mask, in Difference, in sum, out Sum);
        FieldLanes.Select(mask, in sum, in Difference, out Difference);
        FieldLanes.NegateIf(mask, in T2D, out T2D);
    }
}
