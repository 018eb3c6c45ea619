using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;

namespace SubstraTee.Client;

/// <summary>An enclave that has started a shard, as the chain's proven entries say.</summary>
/// <param name="Account">Its signing key and account.</param>
/// <param name="Instance">Its newest start.</param>
/// <param name="IsRegistered">True when it is in the registry of attested enclaves.</param>
/// <param name="Fingerprint">Its registered measurement; zero when it is not registered.</param>
/// <param name="IsAdmitted">True when it is registered and the shard's policy admits its measurement.</param>
/// <param name="IsSimulated">True when it was registered without evidence: SIMULATED.</param>
/// <param name="Attestation">How it was attested and with what result, in words.</param>
/// <param name="Url">Where its worker says it can be reached, or null.</param>
public sealed record ShardMember(
    AccountId Account,
    InstanceRecord Instance,
    bool IsRegistered,
    Hash256 Fingerprint,
    bool IsAdmitted,
    bool IsSimulated,
    string Attestation,
    string? Url);
