using System.Runtime.InteropServices;

namespace SubstraTee.Worker;

/// <summary>Puts a folder's entries on disk: a rename is durable only when its folder is, and .NET opens no folders.</summary>
internal static partial class FolderFlush
{
    private const int ReadOnly = 0;
    private const int Directory = 0x10000;
    private const int CloseOnExec = 0x80000;

    /// <summary>Flushes a folder.</summary>
    /// <exception cref="IOException">The system could not.</exception>
    public static void Flush(string folder)
    {
        var handle = Open(folder, ReadOnly | Directory | CloseOnExec);
        if (handle < 0)
        {
            throw Failure("open");
        }

        try
        {
            if (Sync(handle) != 0)
            {
                throw Failure("flush");
            }
        }
        finally
        {
            _ = Close(handle);
        }
    }

    private static IOException Failure(string what) =>
        new($"cannot {what} a folder: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Sync(int handle);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int handle);
}
