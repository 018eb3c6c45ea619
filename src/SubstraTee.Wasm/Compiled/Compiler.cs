using System.Diagnostics.CodeAnalysis;

namespace SubstraTee.Wasm.Compiled;

/// <summary>The tier that makes machine code of functions, by the compiler that .NET has anyway.</summary>
[RequiresDynamicCode("Generates code.")]
internal sealed unsafe class Compiler : ITier
{
    public bool TryInstall(Instance instance, FunctionRecord* record)
    {
        if (instance.Module.Compiled?.FunctionOf(record->Number) is not { } function)
        {
            return false;
        }

        foreach (var callee in function.Callees)
        {
            MakeCallable(instance, callee);
        }

        record->Typed = function.Code.Address;
        record->Interpreted = null;
        record->Entry = (delegate*<FunctionRecord*, ulong*, InstanceContext*, void>)function.Signature.Enter;
        return true;
    }

    /// <summary>Gives a record of whatever tier an address in compiled code's convention.</summary>
    public static void MakeCallable(FunctionRecord* record)
    {
        var store = Store.Of(record->Instance);
        var signature = record->Instance->Number < 0
            ? store.HostFunctionOf(record).SignatureIn(store.Engine)
            : SignatureOf(store.InstanceOf(record->Instance).Module, record->Number);
        record->Typed = SignatureCode.Of(signature).Leave;
    }

    private static void MakeCallable(Instance instance, int function)
    {
        var record = instance.FunctionAt(function);
        if (record->Typed == 0)
        {
            MakeCallable(record);
        }
    }

    private static Signature SignatureOf(Module module, int number) =>
        module.Signatures[module.Content.FunctionTypeIndices[module.Content.ImportedFunctions + number]];
}
