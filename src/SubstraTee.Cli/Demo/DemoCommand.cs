using System.CommandLine;
using System.Diagnostics;

namespace SubstraTee.Cli;

/// <summary><c>substratee demo</c>: tells a story on real processes and checks every word of it.</summary>
internal sealed class DemoCommand : CliCommand
{
    private const string Attestation = "attestation";

    private readonly Argument<string> _story = new("story")
    {
        Description = "Which story: counter; wasm: the counter as a WebAssembly module; attestation: who may serve a shard, and until when.",
        DefaultValueFactory = _ => "counter",
    };

    private readonly Option<string> _simulator = new("--simulator")
    {
        HelpName = "file",
        Description = $"What plays the hardware in the attestation story. [default: {Simulators.Fallback}]",
    };

    private readonly Option<string> _enclave = Enclaves.Option("the one beside this program that the story is about");

    public DemoCommand()
        : base(
            "demo",
            "Show the whole story on real processes: private calls, receipts, kill -9, stolen and stale files, clones.",
            new Example("substratee demo", "the counter's story"),
            new Example("substratee demo counter --json", "the same, with a document of all steps at the end"),
            new Example("substratee demo wasm", "a WebAssembly module deployed, called, killed, refused, and one that never ends"),
            new Example("substratee demo attestation", "workers on two families of hardware, and those that are refused"))
    {
        _story.AcceptOnlyFromAmong(Enclaves.Counter, Enclaves.Wasm, Attestation);
        Add(_story);
        Add(_enclave);
        Add(_simulator);
    }

    public override bool Runs => true;

    public override async Task<int> RunAsync(Invocation run, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var steps = new DemoSteps(run.Console);
        run.Console.Talk(run.Console.Alarm("SIMULATED TEE: no confidentiality. The story is real, the hardware is not."));
        using var scratch = new ScratchFolder();
        var name = run.Required(_story);
        var network = new DemoNetwork(scratch.Path, Enclaves.FolderOf(run, _enclave, name == Enclaves.Wasm ? Enclaves.Wasm : Enclaves.Counter));
        Story story = name switch
        {
            Enclaves.Wasm => new WasmStory(network, steps),
            Attestation => new AttestationStory(network, steps, SimulatorOf(run)),
            _ => new CounterStory(network, steps),
        };
        await using (story.ConfigureAwait(false))
        {
            await story.TellAsync(cancellationToken).ConfigureAwait(false);
        }

        var report = new DemoReport(
            "substratee.demo/1",
            name,
            steps.Passed,
            Simulated: true,
            Math.Round(Stopwatch.GetElapsedTime(started).TotalSeconds, 3),
            steps.All);
        run.Result(report, CliJson.Default.DemoReport, static (output, report) => output.WriteLine(
            $"{(report.Passed ? "all" : "NOT all")} {report.Steps.Length} steps held, {report.Seconds:0.0} s  SIMULATED"));
        return report.Passed ? ExitCodes.Ok : ExitCodes.Verification;
    }

    private HardwareSimulator SimulatorOf(Invocation run) => (run.Value(_simulator) ?? Simulators.BesideUs) is not { } path
        ? throw CliErrors.Missing("the simulator", _simulator.Name, null)
        : File.Exists(path) ? new HardwareSimulator(path)
        : throw CliErrors.FileUnusable(path, new FileNotFoundException("there is no such file"));
}
