using SubstraTee.Codec;
using SubstraTee.Substrate;

namespace SubstraTee.Runtime.Tests;

public class RuntimeApiTests
{
    private readonly TestChain _chain = new();

    [Fact]
    public void Version_and_metadata_are_the_runtimes()
    {
        Assert.Equal(TestChain.Runtime.Version, RuntimeVersion.Codec.Decode(Ask("Core_version")));
        Assert.Equal([8, 14, 0, 0, 0, 15, 0, 0, 0], Ask("Metadata_metadata_versions"));
        Assert.Equal(TestChain.Runtime.Metadata(14)!.Value.ToArray(), Scale.Bytes.Decode(Ask("Metadata_metadata")));
        Assert.Equal(
            TestChain.Runtime.Metadata(15)!.Value.ToArray(),
            Scale.OptionRef(Scale.Bytes).Decode(Ask("Metadata_metadata_at_version", [15, 0, 0, 0])));
        Assert.Equal([0], Ask("Metadata_metadata_at_version", [16, 0, 0, 0]));
    }

    [Fact]
    public void The_nonce_counts_the_accounts_transactions()
    {
        Assert.Equal([0, 0, 0, 0], Ask("AccountNonceApi_account_nonce", TestChain.Alice.AccountId.ToArray()));
        _chain.Run(TestChain.Alice, new RuntimeCall.System(new SystemPallet.Call.Remark([])));
        Assert.Equal([1, 0, 0, 0], Ask("AccountNonceApi_account_nonce", TestChain.Alice.AccountId.ToArray()));
    }

    [Fact]
    public void The_fee_that_is_foretold_is_the_one_that_is_paid()
    {
        var extrinsic = _chain.Sign(TestChain.Alice, TestChain.Transfer(TestChain.Bob.AccountId, TestChain.Unit));
        byte[] arguments = [.. extrinsic, .. Scale.U32.Encode((uint)extrinsic.Length)];
        var info = RuntimeDispatchInfo.Codec.Decode(Ask("TransactionPaymentApi_query_info", arguments));
        var details = FeeDetails.Codec.Decode(Ask("TransactionPaymentApi_query_fee_details", arguments));

        _chain.Block(extrinsic);

        var paid = (TransactionPaymentPallet.Event.TransactionFeePaid)_chain.Events().OfType<RuntimeEvent.TransactionPayment>().Single().Event;
        Assert.Equal(paid.ActualFee, info.PartialFee);
        Assert.Equal(paid.ActualFee, details.InclusionFee!.Total);
        Assert.Equal(
            details.InclusionFee.LenFee,
            Scale.U128.Decode(Ask("TransactionPaymentApi_query_length_to_fee", Scale.U32.Encode((uint)extrinsic.Length))));
        Assert.Equal(
            details.InclusionFee.AdjustedWeightFee,
            Scale.U128.Decode(Ask("TransactionPaymentApi_query_weight_to_fee", Weight.Codec.Encode(info.Weight))));
        Assert.Equal(
            info,
            RuntimeDispatchInfo.Codec.Decode(Ask(
                "TransactionPaymentCallApi_query_call_info",
                [.. RuntimeCall.Codec.Encode(TestChain.Transfer(TestChain.Bob.AccountId, TestChain.Unit)), .. Scale.U32.Encode((uint)extrinsic.Length)])));
    }

    [Fact]
    public void A_transaction_is_validated_as_a_client_asks_it()
    {
        var extrinsic = _chain.Sign(TestChain.Alice, TestChain.Transfer(TestChain.Bob.AccountId, 1000));
        byte[] arguments = [2, .. extrinsic, .. _chain.Head.Hash().ToArray()];
        var expected = TestChain.Runtime.ValidateTransaction(_chain.State, _chain.Head, extrinsic).Value!;

        Assert.Equal([0, .. ValidTransaction.Codec.Encode(expected)], Ask("TaggedTransactionQueue_validate_transaction", arguments));
        Assert.Equal([0, 0], Ask("BlockBuilder_apply_extrinsic", extrinsic));
        _chain.Block(extrinsic);
        Assert.Equal([1, 0, 3], Ask("TaggedTransactionQueue_validate_transaction", arguments));
        Assert.Equal([1, 0, 3], Ask("BlockBuilder_apply_extrinsic", extrinsic));
    }

    [Fact]
    public void Grandpa_tells_authorities_and_set()
    {
        Assert.Equal(
            [12, .. TestChain.DevelopmentGenesis.GrandpaAuthorities.SelectMany(one => one.Key.ToArray().Concat(Scale.U64.Encode(one.Weight)))],
            Ask("GrandpaApi_grandpa_authorities"));
        Assert.Equal(new byte[8], Ask("GrandpaApi_current_set_id"));
    }

    [Fact]
    public void A_block_is_executed_on_request()
    {
        var (state, head) = (_chain.State, _chain.Head);
        _chain.Block(_chain.Sign(TestChain.Alice, TestChain.Transfer(TestChain.Bob.AccountId, 1000)));
        byte[] block = [.. BlockHeader.Codec.Encode(_chain.Head), 8, .. _chain.Last!.Body.SelectMany(one => one.ToArray())];

        Assert.Empty(TestChain.Runtime.CallApi(state, head, "Core_execute_block", block).Value!);
        block[40] ^= 1;
        Assert.Equal(RuntimeCallFault.Failed, TestChain.Runtime.CallApi(state, head, "Core_execute_block", block).Error);
    }

    [Theory]
    [InlineData("Core_nothing", RuntimeCallFault.UnknownMethod)]
    [InlineData("Core", RuntimeCallFault.UnknownMethod)]
    [InlineData("", RuntimeCallFault.UnknownMethod)]
    [InlineData("AccountNonceApi_account_nonce", RuntimeCallFault.BadArguments)]
    [InlineData("TransactionPaymentApi_query_info", RuntimeCallFault.BadArguments)]
    public void What_cannot_be_answered_is_refused(string name, RuntimeCallFault fault) =>
        Assert.Equal(fault, TestChain.Runtime.CallApi(_chain.State, _chain.Head, name, new byte[] { 1, 2, 3 }).Error);

    private byte[] Ask(string name, byte[]? arguments = null)
    {
        var answer = TestChain.Runtime.CallApi(_chain.State, _chain.Head, name, arguments ?? []);
        Assert.True(answer.IsOk, $"{answer.Error}");
        return answer.Value!;
    }
}
