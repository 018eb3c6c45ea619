using System.CommandLine;
using SubstraTee.Client;
using SubstraTee.Crypto;
using SubstraTee.Primitives;
using SubstraTee.Runtime;

namespace SubstraTee.Cli;

/// <summary><c>substratee dev</c>: keeps a node, a shard and a worker running until it is told to stop.</summary>
internal sealed class DevCommand : CliCommand
{
    private static readonly TimeSpan ReadyLimit = TimeSpan.FromSeconds(60);

    private readonly Option<string> _enclave = Enclaves.Option();

    private readonly Option<string> _data = new("--data")
    {
        HelpName = "folder",
        Description = "Keep chain, shard and sealed state in this folder. [default: a temporary one, gone at the end]",
    };

    private readonly Option<string> _blockTime = new("--block-time")
    {
        HelpName = "time",
        Description = "When blocks are made: instant (as soon as a transaction waits), or an interval such as 1s or 6s.",
        DefaultValueFactory = _ => "instant",
    };

    private readonly Option<int> _nodePort = new("--rpc-port")
    {
        HelpName = "port",
        Description = "Port of the node's JSON-RPC on 127.0.0.1; 0 lets the system choose.",
        DefaultValueFactory = _ => 9944,
    };

    private readonly Option<int> _workerPort = new("--worker-port")
    {
        HelpName = "port",
        Description = "Port of the worker's RPC on 127.0.0.1; 0 lets the system choose.",
        DefaultValueFactory = _ => 2000,
    };

    public DevCommand()
        : base(
            "dev",
            "Keep a development network running: node, shard, worker. Ends with Ctrl+C.",
            new Example("substratee dev", "everything on its usual ports, nothing kept"),
            new Example("substratee dev --data ./dev", "the same network again at the next start"))
    {
        foreach (var option in (Option[])[_enclave, _data, _blockTime, _nodePort, _workerPort])
        {
            Add(option);
        }
    }

    public override bool Runs => true;

    public override async Task<int> RunAsync(Invocation run, CancellationToken cancellationToken)
    {
        using var scratch = run.Value(_data) is null ? new ScratchFolder() : null;
        var folder = Path.GetFullPath(run.Value(_data) ?? scratch!.Path);
        var enclave = Enclaves.FolderOf(run, _enclave);
        var processes = new ProcessHost(Path.Combine(folder, "logs"));
        await using (processes.ConfigureAwait(false))
        {
            var (node, nodeReady) = await processes.StartReadyAsync(
                "node",
                [
                    "node", "--dev", "--data", Path.Combine(folder, "node"), "--block-time", run.Required(_blockTime),
                    "--rpc-port", $"{run.Required(_nodePort)}",
                ],
                ReadyLimit,
                cancellationToken).ConfigureAwait(false);
            var nodeUrl = new Uri(nodeReady.GetProperty("rpc").GetString()!);
            var shard = await ShardAsync(folder, nodeUrl, enclave, cancellationToken).ConfigureAwait(false);
            var (worker, workerReady) = await processes.StartReadyAsync(
                "worker",
                [
                    "worker", "--shard", shard.ToString(), "--node", nodeUrl.OriginalString, "--enclave", enclave, "--funder", "//Ferdie",
                    "--data", Path.Combine(folder, "worker"), "--rpc-port", $"{run.Required(_workerPort)}",
                ],
                ReadyLimit,
                cancellationToken).ConfigureAwait(false);
            Announce(run, new DevReady(
                "substratee.dev/1",
                Ready: true,
                nodeUrl.OriginalString,
                workerReady.GetProperty("rpc").GetString()!,
                shard.ToString(),
                Simulated: true,
                run.Value(_data) is null ? null : folder));
            var ended = await Task.WhenAny(
                node.ExitAsync(cancellationToken), worker.ExitAsync(cancellationToken)).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            var (exitCode, _) = await ended.ConfigureAwait(false);
            var name = node.HasExited ? node : worker;
            throw CliErrors.ChildFailed(name.Name, $"it ended with exit code {exitCode}", name.LogPath);
        }
    }

    // The shard is kept with the chain, so that the same one is served at the next start.
    private static async Task<ShardId> ShardAsync(string folder, Uri node, string enclave, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, "shard");
        if (File.Exists(path))
        {
            return ShardId.Parse(await File.ReadAllTextAsync(path, cancellationToken).ConfigureAwait(false));
        }

        var chain = await ChainClient.ConnectAsync(node, null, cancellationToken).ConfigureAwait(false);
        await using (chain.ConfigureAwait(false))
        {
            var description = await EnclaveDescription.AskAsync(enclave, cancellationToken).ConfigureAwait(false);
            var plan = new ShardPlan
            {
                StfHash = description.Compiled(enclave).Hash,
                Measurements = [description.ToMeasurement()],
                AllowSkippedAttestation = true,
            };
            using var creator = KeyPair.FromSecretUri("//Alice", KeyType.Sr25519);
            var descriptor = await ShardCreator.DescribeAsync(chain, plan, cancellationToken).ConfigureAwait(false);
            var (shard, _) = await ShardCreator.CreateAsync(chain, creator, descriptor, cancellationToken).ConfigureAwait(false);
            await File.WriteAllTextAsync(path, shard.ToString(), cancellationToken).ConfigureAwait(false);
            return shard;
        }
    }

    private static void Announce(Invocation run, DevReady ready)
    {
        run.Console.Talk(run.Console.Alarm("SIMULATED TEE: no confidentiality. Development keys are public, never use them elsewhere."));
        run.Result(ready, CliJson.Default.DevReady, static (output, ready) =>
        {
            output.WriteLine($"  node      {ready.Node}");
            output.WriteLine($"  worker    {ready.Worker}  SIMULATED");
            output.WriteLine($"  shard     {ready.Shard}");
            output.WriteLine($"  accounts  {string.Join(' ', DevelopmentAccounts.Names)}  (public test keys, sr25519, ed25519 and ecdsa)");
            output.WriteLine($"  data      {ready.Data ?? "temporary, gone at the end"}");
            output.WriteLine("  try       substratee call counter increment --by 42 --from //Alice");
            output.WriteLine("            substratee query counter value --as //Alice");
            output.WriteLine("  Ctrl+C stops everything");
        });
    }
}

/// <summary>What <c>dev</c> says when everything answers.</summary>
internal sealed record DevReady(string Schema, bool Ready, string Node, string Worker, string Shard, bool Simulated, string? Data);
