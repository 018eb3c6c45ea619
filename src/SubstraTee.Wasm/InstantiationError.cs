namespace SubstraTee.Wasm;

/// <summary>Why a module cannot be instantiated.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Detail">Which import or limit it is about.</param>
/// <param name="Trap">The trap, if it was one.</param>
public sealed record InstantiationError(InstantiationErrorKind Kind, string Detail, Trap? Trap = null)
{
    /// <summary><c>wasm_import_missing</c>, <c>wasm_import_type</c>, <c>wasm_store_limit</c> or <c>wasm_trap</c>.</summary>
    public string Code => Kind switch
    {
        InstantiationErrorKind.MissingImport => "wasm_import_missing",
        InstantiationErrorKind.IncompatibleImport => "wasm_import_type",
        InstantiationErrorKind.LimitExceeded => "wasm_store_limit",
        InstantiationErrorKind.Trapped => "wasm_trap",
        _ => throw new InvalidOperationException($"unknown kind {(int)Kind}"),
    };

    /// <summary>What is wrong, in the words of the specification's test suite where it has them.</summary>
    public override string ToString() => Kind switch
    {
        InstantiationErrorKind.MissingImport => $"unknown import: {Detail}",
        InstantiationErrorKind.IncompatibleImport => $"incompatible import type: {Detail}",
        InstantiationErrorKind.LimitExceeded => $"more than the store's limits allow: {Detail}",
        _ => $"{Trap} ({Detail})",
    };
}
