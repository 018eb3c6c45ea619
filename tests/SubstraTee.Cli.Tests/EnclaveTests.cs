using System.Diagnostics;
using SubstraTee.Testing;

namespace SubstraTee.Cli.Tests;

/// <summary>Enclave programs, seen from outside.</summary>
public class EnclaveTests
{
    [Fact]
    public async Task Measure_agrees_with_the_script_that_has_no_code_of_ours()
    {
        using var folder = new ScratchFolder();
        Directory.CreateDirectory(Path.Combine(folder.Path, "sub"));
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "substratee-enclave"), "program");
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "libB.so"), string.Empty);
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "liba.so"), new string('x', 70_000));
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "sub", "é"), "ü");

        var run = (await CliRun.OfAsync(["enclave", "measure", folder.Path])).Ok();

        Assert.Equal($"0x{await ScriptAsync(folder.Path)}\n", run.Output);
    }

    [Fact]
    public async Task A_folder_that_is_not_what_its_description_says_fails_verification()
    {
        using var folder = new ScratchFolder();
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "substratee-enclave"), "program");
        var measured = (await CliRun.OfAsync(["enclave", "measure", folder.Path])).Ok().Output.Trim();
        var description = Path.Combine(folder.Path, MeasuredFolder.DescriptionFile);
        await File.WriteAllTextAsync(description, $$"""{"measurement":"{{measured[2..]}}"}""");
        Assert.True((await CliRun.OfAsync(["enclave", "measure", folder.Path, "--json"])).Ok().Document.GetProperty("declared").GetBoolean());

        await File.AppendAllTextAsync(Path.Combine(folder.Path, "substratee-enclave"), "!");

        var run = await CliRun.OfAsync(["enclave", "measure", folder.Path]);
        Assert.Equal(ExitCodes.Verification, run.ExitCode);
        Assert.Contains("STEE-A0020", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("worker --platform vax", "STEE-U0013")]
    [InlineData("worker --platform simulated:vax", "STEE-U0013")]
    [InlineData("worker --platform simulated:tdx", "STEE-U0014")]
    [InlineData("worker --url ws://ü", "STEE-U0013")]
    public async Task A_worker_without_a_usable_platform_or_address_does_not_start(string command, string code)
    {
        var run = await CliRun.OfAsync(command);
        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Contains(code, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_not_found()
    {
        var run = await CliRun.OfAsync("enclave measure ./nowhere");
        Assert.Equal(ExitCodes.NotFound, run.ExitCode);
    }

    [Fact]
    public async Task A_program_that_lies_about_its_measurement_or_says_nothing_useful_is_refused()
    {
        using var folder = new ScratchFolder();
        await WriteProgramAsync(folder.Path, """echo '{"schema":"substratee.enclave/1","simulated":true,"family":0,"measurement":"0x00","stfName":"x","stfVersion":1,"stfHash":"0x00","stfSchema":"0x00"}'""");
        Assert.Equal(ExitCodes.Verification, (await CliRun.OfAsync(["enclave", "describe", folder.Path])).ExitCode);
        await WriteProgramAsync(folder.Path, "echo hello");
        Assert.Equal(ExitCodes.Configuration, (await CliRun.OfAsync(["enclave", "describe", folder.Path])).ExitCode);
        await WriteProgramAsync(folder.Path, "echo broken >&2; exit 9");
        var run = await CliRun.OfAsync(["enclave", "describe", folder.Path]);
        Assert.Equal(ExitCodes.Configuration, run.ExitCode);
        Assert.Contains("code 9: broken", run.Error, StringComparison.Ordinal);
    }

    private static async Task WriteProgramAsync(string folder, string line)
    {
        var path = Path.Combine(folder, Enclaves.Program);
        await File.WriteAllTextAsync(path, $"#!/bin/sh\n{line}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static async Task<string> ScriptAsync(string folder)
    {
        var start = new ProcessStartInfo(Path.Combine(Repository.Root, "eng", "measure.sh"), [folder])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        return output.Trim();
    }
}
