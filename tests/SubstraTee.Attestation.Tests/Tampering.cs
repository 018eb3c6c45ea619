namespace SubstraTee.Attestation.Tests;

/// <summary>Every cut and every flipped bit of a valid input: which ones are still accepted.</summary>
internal static class Tampering
{
    /// <summary>Positions of flipped bits (8 × byte + bit) that a check still accepts; an exception is a finding of its own.</summary>
    public static IReadOnlyList<int> AcceptedBits(byte[] valid, Func<byte[], bool> accepts) =>
        Accepted(8 * valid.Length, position =>
        {
            var changed = valid.ToArray();
            changed[position / 8] ^= (byte)(1 << (position % 8));
            return accepts(changed);
        });

    /// <summary>The same for one bit of every byte, where the whole is done for another form of the same evidence.</summary>
    public static IReadOnlyList<int> AcceptedBitsOfEachByte(byte[] valid, Func<byte[], bool> accepts) =>
        Accepted(valid.Length, index =>
        {
            var changed = valid.ToArray();
            changed[index] ^= (byte)(1 << (index % 8));
            return accepts(changed);
        });

    /// <summary>Lengths at which the input may be cut and is still accepted.</summary>
    public static IReadOnlyList<int> AcceptedCuts(byte[] valid, Func<byte[], bool> accepts) =>
        Accepted(valid.Length, length => accepts(valid[..length]));

    /// <summary>Whether a verdict accepts; whoever refuses says why.</summary>
    public static bool Accepts(Verdict verdict)
    {
        if (verdict is Verdict.Refused refused)
        {
            Assert.NotEqual(RefusalReason.None, refused.Reason);
            Assert.NotEmpty(refused.Detail);
            return false;
        }

        return true;
    }

    /// <summary>Whether something that may refuse does not; any other exception is a finding.</summary>
    public static bool Accepts(Action check)
    {
        try
        {
            check();
            return true;
        }
        catch (RefusalException)
        {
            return false;
        }
    }

    private static List<int> Accepted(int count, Func<int, bool> accepts)
    {
        var accepted = new bool[count];
        Parallel.For(0, count, position => accepted[position] = accepts(position));
        return [.. Enumerable.Range(0, count).Where(position => accepted[position])];
    }
}
