using System.Collections.Immutable;
using SubstraTee.Client;

namespace SubstraTee.Cli;

/// <summary><c>substratee attest list</c>.</summary>
internal sealed class AttestListCommand : ShardCommand
{
    public AttestListCommand()
        : base(
            "list",
            "List the enclaves that have started a shard, with the evidence that the chain keeps and what you say of it.",
            new Example("substratee attest list", "the only shard of the local chain"),
            new Example("substratee attest list --policy mine.json --json", "judged by your own policy, as JSON"))
    {
    }

    protected override async Task<int> WorkAsync(Invocation run, ShardClient shard, CancellationToken cancellationToken)
    {
        var verdict = await shard.JudgeAsync(cancellationToken).ConfigureAwait(false);
        var members = verdict.Members.Select(MemberEvidenceDocument.Of).ToImmutableArray();
        run.Result(
            new AttestListDocument("substratee.attest.list/1", shard.Id.ToString(), BlockDocument.Of(verdict.AsOf), verdict.Policy.Version, members),
            CliJson.Default.AttestListDocument,
            static (output, list) => Table.Write(output, list.Members.Select(one => (IReadOnlyList<string>)
            [
                one.Account,
                one.Admitted ? "admitted" : "not admitted",
                one.Decision is null ? "not judged" : $"{one.Decision} by you",
                one.Summary(),
            ])));
        return ExitCodes.Ok;
    }
}

/// <summary>The members of a shard.</summary>
internal sealed record AttestListDocument(
    string Schema, string Shard, BlockDocument AsOf, uint PolicyVersion, ImmutableArray<MemberEvidenceDocument> Members);
