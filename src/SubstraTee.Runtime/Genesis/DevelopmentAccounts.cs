using System.Collections.Immutable;
using SubstraTee.Crypto;
using SubstraTee.Primitives;

namespace SubstraTee.Runtime;

/// <summary>The accounts of development chains, whose secrets everybody knows: <c>//Alice</c> and so on.</summary>
public static class DevelopmentAccounts
{
    /// <summary>Their secret URIs.</summary>
    public static ImmutableArray<string> Names { get; } = ["//Alice", "//Bob", "//Charlie", "//Dave", "//Eve", "//Ferdie"];

    /// <summary>The account of a secret URI under one of the three signature schemes.</summary>
    public static AccountId Of(string secretUri, KeyType type)
    {
        using var pair = KeyPair.FromSecretUri(secretUri, type);
        return pair.AccountId;
    }

    /// <summary>All of them, with their <c>//stash</c> accounts, under each signature scheme.</summary>
    public static IEnumerable<AccountId> Endowed() =>
        from name in Names
        from uri in new[] { name, name + "//stash" }
        from type in new[] { KeyType.Sr25519, KeyType.Ed25519, KeyType.Ecdsa }
        select Of(uri, type);
}
