namespace SubstraTee.Simulation.Intel;

/// <summary>What a TCB info is to say about a version of the TDX module.</summary>
public sealed record TdxModuleSpec
{
    /// <summary><c>TDX_01</c> and so on; empty for the module of version 0.</summary>
    public string Id { get; init; } = "";

    /// <summary>MRSIGNERSEAM, 48 bytes.</summary>
    public byte[] MrSigner { get; init; } = new byte[48];

    /// <summary>SEAMATTRIBUTES, 8 bytes.</summary>
    public byte[] Attributes { get; init; } = new byte[8];

    /// <summary>Which bits of them count, 8 bytes.</summary>
    public byte[] AttributesMask { get; init; } = [255, 255, 255, 255, 255, 255, 255, 255];

    /// <summary>Levels, from the newest on.</summary>
    public IReadOnlyList<IsvLevelSpec> Levels { get; init; } = [];
}
