using System.Runtime.InteropServices;

namespace SubstraTee.Wasm;

/// <summary>Where a thread's stack ends, which .NET does not tell.</summary>
internal static unsafe partial class LinuxThread
{
    // The C library's is 56 bytes, or 64 on some processors.
    private const int AttributeBytes = 128;

    /// <summary>The lowest address of the current thread's stack.</summary>
    public static nuint StackEnd()
    {
        var attributes = stackalloc byte[AttributeBytes];
        nuint address;
        nuint bytes;
        if (GetAttributes(Self(), attributes) != 0)
        {
            throw new InvalidOperationException("the system does not tell where the thread's stack ends");
        }

        var failed = GetStack(attributes, &address, &bytes) != 0;
        _ = Destroy(attributes);
        return failed ? throw new InvalidOperationException("the system does not tell where the thread's stack ends") : address;
    }

    [LibraryImport("libc", EntryPoint = "pthread_self")]
    private static partial nint Self();

    [LibraryImport("libc", EntryPoint = "pthread_getattr_np")]
    private static partial int GetAttributes(nint thread, byte* attributes);

    [LibraryImport("libc", EntryPoint = "pthread_attr_getstack")]
    private static partial int GetStack(byte* attributes, nuint* address, nuint* bytes);

    [LibraryImport("libc", EntryPoint = "pthread_attr_destroy")]
    private static partial int Destroy(byte* attributes);
}
