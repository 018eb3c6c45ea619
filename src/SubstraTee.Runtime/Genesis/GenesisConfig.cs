using System.Collections.Immutable;
using SubstraTee.Attestation;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;

namespace SubstraTee.Runtime;

/// <summary>What a chain's first state is made from.</summary>
public sealed record GenesisConfig
{
    /// <summary>The accounts that have funds, and how much.</summary>
    public ImmutableArray<(AccountId Account, UInt128 Balance)> Endowed { get; init; } = [];

    /// <summary>The account that may act as root, or null.</summary>
    public AccountId? SudoKey { get; init; }

    /// <summary>Who finalizes blocks: ed25519 keys and weights.</summary>
    public required ImmutableArray<(AccountId Key, ulong Weight)> GrandpaAuthorities { get; init; }

    /// <summary>
    /// Whether the chain is one for development, for ever: only there shards may admit enclaves that nothing protects, and
    /// collateral under other roots than Intel's is kept.
    /// </summary>
    public bool IsDevelopment { get; init; }

    /// <summary>Whether enclaves may register without evidence. Development chains only.</summary>
    public bool AllowSkippingAttestation { get; init; }

    /// <summary>Whether SGX enclaves in debug mode may register. Development chains only.</summary>
    public bool AllowSgxDebugMode { get; init; }

    /// <summary>
    /// Keys of a simulation that Teerex takes for Intel's (roles <see cref="AnchorRole.IntelSgxRoot"/> and
    /// <see cref="AnchorRole.IntelIasSigningCa"/>). Development chains only; shards name their roots themselves.
    /// </summary>
    public ImmutableArray<TrustRoot> SimulationRoots { get; init; } = [];

    /// <summary>Any bytes that tell chains of the same content apart by their genesis hash.</summary>
    public ImmutableArray<byte> Salt { get; init; } = [];
}
