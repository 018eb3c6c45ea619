using System.CommandLine;
using SubstraTee.Client;

namespace SubstraTee.Cli;

/// <summary>How a client judges the evidence of a shard's members: its policy, its anchors, or, on development chains, not at all.</summary>
internal sealed class TrustOptions
{
    private readonly Option<string> _policy = EvidenceFiles.PolicyOption("the shard's code, no debugging, platforms up to date");
    private readonly Option<string> _anchors = EvidenceFiles.AnchorsOption();

    private readonly Option<bool> _skip = new("--insecure-skip-verify")
    {
        Description = "INSECURE: believe the chain's registry and judge no evidence; only on a development chain of this computer.",
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_policy);
        command.Add(_anchors);
        command.Add(_skip);
    }

    /// <summary>The options of a shard's client with what was said.</summary>
    /// <exception cref="CliException">A file cannot be used.</exception>
    public async Task<ShardOptions> ApplyAsync(Invocation run, ShardOptions options, CancellationToken cancellationToken)
    {
        if (run.Value(_skip))
        {
            run.Console.Talk(run.Console.Alarm(
                "INSECURE: evidence is not verified. Whoever runs the worker or the registry may read everything you send."));
        }

        return options with
        {
            Policy = await EvidenceFiles.ReadPolicyAsync(run.Value(_policy), cancellationToken).ConfigureAwait(false),
            Anchors = await EvidenceFiles.ReadAnchorsAsync(run.Value(_anchors), cancellationToken).ConfigureAwait(false),
            SkipVerification = run.Value(_skip),
        };
    }
}
