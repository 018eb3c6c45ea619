using System.Collections.Immutable;
using System.CommandLine;

namespace SubstraTee.Cli;

/// <summary><c>substratee doctor</c>.</summary>
internal sealed class DoctorCommand : TimedCommand
{
    private readonly Option<string> _node = Settings.Node();
    private readonly Option<string> _worker = Settings.Worker();
    private readonly Option<string> _enclave = Enclaves.Option();

    public DoctorCommand()
        : base(
            "doctor",
            "Check what substratee needs: libraries, folders, ports, enclave, node, worker. Each line says how to mend it.",
            new Example("substratee doctor", "a list for people"),
            new Example("substratee doctor --json", "the same for a report"))
    {
        Add(_node);
        Add(_worker);
        Add(_enclave);
    }

    protected override async Task<int> WorkAsync(Invocation run, CancellationToken cancellationToken)
    {
        var findings = ImmutableArray.CreateBuilder<HealthFinding>();
        findings.AddRange(Examination.OfThisComputer());
        findings.Add(await Examination.OfEnclaveAsync(run, _enclave, cancellationToken).ConfigureAwait(false));
        findings.Add(await Examination.OfNodeAsync(run.NodeUrl(_node), cancellationToken).ConfigureAwait(false));
        findings.Add(await Examination.OfWorkerAsync(run.WorkerUrl(_worker), cancellationToken).ConfigureAwait(false));
        var healthy = findings.All(one => one.State != Examination.Failed);
        run.Result(
            new DoctorDocument("substratee.doctor/1", RootCommandTree.Version, healthy, findings.ToImmutable()),
            CliJson.Default.DoctorDocument,
            static (output, document) =>
            {
                foreach (var one in document.Findings)
                {
                    output.WriteLine($"{one.State,-7} {one.Name,-10} {one.Detail}");
                    if (one.Try is not null)
                    {
                        output.WriteLine($"{string.Empty,-18} try: {one.Try}");
                    }
                }
            });
        return healthy ? ExitCodes.Ok : ExitCodes.Configuration;
    }
}

/// <summary>What was examined.</summary>
internal sealed record DoctorDocument(string Schema, string Version, bool Healthy, ImmutableArray<HealthFinding> Findings);

/// <summary>One thing that was examined: <c>ok</c>, <c>absent</c> (it may well be) or <c>failed</c>.</summary>
internal sealed record HealthFinding(string Name, string State, string Detail, string? Try);
