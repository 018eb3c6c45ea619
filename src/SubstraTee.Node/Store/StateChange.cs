namespace SubstraTee.Node;

/// <summary>A key's value before and after a block; null where it has none.</summary>
internal readonly record struct StateChange(byte[] Key, byte[]? Before, byte[]? After);
