using System.CommandLine;
using SubstraTee.Attestation;
using SubstraTee.Client;
using SubstraTee.Primitives;

namespace SubstraTee.Cli;

/// <summary><c>substratee attest show</c>.</summary>
internal sealed class AttestShowCommand : ShardCommand
{
    private readonly Argument<string> _worker = Accounts.Argument("worker");

    private readonly Option<string> _save = new("--save")
    {
        HelpName = "folder",
        Description = "Write the evidence and its collateral there, as substratee attest verify takes them.",
    };

    public AttestShowCommand()
        : base(
            "show",
            "Verify the evidence of one enclave of a shard as the chain keeps it, and say what it proves; exit code 5 unless you accept it.",
            new Example("substratee attest show 5FHneW46…", "measurement, status, versions, validity"),
            new Example("substratee attest show 5FHneW46… --save ./evidence", "everything that is needed to check it elsewhere"))
    {
        Add(_worker);
        Add(_save);
    }

    protected override async Task<int> WorkAsync(Invocation run, ShardClient shard, CancellationToken cancellationToken)
    {
        var account = Accounts.Read(run.Console, run.Required(_worker), Crypto.KeyType.Ed25519);
        var verdict = await shard.JudgeAsync(cancellationToken).ConfigureAwait(false);
        var member = verdict.Members.FirstOrDefault(one => one.Account == account) ?? throw CliErrors.NoMember(account, shard.Id);
        var files = run.Value(_save) is { } folder ? EvidenceFolder.Save(folder, member) : null;
        run.Result(
            new AttestShowDocument(
                "substratee.attest.show/1",
                shard.Id.ToString(),
                BlockDocument.Of(verdict.AsOf),
                verdict.Policy.Version,
                MemberEvidenceDocument.Of(member),
                files,
                member.Record is { } record ? Hex.Encode(record.Evidence.Binding.ReportData(account)) : null),
            CliJson.Default.AttestShowDocument,
            WriteText);
        return member.Decision is PolicyDecision.Accepted ? ExitCodes.Ok : ExitCodes.Verification;
    }

    private static void WriteText(TextWriter output, AttestShowDocument shown)
    {
        var one = shown.Member;
        Table.Facts(
            output,
            ("enclave", one.Account),
            ("registered", one.Summary()),
            ("admitted", one.Admitted ? $"yes, by version {shown.PolicyVersion} of the shard's policy" : "no"),
            ("worker", one.Url),
            ("you", one.Decision is null ? "have nothing to judge: there is no evidence" : one.Decision));
        VerdictDocument.WriteMinded(output, one.Violations, one.Concessions);
        if (one.Evidence is { } evidence)
        {
            Table.Facts(output, evidence.Facts());
        }

        if (shown.Saved is { } folder)
        {
            output.WriteLine(
                $"check it elsewhere: substratee attest verify --kind {one.Kind} --evidence {Path.Combine(folder, EvidenceFolder.EvidenceFile)} "
                + $"--collateral {folder} --report-data {shown.ReportData}");
        }
    }
}

/// <summary>A member of a shard.</summary>
internal sealed record AttestShowDocument(
    string Schema, string Shard, BlockDocument AsOf, uint PolicyVersion, MemberEvidenceDocument Member, string? Saved, string? ReportData);
