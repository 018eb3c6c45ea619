using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace SubstraTee.Enclave.Program;

/// <summary>The few system calls that pseudo-files and devices need exactly as they are.</summary>
/// <remarks>
/// .NET's own files lock, buffer and read ahead, and its directories take an existing one for a new one: on configfs each of
/// these means something else.
/// </remarks>
internal static partial class Posix
{
    private const string LibC = "libc";
    private const int ReadOnlyFlag = 0;
    private const int WriteOnlyFlag = 1;
    private const int ReadWriteFlag = 2;
    private const int CloseOnExec = 0x80000;
    private const uint OwnerOnly = 0x1C0;

    /// <summary>Makes a directory; says so when it is there already.</summary>
    public static Errno MakeDirectory(string path) => Result(MkDir(path, OwnerOnly));

    /// <summary>Removes an empty directory; on configfs, an entry with all its attributes.</summary>
    public static Errno RemoveDirectory(string path) => Result(RmDir(path));

    /// <summary>Writes a value with one call, which is how attributes take them.</summary>
    public static Errno Write(string path, ReadOnlySpan<byte> value)
    {
        var file = Open(path, WriteOnlyFlag | CloseOnExec);
        if (file < 0)
        {
            return LastError();
        }

        var written = Write(file, in MemoryMarshal.GetReference(value), (nuint)value.Length);
        var error = written < 0 ? LastError() : written == value.Length ? Errno.None : Errno.InputOutput;
        var closed = Result(Close(file));
        return error == Errno.None ? closed : error;
    }

    /// <summary>Reads a value to its end, but no more than a number of bytes: a longer one is an error.</summary>
    public static Errno Read(string path, int maxLength, out byte[] value)
    {
        value = [];
        var file = Open(path, ReadOnlyFlag | CloseOnExec);
        if (file < 0)
        {
            return LastError();
        }

        var buffer = new byte[maxLength + 1];
        var length = 0;
        nint count;
        do
        {
            count = Read(file, ref buffer[length], (nuint)(buffer.Length - length));
            length += (int)Math.Max(count, 0);
        }
        while (count > 0 && length < buffer.Length);
        var error = count < 0 ? LastError() : length > maxLength ? Errno.InputOutput : Errno.None;
        _ = Close(file);
        if (error == Errno.None)
        {
            value = buffer[..length];
        }

        // Keys are read in this way too, and no copy of one may stay behind.
        CryptographicOperations.ZeroMemory(buffer);
        return error;
    }

    /// <summary>Opens a device, asks it once, and closes it.</summary>
    public static unsafe Errno DeviceControl(string path, uint request, void* argument)
    {
        var file = Open(path, ReadWriteFlag | CloseOnExec);
        if (file < 0)
        {
            return LastError();
        }

        var error = Result(IoCtl(file, request, argument));
        _ = Close(file);
        return error;
    }

    private static Errno Result(int result) => result < 0 ? LastError() : Errno.None;

    private static Errno LastError() => (Errno)Marshal.GetLastPInvokeError();

    [LibraryImport(LibC, EntryPoint = "mkdir", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MkDir(string path, uint mode);

    [LibraryImport(LibC, EntryPoint = "rmdir", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RmDir(string path);

    [LibraryImport(LibC, EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport(LibC, EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int file);

    [LibraryImport(LibC, EntryPoint = "read", SetLastError = true)]
    private static partial nint Read(int file, ref byte buffer, nuint length);

    [LibraryImport(LibC, EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(int file, in byte buffer, nuint length);

    [LibraryImport(LibC, EntryPoint = "ioctl", SetLastError = true)]
    private static unsafe partial int IoCtl(int file, nuint request, void* argument);
}
