using System.Collections.Immutable;
using System.CommandLine;
using SubstraTee.Client;
using SubstraTee.Crypto;
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

    private readonly Option<string> _authority = new("--authority")
    {
        HelpName = "account",
        Description = $"Who may announce other policies and freeze admission: {Accounts.Help}. [default: nobody, ever]",
    };

    private readonly Option<uint> _changeDelay = new("--change-delay")
    {
        HelpName = "blocks",
        Description = "How many blocks lie between the announcement of a policy and its effect: the time that clients have to notice.",
        DefaultValueFactory = _ => 100,
    };

    private readonly Option<ushort> _threshold = new("--receipt-threshold")
    {
        HelpName = "number",
        Description = "How many members have to sign a receipt for it to count.",
        DefaultValueFactory = _ => 1,
    };

    private readonly MemberOptions _members = new();

    public ShardCreateCommand()
        : base(
            "create",
            "Create a shard for an enclave: writes its descriptor on chain, whose hash is the shard's id.",
            new Example("substratee shard create --enclave ./enclaves/counter", "a SIMULATED shard on a development chain"),
            new Example("substratee shard create --stf counter --from //Bob --json", "prints the id as JSON"),
            new Example("substratee shard create --wasm counter.wasm", "a shard for a function that was deployed"),
            new Example("substratee shard create --policy policy.json --authority //Alice", "a shard whose members show evidence of real hardware"),
            new Example("substratee shard create --evidence sgx-dcap,sev-snp --anchors roots.json", "one of simulated hardware of two families"))
    {
        _from.DefaultValueFactory = _ => "//Alice";
        foreach (var option in (Option[])[_enclave, _wasm, _stf, _from, _scheme, _salt, _stall, _authority, _changeDelay, _threshold])
        {
            Add(option);
        }

        _members.AddTo(this);
    }

    protected override void Check(Invocation run)
    {
        _members.Check(run, this);
        if (run.Has(_changeDelay) && !run.Has(_authority))
        {
            throw CliErrors.WrongUse(this, $"{_changeDelay.Name} belongs to {_authority.Name}: without one nothing ever changes");
        }

        if (run.Required(_threshold) is 0 or > ProtocolLimits.MaxReceiptSigners)
        {
            throw CliErrors.BadValue(_threshold.Name, $"{run.Required(_threshold)}", $"a number of 1 to {ProtocolLimits.MaxReceiptSigners}");
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

        var evidence = _members.AskForEvidence(run)
            ? await _members.ReadAsync(run, this, enclave.ToMeasurement().Bytes.AsMemory(), cancellationToken).ConfigureAwait(false)
            : null;
        if (evidence is not null || enclave.Simulated)
        {
            _members.RequireAllowed(run, chain, evidence?.Rules);
        }

        var plan = new ShardPlan
        {
            StfHash = function.Hash,
            Measurements = evidence?.Measurements ?? [enclave.ToMeasurement()],
            Evidence = evidence?.Rules,
            AllowSkippedAttestation = evidence is null && enclave.Simulated,
            ReceiptThreshold = run.Required(_threshold),
            StallAfter = run.Time(_stall),
            Authority = run.Value(_authority) is { } authority
                ? Accounts.Read(run.Console, authority, Accounts.SchemeOf(run.Required(_scheme)))
                : null,
            ChangeDelayBlocks = run.Has(_authority) ? run.Required(_changeDelay) : 0,
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
        run.Result(Describe(shard, descriptor, function, transaction), CliJson.Default.ShardCreatedDocument, static (output, one) =>
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
        ShardId shard, ShardDescriptor descriptor, EnclaveFunction function, TransactionResult transaction) => new(
        "substratee.shard.create/1",
        shard.ToString(),
        function.Name,
        function.Version,
        function.Hash.ToString(),
        [.. descriptor.Policy.Measurements.Select(one => one.ToString())],
        EvidenceRulesDocument.Of(descriptor.Policy),
        descriptor.Authority is { } authority ? Ss58.Encode(authority) : null,
        descriptor.ChangeDelayBlocks,
        descriptor.Policy.ReceiptThreshold,
        descriptor.Genesis.ToString(),
        BlockDocument.Of(descriptor.Checkpoint),
        descriptor.Policy.IsDevelopment,
        TransactionDocument.Of(transaction));
}

/// <summary>A new shard.</summary>
internal sealed record ShardCreatedDocument(
    string Schema,
    string Shard,
    string StfName,
    uint StfVersion,
    string StfHash,
    ImmutableArray<string> Measurements,
    EvidenceRulesDocument? Evidence,
    string? Authority,
    uint ChangeDelay,
    ushort ReceiptThreshold,
    string Genesis,
    BlockDocument Checkpoint,
    bool Simulated,
    TransactionDocument Transaction);
