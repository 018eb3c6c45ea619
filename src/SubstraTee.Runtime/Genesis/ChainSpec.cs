using SubstraTee.Crypto;

namespace SubstraTee.Runtime;

/// <summary>What a chain is, apart from its blocks.</summary>
public sealed record ChainSpec
{
    /// <summary>The prefix of addresses of chains without one of their own.</summary>
    public const ushort DefaultSs58Prefix = 42;

    /// <summary>The name for people.</summary>
    public required string Name { get; init; }

    /// <summary>The name for programs.</summary>
    public required string Id { get; init; }

    /// <summary>As <c>system_chainType</c> tells it: <c>Development</c>, <c>Local</c> or <c>Live</c>.</summary>
    public required string ChainType { get; init; }

    /// <summary>The prefix of addresses.</summary>
    public ushort Ss58Prefix { get; init; } = DefaultSs58Prefix;

    /// <summary>How many decimal places one token has.</summary>
    public byte TokenDecimals { get; init; } = 12;

    /// <summary>The token's short name.</summary>
    public string TokenSymbol { get; init; } = "UNIT";

    /// <summary>True for chains whose keys everybody knows and whose enclaves prove nothing.</summary>
    public bool IsDevelopment => Genesis.IsDevelopment;

    /// <summary>What the first state is made from.</summary>
    public required GenesisConfig Genesis { get; init; }

    /// <summary>A development chain: the well-known accounts have a million tokens each, Alice is root, evidence may be skipped.</summary>
    /// <param name="authorities">How many of <see cref="DevelopmentAccounts.Names"/> finalize blocks, from Alice on.</param>
    /// <exception cref="ArgumentOutOfRangeException">None, or more than there are names.</exception>
    public static ChainSpec Development(int authorities = 3)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(authorities, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(authorities, DevelopmentAccounts.Names.Length);
        var million = UInt128.Parse("1000000000000000000");
        return new ChainSpec
        {
            Name = "substraTEE Development",
            Id = "substratee_dev",
            ChainType = "Development",
            Genesis = new GenesisConfig
            {
                IsDevelopment = true,
                Endowed = [.. DevelopmentAccounts.Endowed().Select(account => (account, million))],
                SudoKey = DevelopmentAccounts.Of("//Alice", KeyType.Sr25519),
                GrandpaAuthorities =
                [
                    .. DevelopmentAccounts.Names.Take(authorities).Select(name => (DevelopmentAccounts.Of(name, KeyType.Ed25519), 1ul)),
                ],
                AllowSkippingAttestation = true,
                AllowSgxDebugMode = true,
            },
        };
    }
}
