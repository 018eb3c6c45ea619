namespace SubstraTee.Substrate;

/// <summary>An event of a block, with its contents still encoded.</summary>
/// <param name="Phase">When it was deposited.</param>
/// <param name="Event">Which event it is.</param>
/// <param name="Fields">Its encoded contents.</param>
public readonly record struct ChainEvent(Phase Phase, ChainVariant Event, ReadOnlyMemory<byte> Fields);
