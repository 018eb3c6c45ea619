using System.Collections.Immutable;

namespace SubstraTee.Substrate;

/// <summary>A pallet's storage.</summary>
/// <param name="Prefix">The name that its keys are made from, as a rule the pallet's.</param>
/// <param name="Entries">Its values and maps.</param>
public sealed record PalletStorageMetadata(string Prefix, ImmutableArray<StorageEntryMetadata> Entries);
