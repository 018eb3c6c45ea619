using SubstraTee.Attestation;
using SubstraTee.Enclave.Protocol;

namespace SubstraTee.Worker.Tests;

/// <summary>Where a worker has evidence and collateral from: a program that its operator names, and files.</summary>
public sealed class EvidenceTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("stee-evidence-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_program_is_asked_once_with_everything_that_it_needs()
    {
        var program = Program("""
            echo "$@" >"$(dirname "$0")/arguments"
            echo '{"kind":"sev-snp","evidence":"0x0102","collateral":{"vek":"0x03","ark":"0x04"}}'
            """, more: ["--debug"]);

        var minted = await program.QuoteAsync(EvidenceKind.SevSnp, [0xaa, 0xbb], default);

        Assert.Equal((EvidenceKind.SevSnp, "0x0102"), (minted.Kind, Primitives.Hex.Encode(minted.Evidence)));
        Assert.True(CollateralBundle.TryRead(minted.Bundle, out var bundle));
        Assert.Equal(["ark", "vek"], bundle.Items.Select(item => item.Role));
        Assert.Equal(
            $"quote --platform sev-snp --platform-dir /machine --measurement 0x07 --report-data 0xaabb --at 1000 --debug\n",
            await File.ReadAllTextAsync(Path.Combine(_folder.FullName, "arguments")));
    }

    [Fact]
    public async Task A_family_without_collateral_has_an_empty_bundle() =>
        Assert.Empty((await Program("""echo '{"kind":"nitro","evidence":"0x01"}'""").QuoteAsync(EvidenceKind.Nitro, [], default)).Bundle);

    [Theory]
    [InlineData("echo no machine >&2; exit 3", "code 3: no machine")]
    [InlineData("echo hello", "cannot be read")]
    [InlineData("""echo '{"kind":"vax","evidence":"0x01"}'""", "no kind of evidence")]
    [InlineData("""echo '{"kind":"nitro","evidence":"xyz"}'""", "cannot be read")]
    [InlineData("""echo '{"kind":"nitro"}'""", "cannot be read")]
    [InlineData("head -c 3000000 /dev/zero", "too much")]
    public async Task A_program_that_gives_none_is_told_with_its_words(string script, string why)
    {
        var failed = await Assert.ThrowsAsync<EvidenceException>(() => Program(script).QuoteAsync(EvidenceKind.Nitro, [], default));
        Assert.Contains(why, failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_told() => await Assert.ThrowsAsync<EvidenceException>(
        () => new EvidenceProgram("/nowhere/simulator", [], "/machine", [7], new At(1000)).QuoteAsync(EvidenceKind.Nitro, [], default));

    [Fact]
    public void Collateral_is_read_from_files_named_by_their_roles()
    {
        File.WriteAllBytes(Path.Combine(_folder.FullName, CollateralRoles.TcbInfo), [1, 2]);
        File.WriteAllBytes(Path.Combine(_folder.FullName, CollateralRoles.PckCrl), [3]);
        File.WriteAllBytes(Path.Combine(_folder.FullName, CollateralRoles.Vek), [4]);
        File.WriteAllBytes(Path.Combine(_folder.FullName, "notes.txt"), [5]);
        var folder = new CollateralFolder(_folder.FullName);

        Assert.Equal([CollateralRoles.PckCrl, CollateralRoles.TcbInfo], folder.Read(EvidenceKind.Tdx)!.Items.Select(item => item.Role));
        Assert.Equal([CollateralRoles.Vek], folder.Read(EvidenceKind.SevSnp)!.Items.Select(item => item.Role));
        Assert.Null(folder.Read(EvidenceKind.Keystone));
    }

    [Fact]
    public void A_collateral_file_may_have_an_extension_and_is_found_by_its_whole_name_alone()
    {
        File.WriteAllBytes(Path.Combine(_folder.FullName, "vek.der"), [1]);
        File.WriteAllBytes(Path.Combine(_folder.FullName, "ark.old.der"), [2]);
        File.WriteAllBytes(Path.Combine(_folder.FullName, "ask_of_turin"), [3]);
        Assert.Equal([CollateralRoles.Vek], new CollateralFolder(_folder.FullName).Read(EvidenceKind.SevSnp)!.Items.Select(item => item.Role));
        File.WriteAllBytes(Path.Combine(_folder.FullName, "vek"), [4]);
        Assert.Equal([4], new CollateralFolder(_folder.FullName).Find(CollateralRoles.Vek)!.Bytes);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_told() =>
        Assert.Throws<EvidenceException>(() => new CollateralFolder(Path.Combine(_folder.FullName, "none")).Read(EvidenceKind.SevSnp));

    [Fact]
    public void A_file_that_is_too_large_is_no_collateral()
    {
        File.WriteAllBytes(Path.Combine(_folder.FullName, CollateralRoles.Vek), new byte[CollateralBundle.MaxItemBytes + 1]);
        Assert.Throws<EvidenceException>(() => new CollateralFolder(_folder.FullName).Read(EvidenceKind.SevSnp));
    }

    private EvidenceProgram Program(string script, params string[] more)
    {
        var path = Path.Combine(_folder.FullName, "simulator");
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return new EvidenceProgram(path, more, "/machine", [7], new At(1000));
    }

    private sealed class At(long seconds) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeSeconds(seconds);
    }
}
