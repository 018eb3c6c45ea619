using SubstraTee.Crypto;
using static SubstraTee.Client.Tests.ChainFixture;

namespace SubstraTee.Client.Tests;

public sealed class ChainClientTests(ChainFixture fixture) : IClassFixture<ChainFixture>
{
    private ChainClient Chain => fixture.Chain;

    [Fact]
    public async Task The_chain_says_what_it_is()
    {
        Assert.Equal(fixture.Node.GenesisHash, Chain.GenesisHash);
        Assert.True(Chain.Properties.SaysDevelopment);
        Assert.Equal((42, 12), (Chain.Properties.Ss58Prefix, Chain.Properties.TokenDecimals));
        Assert.NotNull(Chain.Metadata.Metadata.OuterEnums);
        Assert.Equal(0u, (await Chain.Node.HeaderAsync(Chain.GenesisHash, Limit)).Number);
    }

    [Theory]
    [InlineData(KeyType.Ed25519)]
    [InlineData(KeyType.Sr25519)]
    [InlineData(KeyType.Ecdsa)]
    public async Task A_transfer_is_carried_out_and_paid_for(KeyType type)
    {
        using var alice = Dev("Alice");
        using var payer = KeyPair.FromSecretUri($"//payer//{type}", type);
        var to = Fresh((byte)(10 + (int)type));
        (await Chain.Transactions.SubmitAsync(alice, Transfer(Chain, payer.AccountId, 5_000_000_000_000), TransactionStage.InBlock, Limit))
            .EnsureSucceeded("fund");
        var call = Transfer(Chain, to, 2_000_000_000_000);
        var fee = await Chain.Transactions.FeeAsync(payer, call, Limit);

        var result = await Chain.Transactions.SubmitAsync(payer, call, TransactionStage.Finalized, Limit);

        Assert.Null(result.Error);
        Assert.Contains(result.Events, one => one.Event.FullName == "Balances.Transfer");
        Assert.Equal((UInt128)2_000_000_000_000, (await Chain.AccountAsync(to, Limit)).Data.Free);
        Assert.Equal(5_000_000_000_000 - 2_000_000_000_000 - fee, (await Chain.AccountAsync(payer.AccountId, Limit)).Data.Free);
    }

    [Fact]
    public async Task A_call_that_fails_on_chain_is_told_by_name()
    {
        using var bob = Dev("Bob");
        var result = await Chain.Transactions.SubmitAsync(
            bob, Transfer(Chain, Fresh(1), UInt128.MaxValue / 2), TransactionStage.InBlock, Limit);

        Assert.StartsWith("Token.", result.Error, StringComparison.Ordinal);
        var failed = Assert.Throws<ClientException>(() => result.EnsureSucceeded("Balances.transfer_keep_alive"));
        Assert.Equal("STEE-C0002", failed.Code);
    }

    [Fact]
    public async Task A_transaction_that_nobody_can_pay_is_refused_with_the_chains_reason()
    {
        using var poor = KeyPair.FromSecretUri("//nobody", KeyType.Sr25519);
        var refused = await Assert.ThrowsAsync<ClientException>(() =>
            Chain.Transactions.SubmitAsync(poor, Transfer(Chain, Fresh(1), 1), TransactionStage.InBlock, Limit));

        Assert.Equal("STEE-C0001", refused.Code);
        Assert.Contains("fees", refused.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_transactions_of_one_account_are_under_way_at_once()
    {
        using var charlie = Dev("Charlie");
        var to = Fresh(77);
        var results = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ =>
            Chain.Transactions.SubmitAsync(charlie, Transfer(Chain, to, 1_000_000_000_000), TransactionStage.InBlock, Limit)));

        Assert.All(results, result => Assert.Null(result.Error));
        Assert.Equal((UInt128)30_000_000_000_000, (await Chain.AccountAsync(to, Limit)).Data.Free);
    }

    [Fact]
    public async Task After_a_refusal_the_next_transaction_has_the_right_nonce()
    {
        using var dave = Dev("Dave");
        var to = Fresh(78);
        await Chain.Transactions.TakeNonceAsync(dave.AccountId, Limit);
        Chain.Transactions.ForgetNonce(dave.AccountId);

        var result = await Chain.Transactions.SubmitAsync(dave, Transfer(Chain, to, 1_000_000_000_000), TransactionStage.InBlock, Limit);

        Assert.Null(result.Error);
    }

    [Fact]
    public async Task Transactions_stay_valid_while_many_instant_blocks_pass()
    {
        using var ferdie = Dev("Ferdie");
        for (var i = 0; i < 80; i++)
        {
            var result = await Chain.Transactions.SubmitAsync(
                ferdie, Transfer(Chain, Fresh(90), 1_000_000_000_000), TransactionStage.InBlock, Limit);
            Assert.Null(result.Error);
        }
    }

    [Fact]
    public async Task Storage_is_read_by_names_alone()
    {
        var alice = Ss58.Encode(Dev("Alice").AccountId);
        var account = await Chain.ReadAsync("System", "Account", [alice], Limit);
        var nothing = await Chain.ReadAsync("System", "Account", [Fresh(200).ToString()], Limit);

        Assert.NotNull(account!.Find("data")!.Find("free"));
        Assert.Null(nothing);
        var refused = await Assert.ThrowsAsync<ClientException>(() => Chain.ReadAsync("System", "Account", [], Limit));
        Assert.Equal("STEE-U0002", refused.Code);
    }

    [Fact]
    public async Task Heads_are_watched()
    {
        using var eve = Dev("Eve");
        var seen = new List<uint>();
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var watching = Task.Run(async () =>
        {
            await foreach (var head in Chain.WatchHeadsAsync(finalized: true, stop.Token))
            {
                seen.Add(head.Number);
                if (seen.Count == 2)
                {
                    return;
                }
            }
        });
        while (!watching.IsCompleted)
        {
            await Chain.Transactions.SubmitAsync(eve, Transfer(Chain, Fresh(79), 1_000_000_000_000), TransactionStage.Finalized, Limit);
        }

        await watching;
        Assert.Equal(seen.Order(), seen);
    }

    [Fact]
    public async Task A_node_that_is_not_there_is_named()
    {
        var refused = await Assert.ThrowsAsync<ClientException>(() => ChainClient.ConnectAsync(new Uri("ws://127.0.0.1:1"), null, Limit));
        Assert.Equal("STEE-N0101", refused.Code);
        Assert.Contains("ws://127.0.0.1:1", refused.What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1", 1_000_000_000_000)]
    [InlineData("0.5", 500_000_000_000)]
    [InlineData("12.000000000001", 12_000_000_000_001)]
    public void Amounts_are_read_in_the_chains_unit(string text, long amount)
    {
        Assert.True(Chain.Properties.TryParse(text, out var read));
        Assert.Equal((UInt128)amount, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("1e3")]
    [InlineData("1.")]
    [InlineData(".5")]
    [InlineData("1.0000000000001")]
    [InlineData("1.2.3")]
    [InlineData("99999999999999999999999999999")]
    public void What_is_no_amount_is_refused(string text) => Assert.False(Chain.Properties.TryParse(text, out _));

    [Fact]
    public void Amounts_are_shown_in_the_chains_unit()
    {
        var properties = new ChainProperties("x", "Live", 42, "UNIT", 12);
        Assert.Equal("1.5 UNIT", properties.Format(1_500_000_000_000));
        Assert.Equal("0.000000000001 UNIT", properties.Format(1));
        Assert.Equal("0 UNIT", properties.Format(0));
        Assert.Equal("7", new ChainProperties("x", "Live", 42, "", 0).Format(7));
    }
}
