using System.Diagnostics.CodeAnalysis;

namespace SubstraTee.Wasm.Compiled;

/// <summary>A function of a module in machine code, which all instances of the module share.</summary>
[RequiresDynamicCode("Generates code.")]
internal sealed class CompiledFunction(MachineCode code, SignatureCode signature, int work, int[] callees)
{
    /// <summary>The code.</summary>
    public MachineCode Code { get; } = code;

    /// <summary>What it shares with the other functions of its type.</summary>
    public SignatureCode Signature { get; } = signature;

    /// <summary>What it counts against the module's budget (<see cref="MethodSize.Work"/>).</summary>
    public int Work { get; } = work;

    /// <summary>Functions that it calls by number; their records need a <see cref="FunctionRecord.Typed"/> before it runs.</summary>
    public int[] Callees { get; } = callees;
}
