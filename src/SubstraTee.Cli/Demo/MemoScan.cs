using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace SubstraTee.Cli;

/// <summary>Looks for secrets in files and in a process's memory: raw, hexadecimal, base64, and as UTF-16 text.</summary>
/// <remarks>Client-to-server WebSocket frames are masked, so captured traffic is unmasked before it is searched.</remarks>
internal sealed class MemoScan
{
    // Base64 shifts with the position of a secret in what is encoded; its inner part at each of the three shifts does not.
    private const int Shifts = 3;
    private const int ChunkBytes = 16 * 1024 * 1024;

    private readonly Dictionary<ulong, List<(int Memo, byte[] Pattern)>> _patterns = [];
    // Nearly every place is ruled out by its first two bytes, which keeps the scan as fast as memory is read.
    private readonly bool[] _starts = new bool[ushort.MaxValue + 1];
    private readonly byte[] _buffer = new byte[ChunkBytes];
    private readonly int _longest;

    /// <summary>Prepares to look for some secrets.</summary>
    public MemoScan(ImmutableArray<byte[]> memos)
    {
        foreach (var (memo, form) in memos.SelectMany((memo, index) => Forms(memo).Select(form => (index, form))))
        {
            var key = BinaryPrimitives.ReadUInt64LittleEndian(form);
            if (!_patterns.TryGetValue(key, out var known))
            {
                _patterns[key] = known = [];
            }

            known.Add((memo, form));
            _starts[BinaryPrimitives.ReadUInt16LittleEndian(form)] = true;
            _longest = Math.Max(_longest, form.Length);
        }
    }

    /// <summary>The secrets found in the files of a folder, by number.</summary>
    public SortedSet<int> Folder(string folder)
    {
        var found = new SortedSet<int>();
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            // Lock files are empty and cannot be opened by anybody else.
            if (new FileInfo(path).Length > 0)
            {
                using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                Stream(file, found);
            }
        }

        return found;
    }

    /// <summary>The secrets found in captured WebSocket traffic, by number.</summary>
    public SortedSet<int> Traffic(string folder)
    {
        var found = Folder(folder);
        foreach (var path in Directory.EnumerateFiles(folder))
        {
            Bytes(WebSocketUnmask.Payloads(File.ReadAllBytes(path)), found);
        }

        return found;
    }

    /// <summary>The secrets found in the memory of a process, by number.</summary>
    public SortedSet<int> Memory(int processId)
    {
        var found = new SortedSet<int>();
        using var memory = new FileStream(
            $"/proc/{processId}/mem", FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        foreach (var line in File.ReadLines($"/proc/{processId}/maps"))
        {
            var fields = line.Split(' ', 6, StringSplitOptions.RemoveEmptyEntries);
            var readable = fields[1].StartsWith("rw", StringComparison.Ordinal);
            var bounds = fields[0].Split('-');
            if (readable && long.TryParse(bounds[0], NumberStyles.HexNumber, null, out var start)
                && long.TryParse(bounds[1], NumberStyles.HexNumber, null, out var end))
            {
                Region(memory, start, end, found);
            }
        }

        return found;
    }

    private static IEnumerable<byte[]> Forms(byte[] memo)
    {
        yield return memo;
        foreach (var text in Texts(memo))
        {
            yield return Encoding.ASCII.GetBytes(text);
            yield return Encoding.Unicode.GetBytes(text);
        }
    }

    private static IEnumerable<string> Texts(byte[] memo)
    {
        yield return Convert.ToHexStringLower(memo);
        yield return Convert.ToHexString(memo);
        for (var shift = 0; shift < Shifts; shift++)
        {
            var text = Convert.ToBase64String([.. new byte[shift], .. memo]);
            yield return text[4..^4];
        }
    }

    private void Region(FileStream memory, long start, long end, SortedSet<int> found)
    {
        var at = start;
        while (at < end)
        {
            try
            {
                var read = RandomAccess.Read(memory.SafeFileHandle, _buffer.AsSpan(0, (int)Math.Min(ChunkBytes, end - at)), at);
                Bytes(_buffer.AsSpan(0, read), found);
                if (read <= _longest || at + read >= end)
                {
                    return;
                }

                at += read - _longest;
            }
            catch (IOException)
            {
                // A region that the process has given back since, or that nobody may read.
                return;
            }
        }
    }

    private void Stream(Stream stream, SortedSet<int> found)
    {
        var buffer = _buffer;
        var kept = 0;
        int read;
        while ((read = stream.Read(buffer, kept, buffer.Length - kept)) > 0)
        {
            var length = kept + read;
            Bytes(buffer.AsSpan(0, length), found);
            kept = Math.Min(length, _longest - 1);
            buffer.AsSpan(length - kept, kept).CopyTo(buffer);
        }
    }

    private void Bytes(ReadOnlySpan<byte> bytes, SortedSet<int> found)
    {
        for (var i = 0; i + sizeof(ulong) <= bytes.Length; i++)
        {
            if (_starts[BinaryPrimitives.ReadUInt16LittleEndian(bytes[i..])]
                && _patterns.TryGetValue(BinaryPrimitives.ReadUInt64LittleEndian(bytes[i..]), out var patterns))
            {
                foreach (var (memo, pattern) in patterns)
                {
                    if (bytes[i..].StartsWith(pattern))
                    {
                        found.Add(memo);
                    }
                }
            }
        }
    }
}
