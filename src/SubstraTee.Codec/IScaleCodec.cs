namespace SubstraTee.Codec;

/// <summary>What a codec can say of its type without knowing it at compile time.</summary>
public interface IScaleCodec
{
    /// <summary>The fewest bytes an encoding has: counts of items are checked against it before anything is allocated.</summary>
    int MinSize { get; }

    /// <summary>Adds the type, and all it is made of, to the registry and returns its number there.</summary>
    uint Describe(TypeRegistryBuilder registry);
}
