using System.Collections.Immutable;
using SubstraTee.Codec;

namespace SubstraTee.Substrate;

/// <summary>A call, event or error as the chain has it.</summary>
/// <param name="Kind">Which of the three.</param>
/// <param name="Pallet">The pallet's name.</param>
/// <param name="PalletIndex">The byte that stands for the pallet.</param>
/// <param name="Name">The name in the pallet.</param>
/// <param name="Index">The byte that stands for it in the pallet.</param>
/// <param name="Fields">Arguments of a call, contents of an event or error.</param>
/// <param name="Docs">Lines of documentation.</param>
public sealed record ChainVariant(
    ChainItemKind Kind,
    string Pallet,
    byte PalletIndex,
    string Name,
    byte Index,
    ImmutableArray<TypeField> Fields,
    ImmutableArray<string> Docs)
{
    /// <summary>Pallet and name with a dot between.</summary>
    public string FullName => $"{Pallet}.{Name}";

    /// <inheritdoc/>
    public override string ToString() => FullName;
}
