using System.Runtime.InteropServices;

namespace SubstraTee.Wasm;

/// <summary>Address space of the system, zero at first, whose memory is taken when it is touched; given back when nobody holds it.</summary>
internal sealed unsafe class Reservation : SafeHandle
{
    private GCHandle _owner;

    public Reservation(nuint bytes)
        : base(0, ownsHandle: true)
    {
        Bytes = bytes;
        SetHandle((nint)LinuxMemory.Reserve(bytes));
    }

    public nuint Bytes { get; }

    public byte* Address => (byte*)handle;

    public override bool IsInvalid => handle == 0;

    /// <summary>A weak handle by which code that runs in the reservation finds whose it is.</summary>
    public nint HandleTo(object owner)
    {
        if (_owner.IsAllocated)
        {
            _owner.Target = owner;
        }
        else
        {
            _owner = GCHandle.Alloc(owner, GCHandleType.Weak);
        }

        return GCHandle.ToIntPtr(_owner);
    }

    protected override bool ReleaseHandle()
    {
        if (_owner.IsAllocated)
        {
            _owner.Free();
        }

        return LinuxMemory.Release(Address, Bytes);
    }
}
