using System.CommandLine;
using SubstraTee.Client;
using SubstraTee.Crypto;

namespace SubstraTee.Cli;

/// <summary><c>substratee shard announce</c>.</summary>
internal sealed class ShardAnnounceCommand : AuthorityCommand
{
    private readonly Option<string> _enclave = Enclaves.Option("the one beside this program that runs the shard's function; used with --evidence");
    private readonly MemberOptions _members = new();

    public ShardAnnounceCommand()
        : base(
            "announce",
            "Announce a shard's next policy: which enclaves may be members from the descriptor's delay on. "
            + "Receipt threshold, metadata and stall time stay as they are.",
            new Example("substratee shard announce --policy next.json", "new code, or platforms that are trusted no longer"),
            new Example("substratee shard announce --evidence sgx-dcap --anchors roots.json", "simulated hardware of one family alone"))
    {
        Add(_enclave);
        _members.AddTo(this);
    }

    protected override void Check(Invocation run)
    {
        base.Check(run);
        _members.Check(run, this);
        if (!_members.AskForEvidence(run))
        {
            throw CliErrors.WrongUse(this, "it is not said what members have to show: give --policy or --evidence");
        }
    }

    protected override async Task<int> WorkAsync(Invocation run, ShardClient shard, KeyPair authority, CancellationToken cancellationToken)
    {
        var folder = await FolderAsync(run, shard, cancellationToken).ConfigureAwait(false);
        var evidence = await _members.ReadAsync(run, this, folder, cancellationToken).ConfigureAwait(false);
        _members.RequireAllowed(run, shard.Chain, evidence.Rules);
        var change = await ShardAuthority.AnnounceAsync(shard, authority, evidence, cancellationToken).ConfigureAwait(false);
        run.Result(
            new ShardAnnouncedDocument(
                "substratee.shard.announce/1",
                shard.Id.ToString(),
                AnnouncedPolicyDocument.Of(change.Version, change.InForceFrom, change.Policy),
                TransactionDocument.Of(change.Transaction)),
            CliJson.Default.ShardAnnouncedDocument,
            static (output, one) => output.WriteLine($"version {one.Policy.Version} is in force from block {one.Policy.InForceFrom} on"));
        return ExitCodes.Ok;
    }

    private async Task<byte[]> FolderAsync(Invocation run, ShardClient shard, CancellationToken cancellationToken)
    {
        if (!_members.AboutFolder(run))
        {
            return [];
        }

        var fitting = run.Has(_enclave) ? Enclaves.Counter : await Enclaves.FittingAsync(shard.Chain, shard.Id, cancellationToken).ConfigureAwait(false);
        return MeasuredFolder.MeasureBytes(Enclaves.FolderOf(run, _enclave, fitting));
    }
}

/// <summary>A policy that was announced.</summary>
internal sealed record ShardAnnouncedDocument(string Schema, string Shard, AnnouncedPolicyDocument Policy, TransactionDocument Transaction);
