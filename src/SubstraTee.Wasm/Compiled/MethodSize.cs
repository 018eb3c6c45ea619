namespace SubstraTee.Wasm.Compiled;

/// <summary>How large a method is, by what .NET's compiler counts.</summary>
/// <param name="Bytes">Bytes of the intermediate language.</param>
/// <param name="Instructions">Instructions.</param>
/// <param name="Blocks">Basic blocks.</param>
/// <param name="Locals">Local variables and arguments.</param>
/// <param name="LocalReferences">Instructions that read or write one of them.</param>
/// <param name="Loops">Loops.</param>
internal readonly record struct MethodSize(int Bytes, int Instructions, int Blocks, int Locals, int LocalReferences, int Loops)
{
    /// <summary>About how many microseconds compiling takes at most: the factors are those of the slowest methods that were found.</summary>
    public int Work => (Bytes * 3 / 2) + (Blocks * Loops * 3 / 2) + (Blocks * Locals / 6);
}
