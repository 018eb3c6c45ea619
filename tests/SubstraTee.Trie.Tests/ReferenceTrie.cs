using SubstraTee.Crypto;

namespace SubstraTee.Trie.Tests;

/// <summary>The root as the specification says it, top down and without any sharing: what the trie is compared with.</summary>
internal static class ReferenceTrie
{
    public static byte[] Root(IReadOnlyDictionary<byte[], byte[]> entries, StateVersion version)
    {
        var items = entries
            .Select(e => (Path: e.Key.SelectMany(b => new[] { b >> 4, b & 15 }).ToArray(), e.Value))
            .ToArray();
        return Hash(items.Length == 0 ? [0] : Encode(items, 0, version));
    }

    private static byte[] Encode((int[] Path, byte[] Value)[] items, int depth, StateVersion version)
    {
        var end = depth;
        while (items.All(i => i.Path.Length > end && i.Path[end] == items[0].Path[end]))
        {
            end++;
        }

        var path = items[0].Path[depth..end];
        var own = items.Where(i => i.Path.Length == end).Select(i => i.Value).SingleOrDefault();
        var groups = items.Where(i => i.Path.Length > end).GroupBy(i => i.Path[end]).OrderBy(g => g.Key).ToArray();
        var hashed = own is not null && version == StateVersion.V1 && own.Length > 32;
        var result = new List<byte>();
        Header(result, groups.Length > 0, own is not null, hashed, path.Length);
        if (path.Length % 2 == 1)
        {
            path = [0, .. path];
        }

        result.AddRange(path.Chunk(2).Select(pair => (byte)((pair[0] << 4) | pair[1])));
        if (groups.Length > 0)
        {
            var bitmap = groups.Sum(g => 1 << g.Key);
            result.AddRange([(byte)bitmap, (byte)(bitmap >> 8)]);
        }

        if (own is not null)
        {
            result.AddRange(hashed ? Hash(own) : Sized(own));
        }

        foreach (var group in groups)
        {
            var child = Encode([.. group], end + 1, version);
            result.AddRange(Sized(child.Length < 32 ? child : Hash(child)));
        }

        return [.. result];
    }

    internal static void Header(List<byte> result, bool branch, bool value, bool hashed, int length)
    {
        var (mark, bits) = (branch, value, hashed) switch
        {
            (false, _, false) => (0x40, 6),
            (false, _, true) => (0x20, 5),
            (true, false, _) => (0x80, 6),
            (true, true, false) => (0xC0, 6),
            (true, true, true) => (0x10, 4),
        };
        var room = (1 << bits) - 1;
        if (length < room)
        {
            result.Add((byte)(mark + length));
            return;
        }

        result.Add((byte)(mark + room));
        for (length -= room; length >= 255; length -= 255)
        {
            result.Add(255);
        }

        result.Add((byte)length);
    }

    internal static byte[] Sized(byte[] bytes) => bytes.Length switch
    {
        < 64 => [(byte)(bytes.Length << 2), .. bytes],
        < 1 << 14 => [(byte)((bytes.Length << 2) | 1), (byte)(bytes.Length >> 6), .. bytes],
        _ => [.. BitConverter.GetBytes((bytes.Length << 2) | 2), .. bytes],
    };

    private static byte[] Hash(byte[] bytes) => Blake2b.Hash256(bytes).ToArray();
}
