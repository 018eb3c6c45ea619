using System.Collections.Immutable;
using System.CommandLine;
using SubstraTee.Attestation;
using SubstraTee.Client;
using SubstraTee.Enclave.Protocol;

namespace SubstraTee.Cli;

/// <summary>Options that say who may be a member of a shard: of commands that create a shard or announce its next policy.</summary>
internal sealed class MemberOptions
{
    private readonly Option<string> _policy = new("--policy")
    {
        HelpName = "file",
        Description = "Members show evidence that this policy accepts (docs/attestation.md); the chain judges it.",
    };

    private readonly Option<string> _evidence = new("--evidence")
    {
        HelpName = "kinds",
        Description = $"Members show evidence of simulated hardware about the enclave: one or more of "
            + $"{string.Join(", ", EvidenceKinds.All.Select(kind => kind.Text()))}, separated by commas. Needs --anchors with test roots.",
    };

    private readonly Option<string> _registers = new("--registers")
    {
        HelpName = "file",
        Description = "Who measures simulated enclaves, which keystone and arm-cca ask for: the output of substratee-simulator registers.",
    };

    private readonly Option<string> _anchors = EvidenceFiles.AnchorsOption();

    private readonly Option<string> _lifetime = new("--lifetime")
    {
        HelpName = "time",
        Description = "How long a registration counts; workers renew it at half of that.",
        DefaultValueFactory = _ => "24h",
    };

    private readonly Option<bool> _allowSimulated = new("--allow-simulated")
    {
        Description = "Admit enclaves that nothing protects, for ever; needless on a development chain of this computer.",
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_policy, _evidence, _registers, _anchors, _lifetime, _allowSimulated])
        {
            command.Add(option);
        }
    }

    /// <summary>Whether the evidence is that of simulated hardware about an enclave's folder, which has to be known then.</summary>
    public bool AboutFolder(Invocation run) => run.Has(_evidence);

    /// <summary>Whether members have to show evidence at all.</summary>
    public bool AskForEvidence(Invocation run) => run.Has(_policy) || run.Has(_evidence);

    /// <summary>Refuses options that do not go together.</summary>
    /// <exception cref="CliException">They do not.</exception>
    public void Check(Invocation run, CliCommand command)
    {
        if (run.Has(_policy) && run.Has(_evidence))
        {
            throw CliErrors.WrongUse(command, $"{_policy.Name} names kinds and measurements already, so {_evidence.Name} cannot be given too");
        }

        if (run.Has(_registers) && !run.Has(_evidence))
        {
            throw CliErrors.WrongUse(command, $"{_registers.Name} belongs to {_evidence.Name}; a policy names registers itself");
        }

        if (!AskForEvidence(run) && (run.Has(_anchors) || run.Has(_lifetime)))
        {
            throw CliErrors.WrongUse(command, $"no evidence is asked for: give {_policy.Name} or {_evidence.Name}");
        }
    }

    /// <summary>Reads what is asked of members.</summary>
    /// <param name="run">The command's run.</param>
    /// <param name="command">The command.</param>
    /// <param name="folder">Measurement of the enclave's folder; used with <c>--evidence</c> alone.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="CliException">A file cannot be used, or a shard's policy cannot say it.</exception>
    public async Task<ShardEvidence> ReadAsync(Invocation run, CliCommand command, ReadOnlyMemory<byte> folder, CancellationToken cancellationToken)
    {
        var anchors = await EvidenceFiles.ReadAnchorsAsync(run.Value(_anchors), cancellationToken).ConfigureAwait(false) ?? TrustAnchors.Production;
        var policy = await EvidenceFiles.ReadPolicyAsync(run.Value(_policy), cancellationToken).ConfigureAwait(false)
            ?? await SimulatedAsync(run, command, anchors, folder, cancellationToken).ConfigureAwait(false);
        return ShardEvidence.TryMake(policy, anchors, run.Time(_lifetime), out var evidence, out var error)
            ? evidence
            : throw CliErrors.NoShardPolicy(error);
    }

    /// <summary>Refuses a policy that admits what nothing protects where that was not accepted, and says it aloud where it was.</summary>
    /// <exception cref="CliException">It was not accepted.</exception>
    public void RequireAllowed(Invocation run, ChainClient chain, EvidenceRules? rules)
    {
        var why = rules switch
        {
            null => "it admits enclaves without evidence",
            { TestRoots: true } => "it admits evidence under test roots, which anybody can forge",
            { AllowDebug: true } => "it admits enclaves that are open to their host's debugger",
            _ => null,
        };
        if (why is null)
        {
            return;
        }

        if (!run.Value(_allowSimulated) && !chain.IsLocalDevelopment)
        {
            throw CliErrors.SimulatedShard(why, _allowSimulated.Name);
        }

        run.Console.Talk(run.Console.Alarm($"SIMULATED: {why}, for ever. The shard gives no confidentiality."));
    }

    private async Task<AttestationPolicy> SimulatedAsync(
        Invocation run, CliCommand command, TrustAnchors anchors, ReadOnlyMemory<byte> folder, CancellationToken cancellationToken)
    {
        if (anchors.Class != AnchorClass.Test)
        {
            throw CliErrors.WrongUse(
                command, $"{_evidence.Name} is about simulated hardware, and the anchors are those of real hardware: name test roots with {_anchors.Name}");
        }

        var registers = run.Value(_registers) is { } file
            ? await SimulatorRegisters.ReadAsync(file, cancellationToken).ConfigureAwait(false)
            : null;
        var kinds = ImmutableDictionary.CreateBuilder<EvidenceKind, KindPolicy>();
        foreach (var name in run.Required(_evidence).Split(','))
        {
            if (!EvidenceKinds.TryParse(name, out var kind) || kinds.ContainsKey(kind))
            {
                throw CliErrors.BadValue(
                    _evidence.Name, name, $"one of {string.Join(", ", EvidenceKinds.All.Select(one => one.Text()))}, each once");
            }

            var rules = new KindPolicy
            {
                Measurements = [SimulatedMeasurement.Of(kind, folder.Span)],
                Registers = (registers?[kind] ?? []).GroupBy(one => one.Name, StringComparer.Ordinal)
                    .ToImmutableDictionary(named => named.Key, named => named.Select(one => one.Value).ToImmutableArray(), StringComparer.Ordinal),
            };
            kinds.Add(kind, rules.FirmwareMissing(kind) is null ? rules : throw CliErrors.Missing($"who measures {name} enclaves", _registers.Name, null));
        }

        return new AttestationPolicy { Name = "simulated", AcceptTestAnchors = true, Kinds = kinds.ToImmutable() };
    }
}
