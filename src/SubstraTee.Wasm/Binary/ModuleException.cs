namespace SubstraTee.Wasm;

/// <summary>How decoder and validator leave many levels of calls at once; <see cref="Module.TryLoad"/> turns it into a value.</summary>
internal sealed class ModuleException(ModuleErrorKind kind, int offset, string reason, int function = -1) : Exception(reason)
{
    public ModuleError Error { get; } = new(kind, offset, reason, function);
}
