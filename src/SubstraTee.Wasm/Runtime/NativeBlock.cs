using System.Runtime.InteropServices;

namespace SubstraTee.Wasm;

/// <summary>Zeroed native memory of a fixed size, freed when nobody holds it.</summary>
internal sealed unsafe class NativeBlock : SafeHandle
{
    public NativeBlock(nuint bytes)
        : base(0, ownsHandle: true)
    {
        Bytes = bytes;
        SetHandle((nint)NativeMemory.AllocZeroed(Math.Max(bytes, 1)));
    }

    public nuint Bytes { get; }

    public void* Address => (void*)handle;

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        NativeMemory.Free(Address);
        return true;
    }
}
