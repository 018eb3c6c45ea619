namespace SubstraTee.Enclave.Program.Tests;

/// <summary>The thin adapters, on a folder of ordinary files: what they ask of the kernel, and what its errors become.</summary>
public sealed class PosixTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("substratee-posix-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Directories_are_made_once_and_removed_once()
    {
        var path = Path.Combine(_folder, "entry");
        Assert.Equal(Errno.None, Posix.MakeDirectory(path));
        Assert.Equal(Errno.Exists, Posix.MakeDirectory(path));
        Assert.Equal(Errno.None, Posix.RemoveDirectory(path));
        Assert.Equal(Errno.NoEntry, Posix.RemoveDirectory(path));
        Assert.Equal(Errno.NoEntry, Posix.MakeDirectory(Path.Combine(_folder, "no", "such")));
    }

    [Fact]
    public void Values_are_written_and_read_whole_and_never_beyond_a_bound()
    {
        var path = Path.Combine(_folder, "value");
        Assert.Equal(Errno.NoEntry, Posix.Write(path, [1]));
        Assert.Equal(Errno.NoEntry, Posix.Read(path, 10, out _));
        File.WriteAllBytes(path, []);
        Assert.Equal(Errno.None, Posix.Write(path, [1, 2, 3]));
        Assert.Equal(Errno.None, Posix.Read(path, 3, out var value));
        Assert.Equal([1, 2, 3], value);
        Assert.Equal(Errno.InputOutput, Posix.Read(path, 2, out value));
        Assert.Empty(value);
        Assert.Equal((Errno)21, Posix.Write(_folder, [1]));
    }

    [Fact]
    public void Reports_lie_where_they_should()
    {
        var reports = new ConfigfsReports(_folder);
        Assert.Equal(Errno.None, reports.Make("one"));
        File.WriteAllBytes(Path.Combine(_folder, "one", "inblob"), []);
        Assert.Equal(Errno.None, reports.Write("one", "inblob", [5, 6]));
        Assert.Equal(Errno.None, reports.Read("one", "inblob", 64, out var value));
        Assert.Equal([5, 6], value);
        File.Delete(Path.Combine(_folder, "one", "inblob"));
        Assert.Equal(Errno.None, reports.Remove("one"));
    }

    [Fact]
    public void A_device_that_is_none_says_so()
    {
        Assert.Equal(Errno.NoEntry, new SevGuestDevice(Path.Combine(_folder, "none")).Send(SevGuest.GetReport, new byte[96], new byte[4000], out _));
        Assert.Equal(Errno.NotTerminal, new SevGuestDevice("/dev/null").Send(SevGuest.GetReport, new byte[96], new byte[4000], out var exitInfo));
        Assert.Equal(0UL, exitInfo);
    }
}
