using System.CommandLine;

namespace SubstraTee.Cli;

/// <summary><c>substratee enclave describe</c>.</summary>
internal sealed class EnclaveDescribeCommand : TimedCommand
{
    private readonly Argument<string> _folder = new("folder") { Description = "The folder that the enclave was published to." };

    public EnclaveDescribeCommand()
        : base(
            "describe",
            "Ask an enclave program what it is: its state transition function and measurement.",
            new Example("substratee enclave describe ./enclaves/counter", "what a shard for it would name")) => Add(_folder);

    protected override async Task<int> WorkAsync(Invocation run, CancellationToken cancellationToken)
    {
        var said = await EnclaveDescription.AskAsync(run.Required(_folder), cancellationToken).ConfigureAwait(false);
        run.Result(
            new DescribeDocument(
                "substratee.enclave.describe/1", said.Simulated, said.ToMeasurement().ToString(), said.StfName, said.StfVersion, said.StfHash),
            CliJson.Default.DescribeDocument,
            static (output, one) => Table.Facts(
                output,
                ("stf", one.StfName is null ? "a WebAssembly module, loaded by hash" : $"{one.StfName} {one.StfVersion}"),
                ("stf hash", one.StfHash),
                ("measurement", one.Measurement),
                ("platform", one.Simulated ? "SIMULATED: no confidentiality" : "hardware")));
        return ExitCodes.Ok;
    }
}

/// <summary>What an enclave program is.</summary>
internal sealed record DescribeDocument(
    string Schema, bool Simulated, string Measurement, string? StfName, uint? StfVersion, string? StfHash);
