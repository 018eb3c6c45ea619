using System.Collections.Immutable;

namespace SubstraTee.Substrate;

/// <summary>What a pallet offers.</summary>
public sealed record PalletMetadata
{
    /// <summary>Its name in the runtime.</summary>
    public required string Name { get; init; }

    /// <summary>The byte that stands for it in calls, events and errors.</summary>
    public required byte Index { get; init; }

    /// <summary>Its storage, or null.</summary>
    public PalletStorageMetadata? Storage { get; init; }

    /// <summary>The type of its calls, or null.</summary>
    public uint? CallType { get; init; }

    /// <summary>The type of its events, or null.</summary>
    public uint? EventType { get; init; }

    /// <summary>Its constants.</summary>
    public ImmutableArray<ConstantMetadata> Constants { get; init; } = [];

    /// <summary>The type of its errors, or null.</summary>
    public uint? ErrorType { get; init; }

    /// <summary>Lines of documentation; V15 only.</summary>
    public ImmutableArray<string> Docs { get; init; } = [];
}
