using System.CommandLine;
using SubstraTee.Attestation;
using SubstraTee.Client;
using SubstraTee.Crypto;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;
using SubstraTee.Worker;

namespace SubstraTee.Cli;

/// <summary><c>substratee worker</c>: runs an enclave for a shard until it is told to stop.</summary>
internal sealed class WorkerCommand : CliCommand
{
    private const string SimulatedKind = $"{WorkerOptions.SimulatedPlatform}:";
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    private readonly Option<string> _shard = Settings.Shard();
    private readonly Option<string> _node = Settings.Node();
    private readonly Option<string> _enclave = Enclaves.Option("the one beside this program that runs the shard's function: enclaves/counter or enclaves/wasm");

    private readonly Option<string> _platform = new("--platform")
    {
        HelpName = "name",
        Description = "What the enclave runs on: gramine (SGX), tsm (TDX, SEV-SNP, CCA), simulated, or simulated:<kind> with evidence "
            + "of a kind such as sev-snp, made by --evidence-program (no confidentiality).",
        DefaultValueFactory = _ => WorkerOptions.SimulatedPlatform,
    };

    private readonly Option<string> _platformFolder = new("--platform-dir")
    {
        HelpName = "folder",
        Description = "What plays the hardware on the simulated platform. [default: a folder beside the data]",
    };

    private readonly Option<string> _evidenceProgram = new("--evidence-program")
    {
        HelpName = "file",
        Description = $"The simulator that makes the evidence of a platform simulated:<kind>. [default: {Simulators.Fallback}]",
    };

    private readonly Option<string[]> _evidenceArguments = new("--evidence-argument")
    {
        HelpName = "text",
        Description = "A further argument for the simulator; may be given several times.",
    };

    private readonly Option<string> _collateral = new("--collateral")
    {
        HelpName = "folder",
        Description = "What the hardware's vendor says of it, in files named by role, such as tcb_info or vek.",
    };

    private readonly Option<string> _url = new("--url")
    {
        HelpName = "url",
        Description = "Where clients reach this worker, written into the registry. [default: not said]",
    };

    private readonly Option<string> _data = new("--data")
    {
        HelpName = "folder",
        Description = "Keep sealed state and receipts in this folder. [default: a temporary one, gone at the end]",
    };

    private readonly Option<int> _port = new("--rpc-port")
    {
        HelpName = "port",
        Description = "Port of the worker's RPC on 127.0.0.1; 0 lets the system choose.",
        DefaultValueFactory = _ => 2000,
    };

    private readonly Option<string> _funder = new("--funder")
    {
        HelpName = "secret",
        Description = "Tops up the enclave's account at start: //Alice, or - to read a secret from stdin. [default: nobody]",
    };

    private readonly Option<string> _log = Logging.Option();

    public WorkerCommand()
        : base(
            "worker",
            "Run an enclave for a shard: feeds it proven blocks, keeps its sealed state, serves its receipts. Ends with Ctrl+C.",
            new Example("substratee worker --funder //Alice", "serves the only shard of the local node"),
            new Example("substratee worker --shard 0x… --enclave ./enclaves/counter --funder //Alice", "serves one of several shards"),
            new Example("substratee worker info", "shows what a running worker does"))
    {
        foreach (var option in (Option[])[
            _shard, _node, _enclave, _platform, _platformFolder, _evidenceProgram, _evidenceArguments, _collateral, _url, _data, _port, _funder, _log])
        {
            Add(option);
        }

        Add(new WorkerInfoCommand());
    }

    public override bool Runs => true;

    public override async Task<int> RunAsync(Invocation run, CancellationToken cancellationToken)
    {
        var (platform, url) = (PlatformOf(run), UrlOf(run));
        var (shard, enclave) = await ShardAsync(run, cancellationToken).ConfigureAwait(false);
        using var funder = run.Value(_funder) is { } secret ? Secrets.Read(run.Console, secret, KeyType.Sr25519) : null;
        using var scratch = run.Value(_data) is null ? new ScratchFolder() : null;
        using var logs = Logging.Of(run, _log);
        if (scratch is not null)
        {
            run.Console.Warn("the sealed state is kept in a temporary folder and gone at the end: name one with --data");
        }

        var worker = await WorkerHost.StartAsync(
            new WorkerOptions
            {
                NodeUrl = run.NodeUrl(_node),
                Shard = shard,
                EnclavePath = enclave,
                DataFolder = run.Value(_data) ?? scratch!.Path,
                Platform = platform,
                PlatformFolder = run.Value(_platformFolder),
                EvidenceProgram = ProgramOf(run, platform),
                EvidenceArguments = run.Value(_evidenceArguments) ?? [],
                CollateralFolder = run.Value(_collateral),
                Url = url,
                RpcPort = run.Required(_port),
                Funder = funder,
                Logs = logs,
            },
            cancellationToken).ConfigureAwait(false);
        await using (worker.ConfigureAwait(false))
        {
            var ended = ReasonToEndAsync(worker);
            await ServingAsync(worker, ended, cancellationToken).ConfigureAwait(false);
            Announce(run, worker);
            await ended.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!cancellationToken.IsCancellationRequested)
            {
                await ended.ConfigureAwait(false);
            }
        }

        return ExitCodes.Ok;
    }

    private string PlatformOf(Invocation run)
    {
        var name = run.Required(_platform);
        if (name.StartsWith(SimulatedKind, StringComparison.Ordinal) && EvidenceKinds.TryParse(name[SimulatedKind.Length..], out _))
        {
            return ProgramOf(run, name) is null ? throw CliErrors.Missing("the simulator", _evidenceProgram.Name, null) : name;
        }

        return name is WorkerOptions.SimulatedPlatform or "gramine" or "tsm"
            ? name
            : throw CliErrors.BadValue(
                _platform.Name, name, $"gramine, tsm, simulated, or simulated: and one of {string.Join(", ", EvidenceKinds.All.Select(kind => kind.Text()))}");
    }

    private string? ProgramOf(Invocation run, string platform) => run.Value(_evidenceProgram)
        ?? (platform.StartsWith(SimulatedKind, StringComparison.Ordinal) ? Simulators.BesideUs : null);

    private string? UrlOf(Invocation run) => run.Value(_url) is not { } url
        ? null
        : url.Length is > 0 and <= ProtocolLimits.MaxUrlBytes && !url.AsSpan().ContainsAnyExceptInRange('!', '~')
            ? url
            : throw CliErrors.BadValue(_url.Name, url, $"an address of at most {ProtocolLimits.MaxUrlBytes} printable ASCII characters");

    private async Task<(ShardId Shard, string Enclave)> ShardAsync(Invocation run, CancellationToken cancellationToken)
    {
        var named = run.ShardOrNull(_shard);
        if (named is { } known && run.Has(_enclave))
        {
            return (known, Enclaves.FolderOf(run, _enclave));
        }

        var chain = await ChainClient.ConnectAsync(run.NodeUrl(_node), null, cancellationToken).ConfigureAwait(false);
        await using (chain.ConfigureAwait(false))
        {
            var shard = named ?? await ShardCommand.OnlyAsync(chain, _shard, cancellationToken).ConfigureAwait(false);
            var fitting = run.Has(_enclave)
                ? Enclaves.Counter
                : await Enclaves.FittingAsync(chain, shard, cancellationToken).ConfigureAwait(false);
            return (shard, Enclaves.FolderOf(run, _enclave, fitting));
        }
    }

    /// <summary>Ends with the reason when the worker cannot go on.</summary>
    private static async Task ReasonToEndAsync(RunningWorker worker)
    {
        var first = await Task.WhenAny(worker.Halted, worker.Ended).ConfigureAwait(false);
        if (first == worker.Halted)
        {
            throw CliErrors.EnclaveHalted(await worker.Halted.ConfigureAwait(false), worker.Shard);
        }

        await worker.Ended.ConfigureAwait(false);
    }

    private static async Task ServingAsync(RunningWorker worker, Task ended, CancellationToken cancellationToken)
    {
        while (worker.State != EnclaveState.Serving)
        {
            var pause = Task.Delay(Look, cancellationToken);
            await (await Task.WhenAny(pause, ended).ConfigureAwait(false)).ConfigureAwait(false);
        }
    }

    private static void Announce(Invocation run, RunningWorker worker)
    {
        var status = worker.Status;
        if (status.Simulated)
        {
            run.Console.Talk(run.Console.Alarm(Banner));
        }

        var ready = new WorkerReady(
            "substratee.worker/1",
            Ready: true,
            $"ws://127.0.0.1:{worker.RpcPort}",
            worker.Shard.ToString(),
            worker.EnclaveProcessId,
            Ss58.Encode(status.Account, Ss58.GenericPrefix),
            status.Instance.ToString(),
            status.Epoch,
            status.Measurement.ToString(),
            status.Simulated,
            Environment.ProcessId);
        run.Result(ready, CliJson.Default.WorkerReady, static (output, worker) => output.WriteLine(
            $"worker ready: {worker.Rpc}  shard {worker.Shard}  enclave {worker.Account}{(worker.Simulated ? "  SIMULATED" : string.Empty)}"));
    }

    private const string Banner = "SIMULATED TEE: no confidentiality. Whoever runs this worker can read everything.";
}

/// <summary>What a worker says when it serves its shard.</summary>
internal sealed record WorkerReady(
    string Schema,
    bool Ready,
    string Rpc,
    string Shard,
    int EnclaveProcess,
    string Account,
    string Instance,
    uint Epoch,
    string Measurement,
    bool Simulated,
    int ProcessId);
