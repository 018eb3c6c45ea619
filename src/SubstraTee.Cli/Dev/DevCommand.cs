using System.CommandLine;
using SubstraTee.Client;
using SubstraTee.Crypto;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;
using SubstraTee.Runtime;

namespace SubstraTee.Cli;

/// <summary><c>substratee dev</c>: keeps a node, a shard and a worker running until it is told to stop.</summary>
internal sealed class DevCommand : CliCommand
{
    private static readonly TimeSpan ReadyLimit = TimeSpan.FromSeconds(60);

    private readonly Option<string> _enclave = Enclaves.Option("enclaves/counter beside this program, with --wasm enclaves/wasm");

    private readonly Option<string> _wasm = new("--wasm")
    {
        HelpName = "file",
        Description = "The WebAssembly function that the shard runs: deployed, pinned and served. [default: the counter]",
    };

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
            new Example("substratee dev --data ./dev", "the same network again at the next start"),
            new Example("substratee dev --wasm counter.wasm", "a function of yours instead of the counter"))
    {
        foreach (var option in (Option[])[_enclave, _wasm, _data, _blockTime, _nodePort, _workerPort])
        {
            Add(option);
        }
    }

    public override bool Runs => true;

    public override async Task<int> RunAsync(Invocation run, CancellationToken cancellationToken)
    {
        using var scratch = run.Value(_data) is null ? new ScratchFolder() : null;
        var folder = Path.GetFullPath(run.Value(_data) ?? scratch!.Path);
        var module = run.Value(_wasm) is { } file ? await WasmFile.ReadAsync(file, cancellationToken).ConfigureAwait(false) : null;
        var function = module?.LoadFunction().Identity;
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
            var (shard, enclave, name) = await ShardAsync(run, folder, nodeUrl, module, function, cancellationToken).ConfigureAwait(false);
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
                name,
                Simulated: true,
                run.Value(_data) is null ? null : folder));
            var ended = await Task.WhenAny(
                node.ExitAsync(cancellationToken), worker.ExitAsync(cancellationToken)).ConfigureAwait(false);
            if (cancellationToken.IsCancellationRequested)
            {
                return ExitCodes.Ok;
            }

            var (exitCode, _) = await ended.ConfigureAwait(false);
            var failed = node.HasExited ? node : worker;
            throw CliErrors.ChildFailed(failed.Name, $"it ended with exit code {exitCode}", failed.LogPath);
        }
    }

    /// <summary>The shard, the enclave that runs its function, and the function's name.</summary>
    private async Task<(ShardId Shard, string Enclave, string Name)> ShardAsync(
        Invocation run, string folder, Uri node, WasmFile? module, StfIdentity? function, CancellationToken cancellationToken)
    {
        var chain = await ChainClient.ConnectAsync(node, null, cancellationToken).ConfigureAwait(false);
        await using (chain.ConfigureAwait(false))
        {
            // It is kept with the chain, so that the same one is served at the next start.
            var path = Path.Combine(folder, "shard");
            if (!File.Exists(path))
            {
                var enclave = Enclaves.FolderOf(run, _enclave, module is null ? Enclaves.Counter : Enclaves.Wasm);
                var created = await CreateAsync(chain, enclave, module, function, cancellationToken).ConfigureAwait(false);
                await File.WriteAllTextAsync(path, created.ToString(), cancellationToken).ConfigureAwait(false);
            }

            var shard = ShardId.Parse(await File.ReadAllTextAsync(path, cancellationToken).ConfigureAwait(false));
            var options = new ShardOptions { ExpectedFunction = function?.Hash };
            var kept = await ShardClient.OpenAsync(chain, shard, options, cancellationToken).ConfigureAwait(false);
            await using (kept.ConfigureAwait(false))
            {
                var loaded = await StfRegistry.FindAsync(chain, kept.Descriptor.StfHash, cancellationToken).ConfigureAwait(false);
                return (shard, Enclaves.FolderOf(run, _enclave, loaded is null ? Enclaves.Counter : Enclaves.Wasm), loaded?.Identity.Name ?? Enclaves.Counter);
            }
        }
    }

    private static async Task<ShardId> CreateAsync(
        ChainClient chain, string enclave, WasmFile? module, StfIdentity? function, CancellationToken cancellationToken)
    {
        using var creator = KeyPair.FromSecretUri("//Alice", KeyType.Sr25519);
        if (module is not null)
        {
            await StfRegistry.UploadAsync(chain, creator, function!, module.Bytes, cancellationToken).ConfigureAwait(false);
        }

        return await SimulatedShards.CreateAsync(chain, creator, enclave, function?.Hash, cancellationToken).ConfigureAwait(false);
    }

    private static void Announce(Invocation run, DevReady ready)
    {
        run.Console.Talk(run.Console.Alarm("SIMULATED TEE: no confidentiality. Development keys are public, never use them elsewhere."));
        run.Result(ready, CliJson.Default.DevReady, static (output, ready) =>
        {
            output.WriteLine($"  node      {ready.Node}");
            output.WriteLine($"  worker    {ready.Worker}  SIMULATED");
            output.WriteLine($"  shard     {ready.Shard}  {ready.Function}");
            output.WriteLine($"  accounts  {string.Join(' ', DevelopmentAccounts.Names)}  (public test keys, sr25519, ed25519 and ecdsa)");
            output.WriteLine($"  data      {ready.Data ?? "temporary, gone at the end"}");
            if (ready.Function == Enclaves.Counter)
            {
                output.WriteLine("  try       substratee call counter increment --by 42 --from //Alice");
                output.WriteLine("            substratee query counter value --as //Alice");
            }
            else
            {
                output.WriteLine("  try       substratee shard show");
            }

            output.WriteLine("  Ctrl+C stops everything");
        });
    }
}

/// <summary>What <c>dev</c> says when everything answers.</summary>
internal sealed record DevReady(string Schema, bool Ready, string Node, string Worker, string Shard, string Function, bool Simulated, string? Data);
