using SubstraTee.Attestation;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;

namespace SubstraTee.Client;

/// <summary>An enclave that has started a shard or is registered to, as the chain's proven entries say.</summary>
/// <param name="Account">Its signing key and account.</param>
/// <param name="Instance">Its newest start; null when it is registered and has not started the shard, for want of the shard's keys.</param>
/// <param name="IsRegistered">True when it is in a registry of enclaves and its registration has not expired.</param>
/// <param name="Measurement">Its registered measurement; null when it is not registered.</param>
/// <param name="IsAdmitted">True when it is registered and the shard's policy in force admits it.</param>
/// <param name="IsSimulated">True when nothing protects it: registered without evidence, or with that of a simulation.</param>
/// <param name="Attestation">How it was attested and with what result, in words.</param>
/// <param name="Url">Where its worker says it can be reached, or null.</param>
public sealed record ShardMember(
    AccountId Account,
    InstanceRecord? Instance,
    bool IsRegistered,
    Measurement? Measurement,
    bool IsAdmitted,
    bool IsSimulated,
    string Attestation,
    string? Url)
{
    /// <summary>Its record in the registry, evidence included; null when it registered without evidence.</summary>
    public MemberRecord? Record { get; init; }

    /// <summary>What its evidence refers to, as the chain keeps it; null when there is none, or the chain lacks it.</summary>
    public CollateralBundle? Collateral { get; init; }

    /// <summary>What the client's own policy says of its evidence; null when that was not asked, or there is none.</summary>
    public PolicyDecision? Decision { get; init; }
}
