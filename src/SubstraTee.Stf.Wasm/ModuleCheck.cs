using SubstraTee.Wasm;

namespace SubstraTee.Stf.Wasm;

/// <summary>Whether a valid module is one of a state transition function.</summary>
internal static class ModuleCheck
{
    private static readonly FunctionType Returning = new([], [ValueKind.I32]);
    private static readonly FunctionType Nothing = new([], []);

    /// <summary>What is missing or different, or null.</summary>
    public static string? FaultOf(Module module)
    {
        foreach (var import in module.Imports)
        {
            if (import.Module != StfAbi.ImportModule || !StfHost.Functions.TryGetValue(import.Name, out var known))
            {
                return $"the module imports {import.Module}.{import.Name}, which this host does not offer; it offers the functions of {StfAbi.ImportModule}";
            }

            if (import.Type is not ExternType.OfFunction function || !function.Type.Equals(known))
            {
                return $"the module imports {import.Module}.{import.Name} with another type than {known}";
            }
        }

        if (Export(module, StfAbi.Memory) is not ExternType.OfMemory memory)
        {
            return $"the module exports no memory '{StfAbi.Memory}'";
        }

        if (memory.Type.MinimumPages > StfAbi.MaxMemoryPages)
        {
            return $"the module starts with {memory.Type.MinimumPages} pages of memory, at most {StfAbi.MaxMemoryPages} are allowed";
        }

        return FunctionFault(module, StfAbi.Execute, Returning, optional: false)
            ?? FunctionFault(module, StfAbi.Query, Returning, optional: false)
            ?? FunctionFault(module, StfAbi.Genesis, Nothing, optional: true)
            ?? SchemaFault(module);
    }

    private static string? FunctionFault(Module module, string name, FunctionType type, bool optional) => Export(module, name) switch
    {
        null when optional => null,
        ExternType.OfFunction function when function.Type.Equals(type) => null,
        _ => $"the module exports no function '{name}' of type {type}",
    };

    private static string? SchemaFault(Module module) => module.CustomSection(StfAbi.SchemaSection) switch
    {
        null => $"the module has no section '{StfAbi.SchemaSection}': add it with substratee wasm pack",
        { Length: > StfAbi.MaxSchemaBytes } => $"the section '{StfAbi.SchemaSection}' has more than {StfAbi.MaxSchemaBytes} bytes",
        _ => null,
    };

    private static ExternType? Export(Module module, string name) => module.Exports.FirstOrDefault(export => export.Name == name)?.Type;
}
