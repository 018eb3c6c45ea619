using System.Collections.Immutable;
using SubstraTee.Client;
using SubstraTee.Crypto;
using SubstraTee.Enclave.Protocol;

namespace SubstraTee.Cli;

/// <summary><c>substratee shard show</c>.</summary>
internal sealed class ShardShowCommand : ShardCommand
{
    public ShardShowCommand()
        : base(
            "show",
            "Show what a shard is, how it is judged by what the chain proves, and what can be called.",
            new Example("substratee shard show", "the only shard of the local chain"))
    {
    }

    protected override async Task<int> WorkAsync(Invocation run, ShardClient shard, CancellationToken cancellationToken)
    {
        var verdict = await shard.JudgeAsync(cancellationToken).ConfigureAwait(false);
        StfInterface? stf = null;
        try
        {
            stf = await shard.InterfaceAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ClientException refused)
        {
            run.Console.Warn($"calls and getters cannot be shown: {refused.Message}");
        }

        var frozen = await shard.IsFrozenAsync(cancellationToken).ConfigureAwait(false);
        run.Result(Describe(shard, verdict, frozen, stf), CliJson.Default.ShardDocument, WriteText);
        return ExitCodes.Ok;
    }

    private static ShardDocument Describe(ShardClient shard, TrustVerdict verdict, bool frozen, StfInterface? stf)
    {
        var descriptor = shard.Descriptor;
        var view = verdict.Policy;
        return new ShardDocument(
            "substratee.shard.show/1",
            shard.Id.ToString(),
            verdict.IsTrusted,
            verdict.IsSimulated,
            BlockDocument.Of(verdict.AsOf),
            descriptor.Genesis.ToString(),
            BlockDocument.Of(descriptor.Checkpoint),
            descriptor.StfHash.ToString(),
            stf is { Identity: { Kind: not StfKind.CSharp, CodeHash: var code } } ? code.ToString() : null,
            view.Version,
            [.. view.InForce.Measurements.Select(one => one.ToString())],
            EvidenceRulesDocument.Of(view.InForce),
            view.InForce.ReceiptThreshold,
            view.Announced is { } next ? AnnouncedPolicyDocument.Of(view.Version + 1, next.InForceFrom, next.Policy) : null,
            descriptor.Authority is { } authority ? Ss58.Encode(authority) : null,
            descriptor.ChangeDelayBlocks,
            frozen,
            verdict.Epoch,
            verdict.ShieldingKey?.ToString(),
            [.. verdict.Findings.Select(one => new FindingDocument(one.Severity.ToString().ToLowerInvariant(), one.Name, one.Text))],
            [.. verdict.Members.Select(Describe)],
            stf?.Name,
            stf is null ? [] : [.. stf.Calls.Select(StfMemberDocument.Of)],
            stf is null ? [] : [.. stf.Getters.Select(StfMemberDocument.Of)]);
    }

    private static MemberDocument Describe(ShardMember member) => new(
        Ss58.Encode(member.Account),
        member.IsAdmitted,
        member.Instance is not null,
        member.IsSimulated,
        member.Measurement?.ToString(),
        member.Attestation,
        member.Url);

    private static void WriteText(TextWriter output, ShardDocument shard)
    {
        Table.Facts(
            output,
            ("shard", shard.Shard),
            ("judged", $"{(shard.Trusted ? "usable" : "NOT usable")} as of final block {shard.AsOf.Number}{(shard.Simulated ? ", SIMULATED: no confidentiality" : string.Empty)}"),
            ("stf", shard.StfName is null ? shard.StfHash : $"{shard.StfName}  {shard.StfHash}"),
            ("code hash", shard.CodeHash),
            ("genesis", shard.Genesis),
            ("checkpoint", $"{shard.Checkpoint.Number}  {shard.Checkpoint.Hash}"),
            ("policy", $"version {shard.PolicyVersion}"),
            ("admits", string.Join(", ", shard.Measurements)),
            ("by evidence", shard.Evidence?.Line() ?? "none: SIMULATED"),
            ("admission", shard.Frozen ? "FROZEN: nobody new becomes a member" : null),
            ("announced", shard.Announced is { } next
                ? $"version {next.Version}, in force from block {next.InForceFrom} on: {string.Join(", ", next.Measurements)}" : null),
            ("by evidence", shard.Announced is { } later ? later.Evidence?.Line() ?? "none: SIMULATED" : null),
            ("receipts", $"count with {shard.ReceiptThreshold} signatures"),
            ("changed by", shard.Authority is null ? "nobody" : $"{shard.Authority}, {shard.ChangeDelay} blocks after the announcement"),
            ("epoch", shard.ShieldingKey is null ? $"{shard.Epoch}, no key yet" : $"{shard.Epoch}, key {shard.ShieldingKey}"));
        foreach (var finding in shard.Findings)
        {
            output.WriteLine($"{finding.Severity,-11} {finding.Text}");
        }

        foreach (var member in shard.Members)
        {
            output.WriteLine($"member      {member.Account}  {(member.Admitted ? "admitted" : "not admitted")}{(member.Started ? string.Empty : ", not started")}  {member.Attestation}");
        }

        foreach (var (kind, one) in shard.Calls.Select(one => ("call", one)).Concat(shard.Getters.Select(one => ("query", one))))
        {
            output.WriteLine($"{kind,-11} {one.Line(shard.StfName)}");
        }
    }
}

/// <summary>A shard: what it is, and how it is judged.</summary>
internal sealed record ShardDocument(
    string Schema,
    string Shard,
    bool Trusted,
    bool Simulated,
    BlockDocument AsOf,
    string Genesis,
    BlockDocument Checkpoint,
    string StfHash,
    string? CodeHash,
    uint PolicyVersion,
    ImmutableArray<string> Measurements,
    EvidenceRulesDocument? Evidence,
    ushort ReceiptThreshold,
    AnnouncedPolicyDocument? Announced,
    string? Authority,
    uint ChangeDelay,
    bool Frozen,
    uint Epoch,
    string? ShieldingKey,
    ImmutableArray<FindingDocument> Findings,
    ImmutableArray<MemberDocument> Members,
    string? StfName,
    ImmutableArray<StfMemberDocument> Calls,
    ImmutableArray<StfMemberDocument> Getters);

/// <summary>One thing that was found when the shard was judged.</summary>
internal sealed record FindingDocument(string Severity, string Name, string Text);

/// <summary>An enclave that serves the shard, or is registered to.</summary>
internal sealed record MemberDocument(
    string Account, bool Admitted, bool Started, bool Simulated, string? Measurement, string Attestation, string? Url);

/// <summary>A call or getter.</summary>
internal sealed record StfMemberDocument(string Name, ImmutableArray<StfArgumentDocument> Arguments, string? Answer, string Docs)
{
    /// <summary>The document of a member.</summary>
    public static StfMemberDocument Of(StfMember member) => new(
        member.Name,
        [.. member.Arguments.Select(one => new StfArgumentDocument(one.Name, one.Type, one.IsOptional))],
        member.Answer,
        member.Docs);

    /// <summary>What one types for it.</summary>
    public string Line(string? stf)
    {
        var arguments = string.Concat(Arguments.Select(argument =>
            argument.Optional ? $" [--{argument.Name} {argument.Type}]" : $" --{argument.Name} {argument.Type}"));
        return $"{stf} {Name}{arguments}{(Answer is null ? string.Empty : $" -> {Answer}")}";
    }
}

/// <summary>An argument of it.</summary>
internal sealed record StfArgumentDocument(string Name, string Type, bool Optional);
