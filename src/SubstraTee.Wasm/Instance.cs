using System.Diagnostics.CodeAnalysis;

namespace SubstraTee.Wasm;

/// <summary>A module in a store, with memory, tables and globals of its own.</summary>
public sealed unsafe class Instance
{
    internal Instance(Store store, Module module, InstanceContext* context)
    {
        Store = store;
        Module = module;
        Context = context;
    }

    /// <summary>The store that it lives in.</summary>
    public Store Store { get; }

    /// <summary>The module that it is an instance of.</summary>
    public Module Module { get; }

    internal InstanceContext* Context { get; }

    /// <summary>Whatever is exported by this name.</summary>
    public bool TryGetExport(string name, [NotNullWhen(true)] out Extern? export)
    {
        _ = Store.Context;
        export = Module.ExportOf(name) is { } type ? ExternOf(type.Type, type.Index) : null;
        return export is not null;
    }

    /// <summary>The function exported by this name, or null.</summary>
    public Function? GetFunction(string name) => TryGetExport(name, out var export) ? export as Function : null;

    /// <summary>The memory exported by this name, or null.</summary>
    public Memory? GetMemory(string name) => TryGetExport(name, out var export) ? export as Memory : null;

    /// <summary>The table exported by this name, or null.</summary>
    public Table? GetTable(string name) => TryGetExport(name, out var export) ? export as Table : null;

    /// <summary>The global exported by this name, or null.</summary>
    public Global? GetGlobal(string name) => TryGetExport(name, out var export) ? export as Global : null;

    /// <summary>The record of a function, by its number in the module's function index space.</summary>
    internal FunctionRecord* FunctionAt(int index)
    {
        var imported = Module.Content.ImportedFunctions;
        return index < imported ? Context->ImportedFunctions[index] : Context->Functions + (index - imported);
    }

    /// <summary>The cell of a global, by its number in the module's global index space.</summary>
    internal ulong* GlobalAt(int index)
    {
        var imported = Module.Content.ImportedGlobals;
        return index < imported ? Context->ImportedGlobals[index] : Context->Globals + (index - imported);
    }

    /// <summary>The slot that a constant expression of the module stands for in this instance.</summary>
    internal ulong Evaluate(in ConstantExpression constant) => constant.Kind switch
    {
        ConstantKind.Number => constant.Bits,
        ConstantKind.Null => 0,
        ConstantKind.Function => (ulong)FunctionAt(constant.Index),
        ConstantKind.Global => *GlobalAt(constant.Index),
        _ => throw new InvalidOperationException($"unknown constant {constant.Kind}"),
    };

    private Extern ExternOf(ExternType type, int index) => type switch
    {
        ExternType.OfFunction => new Function(Store, FunctionAt(index)),
        ExternType.OfMemory => new Memory(Store, Context->Memory),
        ExternType.OfTable => new Table(Store, Context->Tables[index]),
        ExternType.OfGlobal global => new Global(Store, GlobalAt(index), global.Type),
        _ => throw new InvalidOperationException($"unknown export {type}"),
    };
}
