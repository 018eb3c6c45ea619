using System.Collections.Immutable;
using SubstraTee.Attestation;
using SubstraTee.Client;
using SubstraTee.Crypto;

namespace SubstraTee.Cli;

/// <summary>A member of a shard, with what the chain recorded of its evidence and what this client says of it.</summary>
/// <param name="Account">The enclave's account.</param>
/// <param name="Url">Where its worker says it can be reached.</param>
/// <param name="Registry">How it is registered: <c>evidence</c>, <c>skipped</c> (without evidence), or null.</param>
/// <param name="Kind">The kind of its evidence.</param>
/// <param name="Measurement">Its measurement, as registered.</param>
/// <param name="TcbStatus">The platform's status when it registered.</param>
/// <param name="Simulated">True when nothing protects it.</param>
/// <param name="Debug">True when its host can look into it.</param>
/// <param name="Admitted">Whether the shard's policy in force admits it now.</param>
/// <param name="RegisteredAt">Chain time, Unix seconds.</param>
/// <param name="ExpiresAt">Chain time, Unix seconds.</param>
/// <param name="Decision"><c>accepted</c> or <c>rejected</c> by this client; null where it has nothing to judge.</param>
/// <param name="Violations">Everything that this client minds.</param>
/// <param name="Concessions">What a strict policy would have minded.</param>
/// <param name="Collateral">Hash of the collateral that the evidence refers to.</param>
/// <param name="Evidence">What the evidence says, where this client accepts it.</param>
internal sealed record MemberEvidenceDocument(
    string Account,
    string? Url,
    string? Registry,
    string? Kind,
    string? Measurement,
    string? TcbStatus,
    bool Simulated,
    bool Debug,
    bool Admitted,
    long? RegisteredAt,
    long? ExpiresAt,
    string? Decision,
    ImmutableArray<ViolationDocument> Violations,
    ImmutableArray<string> Concessions,
    string? Collateral,
    EvidenceDocument? Evidence)
{
    /// <summary>The document of a member.</summary>
    public static MemberEvidenceDocument Of(ShardMember member)
    {
        var (record, accepted) = (member.Record, member.Decision as PolicyDecision.Accepted);
        return new MemberEvidenceDocument(
            Ss58.Encode(member.Account),
            member.Url,
            record is not null ? "evidence" : member.IsRegistered ? "skipped" : null,
            record?.Evidence.Kind.Text(),
            member.Measurement?.ToString(),
            record?.Tcb.Text(),
            member.IsSimulated,
            record?.Debug ?? false,
            member.IsAdmitted,
            record is null ? null : (long)(record.RegisteredAtMs / 1000),
            record is null ? null : (long)(record.ExpiresAtMs / 1000),
            member.Decision is null ? null : accepted is null ? "rejected" : "accepted",
            VerdictDocument.ViolationsOf(member.Decision),
            accepted?.Concessions ?? [],
            record?.Evidence.Collateral?.ToString(),
            accepted is null ? null : EvidenceDocument.Of(accepted.Evidence));
    }

    /// <summary>What it is in a few words.</summary>
    public string Summary() => Registry switch
    {
        null => "not registered",
        "skipped" => "registered without evidence: SIMULATED",
        _ => $"{Kind}, {TcbStatus}{(Simulated ? ", SIMULATED" : string.Empty)}{(Debug ? ", DEBUG" : string.Empty)}, until {Utc.Text(ExpiresAt)}",
    };
}
