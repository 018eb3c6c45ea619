namespace SubstraTee.Wasm.Interpreted;

/// <summary>The interpreter's code of a module's functions, made at their first call and shared by all instances.</summary>
internal sealed class InterpretedModule(Module module)
{
    public Module Module { get; } = module;
}
