using System.Collections.Immutable;

namespace SubstraTee.Wasm.Spec;

/// <summary>The module <c>spectest</c> that scripts import from.</summary>
internal static class SpecTestModule
{
    private const string Name = "spectest";

    public static Linker CreateLinker(Store store)
    {
        var linker = new Linker();
        Print(linker, "print");
        Print(linker, "print_i32", ValueType.I32);
        Print(linker, "print_i64", ValueType.I64);
        Print(linker, "print_f32", ValueType.F32);
        Print(linker, "print_f64", ValueType.F64);
        Print(linker, "print_i32_f32", ValueType.I32, ValueType.F32);
        Print(linker, "print_f64_f64", ValueType.F64, ValueType.F64);
        return linker
            .Define(Name, "global_i32", new Global(store, new GlobalType(ValueType.I32), 666))
            .Define(Name, "global_i64", new Global(store, new GlobalType(ValueType.I64), 666L))
            .Define(Name, "global_f32", new Global(store, new GlobalType(ValueType.F32), 666.6f))
            .Define(Name, "global_f64", new Global(store, new GlobalType(ValueType.F64), 666.6))
            .Define(Name, "table", new Table(store, new TableType(ValueType.FuncRef, 10, 20)))
            .Define(Name, "memory", new Memory(store, new MemoryType(1, 2)));
    }

    private static void Print(Linker linker, string name, params ImmutableArray<ValueType> parameters) =>
        linker.Define(Name, name, HostFunction.Create(new FunctionType(parameters, []), static (_, _) => { }));
}
