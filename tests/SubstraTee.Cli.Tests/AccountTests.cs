using SubstraTee.Crypto;

namespace SubstraTee.Cli.Tests;

/// <summary>Accounts and secrets, without a chain.</summary>
public class AccountTests
{
    // subkey's well-known addresses of the development accounts.
    [Theory]
    [InlineData("//Alice", "sr25519", "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY")]
    [InlineData("//Bob", "sr25519", "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty")]
    [InlineData("//Alice", "ed25519", "5FA9nQDVg267DEd8m1ZypXLBnvN7SFxYwV7ndqSYGiN9TTpu")]
    [InlineData("//Alice", "ecdsa", "5C7C2Z5sWbytvHpuLTvzKunnnRwQxft1jiqrLD5rhucQ5S9X")]
    public async Task Inspect_shows_the_address_of_a_secret_but_never_the_secret(string secret, string scheme, string address)
    {
        var plain = (await CliRun.OfAsync($"account inspect {secret} --scheme {scheme} --json")).Ok();
        Assert.Equal(address, plain.Document.GetProperty("address").GetString());
        Assert.Empty(plain.Error);
        var phrase = Bip39.DevelopmentPhrase + secret;
        var fromStdin = (await CliRun.OfAsync(["account", "inspect", "-", "--scheme", scheme], input: phrase + "\n")).Ok();
        Assert.Contains(address, fromStdin.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("bottom", fromStdin.Output + fromStdin.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_and_a_public_key_name_the_same_account()
    {
        var address = (await CliRun.OfAsync("account inspect 5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY --json")).Ok().Document;
        var key = address.GetProperty("accountId").GetString()!;
        var again = (await CliRun.OfAsync($"account inspect {key} --prefix 0 --json")).Ok().Document;
        Assert.Equal("15oF4uVJwmo4TdGW7VfQxNLavjCXviqxT9S1MgbjMNHr6Sp5", again.GetProperty("address").GetString());
    }

    [Fact]
    public async Task A_secret_in_an_argument_is_warned_of()
    {
        var words = string.Join(' ', Enumerable.Repeat("abandon", 11)) + " about";
        var run = (await CliRun.OfAsync(["account", "inspect", words])).Ok();
        Assert.Contains("warning: a secret in an argument", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bob")]
    [InlineData("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQZ")]
    [InlineData("0x1234")]
    [InlineData("seed of nobody")]
    public async Task What_is_no_account_is_refused_without_being_repeated_in_full(string text)
    {
        var run = await CliRun.OfAsync(["account", "inspect", text]);
        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.True(text.Length < 13 || !run.Error.Contains(text, StringComparison.Ordinal), run.Error);
    }

    [Fact]
    public async Task New_accounts_differ_and_their_phrase_leads_back()
    {
        var first = (await CliRun.OfAsync("account new --json")).Ok();
        var second = (await CliRun.OfAsync("account new --words 24 --scheme ed25519 --json")).Ok();
        Assert.NotEqual(first.Document.GetProperty("address").GetString(), second.Document.GetProperty("address").GetString());
        var phrase = second.Document.GetProperty("phrase").GetString()!;
        Assert.Equal(24, phrase.Split(' ').Length);
        var back = (await CliRun.OfAsync(CliRun.Words("account inspect - --scheme ed25519 --json"), input: phrase)).Ok();
        Assert.Equal(second.Document.GetProperty("address").GetString(), back.Document.GetProperty("address").GetString());
    }

    [Fact]
    public async Task A_phrase_goes_to_a_file_that_only_its_owner_reads_and_no_file_is_overwritten()
    {
        using var folder = new ScratchFolder();
        var file = Path.Combine(folder.Path, "secret.txt");
        var run = (await CliRun.OfAsync(["account", "new", "--out", file])).Ok();
        var phrase = (await File.ReadAllTextAsync(file)).Trim();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.DoesNotContain(phrase, run.Output + run.Error, StringComparison.Ordinal);
        var again = await CliRun.OfAsync(["account", "new", "--out", file]);
        Assert.Equal(ExitCodes.Configuration, again.ExitCode);
        Assert.Equal(phrase, (await File.ReadAllTextAsync(file)).Trim());
    }

    [Fact]
    public async Task The_development_accounts_are_listed_without_a_node_and_with_a_warning()
    {
        var run = (await CliRun.OfAsync("account list --offline --json")).Ok();
        Assert.Equal(6, run.Document.GetProperty("accounts").GetArrayLength());
        Assert.Contains("secrets of these accounts are public", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_on_stdin_is_no_secret()
    {
        var run = await CliRun.OfAsync("account inspect -");
        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Contains("STEE-U0016", run.Error, StringComparison.Ordinal);
    }
}
