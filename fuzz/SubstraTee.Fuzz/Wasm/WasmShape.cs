namespace SubstraTee.Fuzz;

/// <summary>What kind of modules a generator makes.</summary>
/// <param name="Size">About how many statements a function has.</param>
/// <param name="BoundedByItself">
/// Whether every function and loop counts down a global and leaves at zero, so that the module ends in an engine without fuel.
/// </param>
/// <param name="ShowsNaNs">Whether bits of NaNs can be seen, which other engines choose otherwise: in memory, or as integers.</param>
public sealed record WasmShape(int Size, bool BoundedByItself, bool ShowsNaNs)
{
    /// <summary>For tiers of this engine, compared to the bit.</summary>
    public static WasmShape ForTiers { get; } = new(Size: 12, BoundedByItself: false, ShowsNaNs: true);

    /// <summary>For comparison with another engine.</summary>
    public static WasmShape ForPeers { get; } = new(Size: 12, BoundedByItself: true, ShowsNaNs: false);
}
