namespace SubstraTee.Wasm.Interpreted;

/// <summary>The tier that generates no code.</summary>
internal sealed unsafe class Interpreter : ITier
{
    public bool TryInstall(Instance instance, FunctionRecord* record) => false;
}
