using SubstraTee.Crypto;
using SubstraTee.Primitives;
using SubstraTee.Substrate;

namespace SubstraTee.Runtime.Tests;

public class TransferTests
{
    private static readonly AccountId Nobody = new(Blake2b.Hash256("nobody"u8).Bytes);

    [Theory]
    [InlineData(KeyType.Ed25519)]
    [InlineData(KeyType.Sr25519)]
    [InlineData(KeyType.Ecdsa)]
    public void Each_kind_of_key_can_transfer(KeyType type)
    {
        var chain = new TestChain();
        using var sender = KeyPair.FromSecretUri("//Dave", type);
        var before = chain.Free(sender.AccountId);

        Assert.True(chain.Run(sender, TestChain.Transfer(Nobody, 7 * TestChain.Unit)).IsSuccess);

        Assert.Equal(7 * TestChain.Unit, chain.Free(Nobody));
        var paid = chain.Events().OfType<RuntimeEvent.TransactionPayment>()
            .Select(one => (TransactionPaymentPallet.Event.TransactionFeePaid)one.Event).Single();
        Assert.Equal(sender.AccountId, paid.Who);
        Assert.Equal(before - (7 * TestChain.Unit) - paid.ActualFee, chain.Free(sender.AccountId));
        Assert.Equal(1u, chain.Nonce(sender));
        chain.CheckIssuance();
    }

    [Fact]
    public void A_transfer_to_a_new_account_tells_the_events_in_the_order_of_a_substrate_node()
    {
        var chain = new TestChain();

        chain.Run(TestChain.Alice, TestChain.Transfer(Nobody, TestChain.Unit));

        Assert.Collection(
            chain.Events(),
            one => Assert.IsType<BalancesPallet.Event.Withdraw>(Assert.IsType<RuntimeEvent.Balances>(one).Event),
            one => Assert.IsType<SystemPallet.Event.NewAccount>(Assert.IsType<RuntimeEvent.System>(one).Event),
            one => Assert.IsType<BalancesPallet.Event.Endowed>(Assert.IsType<RuntimeEvent.Balances>(one).Event),
            one => Assert.Equal(
                new BalancesPallet.Event.Transfer(TestChain.Alice.AccountId, Nobody, TestChain.Unit),
                Assert.IsType<RuntimeEvent.Balances>(one).Event),
            one => Assert.IsType<TransactionPaymentPallet.Event.TransactionFeePaid>(
                Assert.IsType<RuntimeEvent.TransactionPayment>(one).Event),
            one => Assert.IsType<SystemPallet.Event.ExtrinsicSuccess>(Assert.IsType<RuntimeEvent.System>(one).Event));
    }

    [Fact]
    public void A_failing_transfer_leaves_fee_and_nonce_only()
    {
        var chain = new TestChain();
        var before = chain.Free(TestChain.Alice.AccountId);

        var result = chain.Run(TestChain.Alice, TestChain.Transfer(Nobody, before));

        Assert.True(result.IsIncluded);
        Assert.Equal(new DispatchError.Token(TokenError.FundsUnavailable), result.Error);
        Assert.Equal(UInt128.Zero, chain.Free(Nobody));
        Assert.Equal(1u, chain.Nonce(TestChain.Alice));
        Assert.True(chain.Free(TestChain.Alice.AccountId) < before);
        Assert.DoesNotContain(chain.Events(), one => one is RuntimeEvent.Balances { Event: BalancesPallet.Event.Transfer });
        Assert.Contains(chain.SystemEvents(), one => one is SystemPallet.Event.ExtrinsicFailed);
        chain.CheckIssuance();
    }

    [Fact]
    public void An_account_that_falls_below_the_existential_deposit_ceases_to_be()
    {
        var chain = new TestChain();
        using var poor = KeyPair.FromSecretUri("//Poor", KeyType.Ed25519);
        chain.Run(TestChain.Alice, TestChain.Transfer(poor.AccountId, TestChain.Unit));

        Assert.True(chain.Run(poor, new RuntimeCall.Balances(
            new BalancesPallet.Call.TransferAll(new MultiAddress.Id(TestChain.Bob.AccountId), KeepAlive: false))).IsSuccess);

        Assert.Equal(UInt128.Zero, chain.Free(poor.AccountId));
        Assert.Contains(chain.SystemEvents(), one => one is SystemPallet.Event.KilledAccount);
        chain.CheckIssuance();
    }

    [Fact]
    public void Less_than_the_existential_deposit_makes_no_account()
    {
        var chain = new TestChain();

        var result = chain.Run(TestChain.Alice, TestChain.Transfer(Nobody, BalancesPallet.ExistentialDeposit - 1));

        Assert.Equal(new DispatchError.Token(TokenError.BelowMinimum), result.Error);
        chain.CheckIssuance();
    }
}
