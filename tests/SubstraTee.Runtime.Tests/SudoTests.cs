using SubstraTee.Substrate;

namespace SubstraTee.Runtime.Tests;

public class SudoTests
{
    [Fact]
    public void Only_the_sudo_account_acts_as_root()
    {
        var chain = new TestChain();
        var call = TestChain.Sudo(SetStorage("key"u8, "value"u8));

        Assert.Equal(Module(0), chain.Run(TestChain.Bob, call).Error);
        Assert.True(chain.Run(TestChain.Alice, call).IsSuccess);

        Assert.True(chain.State.TryGet("key"u8, out var value));
        Assert.Equal("value"u8.ToArray(), value.ToArray());
    }

    [Fact]
    public void A_nested_call_that_fails_leaves_no_trace_but_its_result()
    {
        var chain = new TestChain();
        var before = chain.Free(TestChain.Alice.AccountId);
        var tooLong = new RuntimeCall.System(new SystemPallet.Call.SetStorage(
            [("first"u8.ToArray(), "value"u8.ToArray()), (new byte[40_000], [])]));

        Assert.True(chain.Run(TestChain.Alice, TestChain.Sudo(tooLong)).IsSuccess);

        Assert.False(chain.State.Contains("first"u8));
        var sudid = Assert.IsType<SudoPallet.Event.Sudid>(chain.Events().OfType<RuntimeEvent.Sudo>().Single().Event);
        Assert.False(sudid.Result.IsOk);
        Assert.IsType<DispatchError.Module>(sudid.Result.Error);
        Assert.Equal(before, chain.Free(TestChain.Alice.AccountId));
        chain.CheckIssuance();
    }

    [Fact]
    public void Sudo_in_sudo_acts_as_root_and_events_of_all_levels_stay()
    {
        var chain = new TestChain();
        var force = new RuntimeCall.Balances(new BalancesPallet.Call.ForceTransfer(
            new MultiAddress.Id(TestChain.Bob.AccountId), new MultiAddress.Id(TestChain.Charlie.AccountId), TestChain.Unit));
        var before = chain.Free(TestChain.Charlie.AccountId);

        Assert.True(chain.Run(TestChain.Alice, TestChain.Sudo(TestChain.Sudo(force))).IsSuccess);

        Assert.Equal(before + TestChain.Unit, chain.Free(TestChain.Charlie.AccountId));
        Assert.Equal(2, chain.Events().OfType<RuntimeEvent.Sudo>().Count());
        chain.CheckIssuance();
    }

    [Fact]
    public void The_role_can_be_handed_over_and_given_up()
    {
        var chain = new TestChain();
        var remark = TestChain.Sudo(new RuntimeCall.System(new SystemPallet.Call.Remark([])));

        Assert.True(chain.Run(TestChain.Alice, new RuntimeCall.Sudo(
            new SudoPallet.Call.SetKey(new MultiAddress.Id(TestChain.Bob.AccountId)))).IsSuccess);
        Assert.Equal(Module(0), chain.Run(TestChain.Alice, remark).Error);
        Assert.True(chain.Run(TestChain.Bob, remark).IsSuccess);
        Assert.True(chain.Run(TestChain.Bob, new RuntimeCall.Sudo(new SudoPallet.Call.RemoveKey())).IsSuccess);
        Assert.Equal(Module(0), chain.Run(TestChain.Bob, remark).Error);
    }

    [Fact]
    public void Root_may_set_a_balance_and_the_issuance_follows()
    {
        var chain = new TestChain();
        foreach (var amount in new UInt128[] { 5, 12_345, 0 })
        {
            var set = new RuntimeCall.Balances(
                new BalancesPallet.Call.ForceSetBalance(new MultiAddress.Id(TestChain.Bob.AccountId), amount));
            Assert.True(chain.Run(TestChain.Alice, TestChain.Sudo(set)).IsSuccess);
            Assert.Equal(amount < BalancesPallet.ExistentialDeposit ? 0 : amount, chain.Free(TestChain.Bob.AccountId));
            chain.CheckIssuance();
        }
    }

    [Fact]
    public void Storage_that_root_filled_with_nonsense_counts_as_empty()
    {
        var chain = new TestChain();
        var issuance = TestChain.Runtime.Pallets.Balances.TotalIssuance.Prefix.Span.ToArray();
        var account = TestChain.Runtime.Pallets.System.Account.KeyOf(chain.Context(), TestChain.Bob.AccountId).Span.ToArray();

        Assert.True(chain.Run(TestChain.Alice, TestChain.Sudo(new RuntimeCall.System(
            new SystemPallet.Call.SetStorage([(issuance, [1]), (account, [2])])))).IsSuccess);

        Assert.True(chain.Run(TestChain.Alice, TestChain.Transfer(TestChain.Bob.AccountId, TestChain.Unit)).IsSuccess);
        Assert.Equal(TestChain.Unit, chain.Free(TestChain.Bob.AccountId));
    }

    private static RuntimeCall.System SetStorage(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) =>
        new RuntimeCall.System(new SystemPallet.Call.SetStorage([(key.ToArray(), value.ToArray())]));

    private static DispatchError.Module Module(byte error) => new DispatchError.Module(new ModuleError(5, error));
}
