using System.Collections.Immutable;
using SubstraTee.Enclave.Protocol;

namespace SubstraTee.Cli;

/// <summary>A policy that was announced for a shard.</summary>
/// <param name="Version">Its version; 0 is the descriptor's.</param>
/// <param name="InForceFrom">The first block at which it is in force.</param>
/// <param name="Measurements">Enclaves that may join.</param>
/// <param name="Evidence">What their evidence has to be; null where none is taken.</param>
/// <param name="Simulated">Whether it admits enclaves that nothing protects.</param>
internal sealed record AnnouncedPolicyDocument(
    uint Version, uint InForceFrom, ImmutableArray<string> Measurements, EvidenceRulesDocument? Evidence, bool Simulated)
{
    /// <summary>The document of a policy.</summary>
    public static AnnouncedPolicyDocument Of(uint version, uint inForceFrom, AdmissionPolicy policy) => new(
        version,
        inForceFrom,
        [.. policy.Measurements.Select(one => one.ToString())],
        EvidenceRulesDocument.Of(policy),
        policy.IsDevelopment);
}
