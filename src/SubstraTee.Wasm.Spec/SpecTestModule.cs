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
        Print(linker, "print_i32", ValueKind.I32);
        Print(linker, "print_i64", ValueKind.I64);
        Print(linker, "print_f32", ValueKind.F32);
        Print(linker, "print_f64", ValueKind.F64);
        Print(linker, "print_i32_f32", ValueKind.I32, ValueKind.F32);
        Print(linker, "print_f64_f64", ValueKind.F64, ValueKind.F64);
        return linker
            .Define(Name, "global_i32", new Global(store, new GlobalType(ValueKind.I32), 666))
            .Define(Name, "global_i64", new Global(store, new GlobalType(ValueKind.I64), 666L))
            .Define(Name, "global_f32", new Global(store, new GlobalType(ValueKind.F32), 666.6f))
            .Define(Name, "global_f64", new Global(store, new GlobalType(ValueKind.F64), 666.6))
            .Define(Name, "table", new Table(store, new TableType(ValueKind.FuncRef, 10, 20)))
            .Define(Name, "memory", new Memory(store, new MemoryType(1, 2)));
    }

    private static void Print(Linker linker, string name, params ImmutableArray<ValueKind> parameters) =>
        linker.Define(Name, name, HostFunction.Create(new FunctionType(parameters, []), static (_, _) => { }));
}
