using System.Text;

namespace SubstraTee.Cli.Tests;

/// <summary>The demo's scan finds what it looks for, in every form and place: a scan that finds nothing proves nothing otherwise.</summary>
public sealed class MemoScanTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("stee-scan-");
    private readonly byte[] _memo = [.. Enumerable.Range(1, 32).Select(i => (byte)((i * 37) ^ 0x5a))];

    public void Dispose() => _folder.Delete(recursive: true);

    public static TheoryData<string> Forms => new("raw", "hex", "HEX", "base64", "base64+1", "base64+2", "utf16");

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_memo_in_a_file_is_found_in_every_form(string form)
    {
        byte[] surrounded = [.. new byte[100_000], .. Written(form), .. new byte[100]];
        File.WriteAllBytes(Path.Combine(_folder.FullName, "file"), surrounded);
        Assert.Equal([0], new MemoScan([_memo]).Folder(_folder.FullName));
        Assert.Empty(new MemoScan([[.. _memo.Reverse()]]).Folder(_folder.FullName));
    }

    [Fact]
    public void A_memo_in_a_masked_frame_is_found()
    {
        byte[] mask = [1, 2, 3, 4];
        var payload = _memo.Select((b, i) => (byte)(b ^ mask[i % 4]));
        File.WriteAllBytes(
            Path.Combine(_folder.FullName, "stream"),
            [.. "GET / HTTP/1.1\r\n\r\n"u8, 0x82, 0x80 | 32, .. mask, .. payload]);
        Assert.Equal([0], new MemoScan([_memo]).Traffic(_folder.FullName));
    }

    [Fact]
    public void A_memo_in_the_memory_of_a_process_is_found()
    {
        var held = GC.AllocateArray<byte>(_memo.Length, pinned: true);
        _memo.CopyTo(held, 0);
        Assert.Equal([0], new MemoScan([_memo]).Memory(Environment.ProcessId));
        GC.KeepAlive(held);
    }

    private byte[] Written(string form) => form switch
    {
        "raw" => _memo,
        "hex" => Encoding.ASCII.GetBytes(Convert.ToHexStringLower(_memo)),
        "HEX" => Encoding.ASCII.GetBytes(Convert.ToHexString(_memo)),
        "base64" => Encoding.ASCII.GetBytes(Convert.ToBase64String([.. new byte[3], .. _memo])),
        "base64+1" => Encoding.ASCII.GetBytes(Convert.ToBase64String([9, .. _memo, 8])),
        "base64+2" => Encoding.ASCII.GetBytes(Convert.ToBase64String([9, 9, .. _memo])),
        _ => Encoding.Unicode.GetBytes(Convert.ToHexStringLower(_memo)),
    };
}
