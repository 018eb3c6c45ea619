using System.Diagnostics.CodeAnalysis;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace SubstraTee.Wasm.Compiled;

/// <summary>A compiled method; its code lives as long as this object.</summary>
[RequiresDynamicCode("Generates code.")]
internal sealed class MachineCode
{
    // Holding the method is what keeps its code.
    private readonly DynamicMethod _method;

    public MachineCode(DynamicMethod method)
    {
        _method = method;
        var handle = HandleOf(method);
        RuntimeHelpers.PrepareMethod(handle);
        // Asked for only now, it is the code itself and not a place that would go on to it.
        Address = handle.GetFunctionPointer();
    }

    public nint Address { get; }

    // The class library gives out no handle of a dynamic method; another one that loads its token does.
    private static RuntimeMethodHandle HandleOf(DynamicMethod method)
    {
        var asking = new DynamicMethod("handle", typeof(RuntimeMethodHandle), Type.EmptyTypes, typeof(MachineCode).Module, skipVisibility: true);
        var info = asking.GetDynamicILInfo();
        var code = new IlBuffer();
        code.Op(IlOp.LdToken, info.GetTokenFor(method));
        code.Op(IlOp.Ret);
        info.SetCode(code.Bytes.ToArray(), maxStackSize: 1);
        info.SetLocalSignature([0x07, 0x00]);
        return ((Func<RuntimeMethodHandle>)asking.CreateDelegate(typeof(Func<RuntimeMethodHandle>)))();
    }
}
