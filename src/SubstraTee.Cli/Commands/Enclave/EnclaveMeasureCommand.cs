using System.CommandLine;
using System.Text.Json;

namespace SubstraTee.Cli;

/// <summary><c>substratee enclave measure</c>.</summary>
internal sealed class EnclaveMeasureCommand : CliCommand
{
    private readonly Argument<string> _folder = new("folder") { Description = "The folder that the enclave was published to." };

    public EnclaveMeasureCommand()
        : base(
            "measure",
            "Compute an enclave's measurement from its files, and compare it with what its measurement.json says.",
            new Example("substratee enclave measure ./enclaves/counter", "the number that a shard's policy admits")) => Add(_folder);

    public override bool Runs => true;

    public override Task<int> RunAsync(Invocation run, CancellationToken cancellationToken)
    {
        var folder = run.Required(_folder);
        var measured = MeasuredFolder.Measure(folder);
        var written = Written(folder);
        if (written is not null && !string.Equals(written, measured, StringComparison.OrdinalIgnoreCase))
        {
            throw CliErrors.MeasurementDiffers(folder, written, measured);
        }

        run.Result(
            new MeasureDocument("substratee.enclave.measure/1", Path.GetFullPath(folder), measured, written is not null),
            CliJson.Default.MeasureDocument,
            static (output, one) => output.WriteLine(one.Measurement));
        return Task.FromResult(ExitCodes.Ok);
    }

    private static string? Written(string folder)
    {
        var path = Path.Combine(folder, MeasuredFolder.DescriptionFile);
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            var text = document.RootElement.GetProperty("measurement").GetString();
            return text?.StartsWith("0x", StringComparison.Ordinal) == false ? $"0x{text}" : text;
        }
        catch (Exception refused) when (refused is IOException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw CliErrors.FileUnusable(path, refused);
        }
    }
}

/// <summary>A measurement, and whether measurement.json says the same.</summary>
internal sealed record MeasureDocument(string Schema, string Folder, string Measurement, bool Declared);
