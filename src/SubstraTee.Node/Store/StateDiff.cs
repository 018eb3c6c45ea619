using SubstraTee.Codec;
using SubstraTee.Trie;

namespace SubstraTee.Node;

/// <summary>What a block did to the state, in a form that can be carried out forwards and backwards.</summary>
/// <remarks>Layout: number of changes, then for each key, value before and value after (SCALE; options).</remarks>
internal static class StateDiff
{
    public static byte[] Encode(IReadOnlyList<StateChange> changes)
    {
        var writer = new ScaleWriter(changes.Count * 128);
        writer.WriteCompact((uint)changes.Count);
        foreach (var (key, before, after) in changes)
        {
            writer.WriteBytes(key);
            WriteOption(writer, before);
            WriteOption(writer, after);
        }

        return writer.ToArray();
    }

    /// <summary>How many keys it changes.</summary>
    public static int CountOf(ReadOnlySpan<byte> diff) => new ScaleReader(diff).ReadCount(minItemSize: 3);

    /// <summary>Turns the state after the block into the state before it.</summary>
    public static void Undo(ReadOnlySpan<byte> diff, StateTrie state) => Carry(diff, state, forwards: false);

    /// <summary>Turns the state before the block into the state after it.</summary>
    public static void Redo(ReadOnlySpan<byte> diff, StateTrie state) => Carry(diff, state, forwards: true);

    private static void Carry(ReadOnlySpan<byte> diff, StateTrie state, bool forwards)
    {
        var reader = new ScaleReader(diff);
        for (var i = reader.ReadCount(minItemSize: 3); i > 0; i--)
        {
            var key = reader.ReadBytes(reader.ReadCount(1));
            var hadValue = ReadOption(ref reader, out var before);
            var hasValue = ReadOption(ref reader, out var after);
            if (forwards ? hasValue : hadValue)
            {
                state.Set(key, forwards ? after : before);
            }
            else
            {
                state.Remove(key);
            }
        }

        reader.EnsureEnd();
    }

    private static bool ReadOption(ref ScaleReader reader, out ReadOnlySpan<byte> value)
    {
        var isThere = reader.ReadBool();
        value = isThere ? reader.ReadBytes(reader.ReadCount(1)) : default;
        return isThere;
    }

    private static void WriteOption(ScaleWriter writer, byte[]? value)
    {
        writer.WriteBool(value is not null);
        if (value is not null)
        {
            writer.WriteBytes(value);
        }
    }
}
