using System.Collections.Immutable;
using System.CommandLine;
using SubstraTee.Attestation;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;

namespace SubstraTee.Cli;

/// <summary><c>substratee attest measure</c>.</summary>
internal sealed class AttestMeasureCommand : CliCommand
{
    private const int MaxRegisters = 64;
    private const int MaxRegisterBytes = 64;

    private readonly Argument<string?> _folder = new("folder")
    {
        Arity = ArgumentArity.ZeroOrOne,
        Description = "A published enclave: what simulated hardware of each kind will say of it.",
    };

    private readonly Option<string> _kind = new Option<string>("--kind")
    {
        HelpName = "kind",
        Description = "The kind of evidence. [default: all, for a folder]",
    }.AcceptOnlyFromAmong([.. EvidenceKinds.All.Select(kind => kind.Text())]);

    private readonly Option<string[]> _registers = new("--register")
    {
        HelpName = "name=hex",
        Description = "A register of real hardware; may be repeated. tdx: mrtd, rtmr0 to rtmr3. arm-cca: rim, rem0 to rem3. nitro: pcr0 to pcr2. "
            + "arm-psa: type, signer_id, measurement, for each component. Others: their only one.",
    };

    public AttestMeasureCommand()
        : base(
            "measure",
            "Compute the measurement that a policy has to admit, from a published enclave or from registers of hardware.",
            new Example("substratee attest measure ./enclaves/counter", "one line for each kind of simulated hardware"),
            new Example("substratee attest measure --kind nitro --register pcr0=0x… --register pcr1=0x… --register pcr2=0x…", "of an image's PCRs"))
    {
        Add(_folder);
        Add(_kind);
        Add(_registers);
    }

    public override bool Runs => true;

    public override Task<int> RunAsync(Invocation run, CancellationToken cancellationToken)
    {
        EvidenceKind? kind = run.Value(_kind) is { } name && EvidenceKinds.TryParse(name, out var known) ? known : null;
        var rows = (run.Value(_folder), run.Value(_registers) is { Length: > 0 } given ? given : null) switch
        {
            ({ } folder, null) => OfFolder(folder, kind),
            (null, { } registers) => [OfRegisters(kind ?? throw CliErrors.Missing("the kind of evidence", _kind.Name, null), registers)],
            (null, null) => throw CliErrors.Missing("what is to be measured", $"a folder, or {_registers.Name}", null),
            _ => throw CliErrors.BadValue(_registers.Name, "registers", "given without a folder: both say what is measured"),
        };
        run.Result(
            new AttestMeasureDocument("substratee.attest.measure/1", rows),
            CliJson.Default.AttestMeasureDocument,
            static (output, all) => Table.Write(output, all.Measurements.Select(one => (IReadOnlyList<string>)
            [
                one.Kind,
                one.Measurement,
                one.Simulated ? "SIMULATED" : string.Empty,
            ])));
        return Task.FromResult(ExitCodes.Ok);
    }

    private static ImmutableArray<MeasurementRow> OfFolder(string folder, EvidenceKind? only)
    {
        var measured = MeasuredFolder.MeasureBytes(folder);
        return
        [
            .. EvidenceKinds.All.Where(kind => only is null || kind == only)
                .Select(kind => new MeasurementRow(kind.Text(), SimulatedMeasurement.Of(kind, measured).ToString(), Simulated: true)),
        ];
    }

    private MeasurementRow OfRegisters(EvidenceKind kind, string[] given)
    {
        var values = given.Select(Read).ToList();
        var names = SimulatedMeasurement.Registers(kind, new byte[Bytes32.Length]).Select(one => one.Name).ToList();
        var fits = kind == EvidenceKind.ArmPsa
            ? values.Count is > 0 and <= MaxRegisters && values.Count % names.Count == 0
                && values.Select((one, i) => one.Name == names[i % names.Count]).All(same => same)
            : values.Count == names.Count && names.All(name => values.Count(one => one.Name == name) == 1);
        if (!fits)
        {
            throw CliErrors.BadValue(_registers.Name, string.Join(' ', given), $"{string.Join(", ", names)}, each once (arm-psa: for each component, in order)");
        }

        ImmutableArray<(string Name, ImmutableArray<byte> Value)> ordered =
            kind == EvidenceKind.ArmPsa ? [.. values] : [.. names.Select(name => values.First(one => one.Name == name))];
        try
        {
            var measurement = SimulatedMeasurement.IsComposite(kind)
                ? CompositeMeasurement.Foretell(kind.Family(), ordered)
                : new Measurement(kind.Family(), ordered[0].Value.AsSpan());
            return new MeasurementRow(kind.Text(), measurement.ToString(), Simulated: false);
        }
        catch (ArgumentException refused)
        {
            throw CliErrors.BadValue(_registers.Name, string.Join(' ', given), refused.Message);
        }
    }

    private (string Name, ImmutableArray<byte> Value) Read(string text)
    {
        var parts = text.Split('=', 2);
        return parts is [var name, var hex] && Hex.TryDecode(hex, MaxRegisterBytes, out var bytes)
            ? (name, [.. bytes])
            : throw CliErrors.BadValue(_registers.Name, text, "a register's name, =, 0x and hexadecimal digits");
    }
}

/// <summary>Measurements by kind of evidence.</summary>
internal sealed record AttestMeasureDocument(string Schema, ImmutableArray<MeasurementRow> Measurements);

/// <summary>One of them.</summary>
internal sealed record MeasurementRow(string Kind, string Measurement, bool Simulated);
