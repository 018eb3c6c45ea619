using System.CommandLine;
using SubstraTee.Client;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;

namespace SubstraTee.Cli;

/// <summary><c>substratee shard create</c>.</summary>
internal sealed class ShardCreateCommand : ChainCommand
{
    private readonly Option<string> _enclave = Enclaves.Option("enclaves/counter beside this program, with --wasm enclaves/wasm");

    private readonly Option<string> _wasm = new("--wasm")
    {
        HelpName = "hash or file",
        Description = "The WebAssembly function that the shard runs, by STF hash, code hash or file; its code has to be on the chain.",
    };

    private readonly Option<string> _stf = new("--stf")
    {
        HelpName = "name",
        Description = "The state transition function that the enclave must have. [default: whichever it has]",
    };

    private readonly Option<string> _from = Accounts.Signer("--from", "Who signs and pays the transaction");
    private readonly Option<string> _scheme = Accounts.Scheme();

    private readonly Option<string> _salt = new("--salt")
    {
        HelpName = "hex",
        Description = "0x and 64 digits that tell shards of the same content apart. [default: random]",
    };

    private readonly Option<string> _stall = new("--stall-after")
    {
        HelpName = "time",
        Description = "Without a new final block for so long, the shard answers no queries.",
        DefaultValueFactory = _ => "60s",
    };

    private readonly Option<bool> _allowSimulated = new("--allow-simulated")
    {
        Description = "Admit enclaves without evidence, for ever; needless on a development chain of this computer.",
    };

    public ShardCreateCommand()
        : base(
            "create",
            "Create a shard for an enclave: writes its descriptor on chain, whose hash is the shard's id.",
            new Example("substratee shard create --enclave ./enclaves/counter", "a SIMULATED shard on a development chain"),
            new Example("substratee shard create --stf counter --from //Bob --json", "prints the id as JSON"),
            new Example("substratee shard create --wasm counter.wasm", "a shard for a function that was deployed"))
    {
        _from.DefaultValueFactory = _ => "//Alice";
        foreach (var option in (Option[])[_enclave, _wasm, _stf, _from, _scheme, _salt, _stall, _allowSimulated])
        {
            Add(option);
        }
    }

    protected override async Task<int> WorkAsync(Invocation run, ChainClient chain, CancellationToken cancellationToken)
    {
        using var creator = Secrets.Read(run.Console, run.Required(_from), Accounts.SchemeOf(run.Required(_scheme)));
        var folder = Enclaves.FolderOf(run, _enclave, run.Has(_wasm) ? Enclaves.Wasm : Enclaves.Counter);
        var enclave = await EnclaveDescription.AskAsync(folder, cancellationToken).ConfigureAwait(false);
        var function = await FunctionAsync(run, folder, enclave, chain, cancellationToken).ConfigureAwait(false);
        if (run.Value(_stf) is { } stf && stf != function.Name)
        {
            throw CliErrors.BadValue(_stf.Name, stf, $"what the enclave has: {function.Name}");
        }

        if (enclave.Simulated)
        {
            RequireSimulatedAllowed(run, chain);
        }

        var plan = new ShardPlan
        {
            StfHash = function.Hash,
            Measurements = [enclave.ToMeasurement()],
            AllowSkippedAttestation = enclave.Simulated,
            StallAfter = run.Time(_stall),
        };
        var descriptor = await ShardCreator.DescribeAsync(chain, plan, cancellationToken).ConfigureAwait(false);
        if (run.Value(_salt) is { } salt)
        {
            descriptor = descriptor with
            {
                Salt = Bytes32.TryParse(salt, out var bytes) ? bytes : throw CliErrors.BadValue(_salt.Name, salt, "0x and 64 hexadecimal digits"),
            };
        }

        var (shard, transaction) = await ShardCreator.CreateAsync(chain, creator, descriptor, cancellationToken).ConfigureAwait(false);
        run.Result(Describe(shard, descriptor, enclave, function, transaction), CliJson.Default.ShardCreatedDocument, static (output, one) =>
            output.WriteLine(one.Shard));
        return ExitCodes.Ok;
    }

    private async Task<EnclaveFunction> FunctionAsync(
        Invocation run, string folder, EnclaveDescription enclave, ChainClient chain, CancellationToken cancellationToken)
    {
        if (run.Value(_wasm) is not { } wasm)
        {
            return enclave.Compiled(folder);
        }

        enclave.RequireLoading(folder);
        var identity = await WasmReference.FindAsync(run, _wasm, wasm, chain, cancellationToken).ConfigureAwait(false);
        return new EnclaveFunction(identity.Name, identity.Version, identity.Hash);
    }

    private static ShardCreatedDocument Describe(
        ShardId shard, ShardDescriptor descriptor, EnclaveDescription enclave, EnclaveFunction function, TransactionResult transaction) => new(
        "substratee.shard.create/1",
        shard.ToString(),
        function.Name,
        function.Version,
        function.Hash.ToString(),
        enclave.ToMeasurement().ToString(),
        descriptor.Genesis.ToString(),
        BlockDocument.Of(descriptor.Checkpoint),
        enclave.Simulated,
        TransactionDocument.Of(transaction));

    private void RequireSimulatedAllowed(Invocation run, ChainClient chain)
    {
        if (!run.Value(_allowSimulated) && !(chain.Properties.SaysDevelopment && chain.Endpoint.IsLoopback))
        {
            throw CliErrors.SimulatedShard(_allowSimulated.Name);
        }

        run.Console.Talk(run.Console.Alarm("SIMULATED: the shard admits enclaves without evidence, for ever. It gives no confidentiality."));
    }
}

/// <summary>A new shard.</summary>
internal sealed record ShardCreatedDocument(
    string Schema,
    string Shard,
    string StfName,
    uint StfVersion,
    string StfHash,
    string Measurement,
    string Genesis,
    BlockDocument Checkpoint,
    bool Simulated,
    TransactionDocument Transaction);
