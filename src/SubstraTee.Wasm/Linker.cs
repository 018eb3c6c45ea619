using System.Diagnostics.CodeAnalysis;

namespace SubstraTee.Wasm;

/// <summary>Names what modules may import, and instantiates them.</summary>
/// <remarks>
/// Functions of the host can be defined once and used in many stores; functions, memories, tables and globals of a store only
/// there. A later definition of a name replaces an earlier one.
/// </remarks>
public sealed class Linker
{
    private readonly Dictionary<(string Module, string Name), object> _definitions = [];

    /// <summary>Offers a function of the host.</summary>
    public Linker Define(string module, string name, HostFunction function)
    {
        _definitions[(module, name)] = function;
        return this;
    }

    /// <summary>Offers something of a store.</summary>
    public Linker Define(string module, string name, Extern value)
    {
        _definitions[(module, name)] = value;
        return this;
    }

    /// <summary>Offers everything that an instance exports.</summary>
    public Linker Define(string module, Instance instance)
    {
        foreach (var export in instance.Module.Exports)
        {
            if (instance.TryGetExport(export.Name, out var value))
            {
                _definitions[(module, export.Name)] = value;
            }
        }

        return this;
    }

    /// <summary>Makes an instance: resolves its imports, sets up its memory, tables and globals, and runs its start function.</summary>
    public bool TryInstantiate(
        Store store, Module module, [NotNullWhen(true)] out Instance? instance, [NotNullWhen(false)] out InstantiationError? error) =>
        TryInstantiate(store, module, null, out instance, out error);

    /// <summary>Makes an instance in the state of a snapshot: segments are not copied, and the start function does not run.</summary>
    public bool TryInstantiate(
        Store store, InstanceSnapshot snapshot, [NotNullWhen(true)] out Instance? instance, [NotNullWhen(false)] out InstantiationError? error) =>
        TryInstantiate(store, snapshot.Module, snapshot, out instance, out error);

    /// <summary>Makes an instance of a module that is known to fit.</summary>
    /// <exception cref="InvalidOperationException">An import is missing or of another type, or a limit is exceeded.</exception>
    /// <exception cref="WasmTrapException">A segment does not fit, or the start function trapped.</exception>
    public Instance Instantiate(Store store, Module module) =>
        TryInstantiate(store, module, out var instance, out var error) ? instance : throw Failure(error);

    /// <summary>Makes an instance in the state of a snapshot that is known to fit.</summary>
    /// <exception cref="InvalidOperationException">An import is missing or of another type, or a limit is exceeded.</exception>
    public Instance Instantiate(Store store, InstanceSnapshot snapshot) =>
        TryInstantiate(store, snapshot, out var instance, out var error) ? instance : throw Failure(error);

    private bool TryInstantiate(
        Store store, Module module, InstanceSnapshot? snapshot, [NotNullWhen(true)] out Instance? instance, [NotNullWhen(false)] out InstantiationError? error)
    {
        if (store.Engine != module.Engine)
        {
            throw new ArgumentException("the module was loaded by another engine than the store's", nameof(module));
        }

        instance = null;
        var imports = new object[module.Imports.Length];
        for (var i = 0; i < imports.Length; i++)
        {
            var wanted = module.Imports[i];
            if (!_definitions.TryGetValue((wanted.Module, wanted.Name), out var definition))
            {
                error = new InstantiationError(InstantiationErrorKind.MissingImport, wanted.ToString());
                return false;
            }

            if (definition is Extern value && value.Store != store)
            {
                throw new ArgumentException($"{wanted} is defined as something of another store", nameof(store));
            }

            if (!ImportMatch.Fits(definition, wanted.Type))
            {
                var found = definition is HostFunction host ? new ExternType.OfFunction(host.Type) : ((Extern)definition).Type;
                error = new InstantiationError(InstantiationErrorKind.IncompatibleImport, $"{wanted}, but it is defined as {found}");
                return false;
            }

            imports[i] = definition;
        }

        return InstanceBuilder.TryBuild(store, module, imports, snapshot, out instance, out error);
    }

    private static Exception Failure(InstantiationError error) => error.Trap is { } trap
        ? new WasmTrapException(trap)
        : new InvalidOperationException($"the module cannot be instantiated: {error}");
}
