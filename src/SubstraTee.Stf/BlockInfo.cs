namespace SubstraTee.Stf;

/// <summary>A proven parentchain block: the only time an STF knows.</summary>
/// <param name="Number">Its height.</param>
/// <param name="UnixTimeMs">Its timestamp, milliseconds since 1970.</param>
public readonly record struct BlockInfo(uint Number, ulong UnixTimeMs);
