using System.Runtime.InteropServices;

namespace SubstraTee.Wasm;

/// <summary>The three calls of the operating system that .NET has no name for: address space without memory, and giving memory back.</summary>
internal static unsafe partial class LinuxMemory
{
    // The platform's own, by its full name; never one that lies beside the program.
    private const string Library = "libc.so.6";
    private const int ReadWrite = 0x1 | 0x2;
    private const int PrivateAnonymousNoReserve = 0x2 | 0x20 | 0x4000;
    private const int DontNeed = 4;

    /// <summary>Reserves zeroed memory, which is taken page by page when it is touched.</summary>
    public static byte* Reserve(nuint bytes)
    {
        var address = MemoryMap(0, bytes, ReadWrite, PrivateAnonymousNoReserve, -1, 0);
        return address != -1
            ? (byte*)address
            : throw new InvalidOperationException($"the system gave no address space for {bytes} bytes; lower the store's memory cap");
    }

    /// <summary>Gives a whole reservation back.</summary>
    public static bool Release(byte* address, nuint bytes) => MemoryUnmap((nint)address, bytes) == 0;

    /// <summary>Makes whole pages zero by giving their memory back; false when the system will not.</summary>
    public static bool Discard(byte* address, nuint bytes) => MemoryAdvise((nint)address, bytes, DontNeed) == 0;

    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [LibraryImport(Library, EntryPoint = "mmap")]
    private static partial nint MemoryMap(nint address, nuint length, int protection, int flags, int file, nint offset);

    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [LibraryImport(Library, EntryPoint = "munmap")]
    private static partial int MemoryUnmap(nint address, nuint length);

    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [LibraryImport(Library, EntryPoint = "madvise")]
    private static partial int MemoryAdvise(nint address, nuint length, int advice);
}
