using System.Diagnostics.CodeAnalysis;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace SubstraTee.Wasm.Compiled;

/// <summary>A compiled method; its code lives as long as this object.</summary>
[RequiresDynamicCode("Generates code.")]
internal sealed class MachineCode
{
    public MachineCode(DynamicMethod method)
    {
        Method = method;
        var handle = GetMethodDescriptor(method);
        RuntimeHelpers.PrepareMethod(handle);
        // Asked for only now, it is the code itself and not a place that would go on to it.
        Address = handle.GetFunctionPointer();
    }

    public nint Address { get; }

    /// <summary>What keeps the code.</summary>
    public DynamicMethod Method { get; }

    // The class library has this for itself alone. Without it another dynamic method could load the token of this one, which
    // takes 45 µs for each, a tenth of compiling a function of middle size.
    [UnsafeAccessor(UnsafeAccessorKind.Method)]
    private static extern RuntimeMethodHandle GetMethodDescriptor(DynamicMethod method);
}
