using SubstraTee.Crypto;
using SubstraTee.Substrate;

namespace SubstraTee.Runtime.Tests;

public class ValidityTests
{
    private static readonly RuntimeCall Call = TestChain.Transfer(TestChain.Bob.AccountId, TestChain.Unit);

    [Fact]
    public void A_good_transaction_provides_its_nonce_and_requires_nothing()
    {
        var chain = new TestChain();

        var valid = Valid(chain, chain.Sign(TestChain.Alice, Call));

        Assert.Empty(valid.Requires);
        Assert.Equal([.. TestChain.Alice.AccountId.ToArray(), 0, 0, 0, 0], valid.Provides.Single());
        Assert.Equal(ulong.MaxValue, valid.Longevity);
        Assert.True(valid.Propagate);
    }

    [Fact]
    public void A_later_transaction_requires_the_one_before_and_may_not_be_included_yet()
    {
        var chain = new TestChain();
        var later = chain.Sign(TestChain.Alice, Call, nonce: 2);

        Assert.Equal([.. TestChain.Alice.AccountId.ToArray(), 1, 0, 0, 0], Valid(chain, later).Requires.Single());
        Assert.Equal(TransactionValidityError.Of(InvalidTransaction.Future), chain.Block(later).Single().Refused);
    }

    [Fact]
    public void A_tip_raises_the_priority()
    {
        var chain = new TestChain();

        Assert.True(
            Valid(chain, chain.Sign(TestChain.Alice, Call, tip: 2)).Priority > Valid(chain, chain.Sign(TestChain.Alice, Call, tip: 1)).Priority);
    }

    [Fact]
    public void A_replayed_transaction_is_stale()
    {
        var chain = new TestChain();
        var extrinsic = chain.Sign(TestChain.Alice, Call);
        Assert.True(chain.Block(extrinsic).Single().IsSuccess);

        Refused(InvalidTransaction.Stale, chain, extrinsic);
    }

    [Fact]
    public void A_transaction_for_another_chain_has_a_bad_signature()
    {
        var chain = new TestChain();

        Refused(InvalidTransaction.BadProof, chain, chain.Sign(TestChain.Alice, Call, genesis: Blake2b.Hash256("elsewhere"u8)));
    }

    [Fact]
    public void A_changed_byte_of_signature_or_call_makes_a_bad_signature()
    {
        var chain = new TestChain();
        var extrinsic = chain.Sign(TestChain.Bob, Call);
        foreach (var offset in new[] { 50, extrinsic.Length - 1 })
        {
            var changed = extrinsic.ToArray();
            changed[offset] ^= 1;
            Refused(InvalidTransaction.BadProof, chain, changed);
        }
    }

    [Fact]
    public void A_mortal_transaction_lives_as_long_as_its_era()
    {
        var chain = new TestChain();
        chain.Block();
        var era = Era.Mortal(4, chain.Head.Number);
        var extrinsic = chain.Sign(TestChain.Alice, Call, era: era, birth: chain.Head.Hash());

        Assert.Equal(3ul, Valid(chain, extrinsic).Longevity);
        for (var i = 0; i < 4; i++)
        {
            chain.Block();
        }

        // The era with these bits is a later one now, whose first block has another hash.
        Refused(InvalidTransaction.BadProof, chain, extrinsic);
    }

    [Fact]
    public void An_era_whose_first_block_is_unknown_is_too_old()
    {
        var chain = new TestChain();
        chain.Block();

        // At block 2 the era of period 4 and phase 3 has not begun for the first time.
        Refused(
            InvalidTransaction.AncientBirthBlock, chain, chain.Sign(TestChain.Alice, Call, era: Era.Mortal(4, 3), birth: chain.Genesis));
    }

    [Fact]
    public void Who_cannot_pay_the_fee_is_refused()
    {
        var chain = new TestChain();
        using var poor = KeyPair.FromSecretUri("//Poor", KeyType.Sr25519);

        Refused(InvalidTransaction.Payment, chain, chain.Sign(poor, Call));

        chain.Run(TestChain.Alice, TestChain.Transfer(poor.AccountId, BalancesPallet.ExistentialDeposit));
        Refused(InvalidTransaction.Payment, chain, chain.Sign(poor, Call));
        Refused(InvalidTransaction.Payment, chain, chain.Sign(TestChain.Alice, Call, tip: UInt128.MaxValue));
    }

    [Fact]
    public void The_time_may_come_from_block_builders_only()
    {
        var chain = new TestChain();
        var set = new RuntimeCall.Timestamp(new TimestampPallet.Call.Set(TestChain.Start * 2));

        Refused(InvalidTransaction.MandatoryValidation, chain, chain.Sign(TestChain.Alice, set));
        Assert.Equal(
            TransactionValidityError.Of(InvalidTransaction.BadMandatory), chain.Block(UncheckedExtrinsic.EncodeBare(set)).Single().Refused);
        Assert.Equal(
            TransactionValidityError.Of(UnknownTransaction.NoUnsignedValidator),
            chain.Block(UncheckedExtrinsic.EncodeBare(Call)).Single().Refused);
    }

    [Fact]
    public void A_call_that_never_fits_exhausts_resources()
    {
        var chain = new TestChain();
        var heavy = new RuntimeCall.Sudo(new SudoPallet.Call.SudoUncheckedWeight(Call, new Weight(ulong.MaxValue, 0)));

        Refused(InvalidTransaction.ExhaustsResources, chain, chain.Sign(TestChain.Alice, heavy));
    }

    [Fact]
    public void A_full_block_refuses_what_has_no_room()
    {
        var chain = new TestChain();
        var remark = new RuntimeCall.System(new SystemPallet.Call.Remark(new byte[1_500_000]));
        var results = chain.Block(
            chain.Sign(TestChain.Alice, remark), chain.Sign(TestChain.Alice, remark, 1), chain.Sign(TestChain.Alice, remark, 2));

        Assert.True(results[1].IsSuccess);
        Assert.Equal(TransactionValidityError.Of(InvalidTransaction.ExhaustsResources), results[2].Refused);
    }

    [Fact]
    public void Bytes_that_are_no_extrinsic_are_refused_whatever_they_are()
    {
        var chain = new TestChain();
        var good = chain.Sign(TestChain.Alice, Call);
        for (var length = 0; length < good.Length; length++)
        {
            Refused(InvalidTransaction.Call, chain, good[..length]);
        }

        Refused(InvalidTransaction.Call, chain, [.. good, 0]);
    }

    [Fact]
    public void Calls_nested_beyond_the_limit_do_not_decode()
    {
        var chain = new TestChain();
        var call = Call;
        for (var i = 0; i < 200; i++)
        {
            call = TestChain.Sudo(call);
        }

        Refused(InvalidTransaction.Call, chain, chain.Sign(TestChain.Alice, call));
    }

    private static ValidTransaction Valid(TestChain chain, byte[] extrinsic)
    {
        var result = TestChain.Runtime.ValidateTransaction(chain.State, chain.Head, extrinsic);
        Assert.True(result.IsOk, $"{result.Error}");
        return result.Value!;
    }

    private static void Refused(InvalidTransaction reason, TestChain chain, byte[] extrinsic)
    {
        var result = TestChain.Runtime.ValidateTransaction(chain.State, chain.Head, extrinsic);
        Assert.False(result.IsOk);
        Assert.Equal(TransactionValidityError.Of(reason), result.Error);
        if (reason != InvalidTransaction.MandatoryValidation)
        {
            Assert.Equal(reason, TestChain.Runtime.DryRun(chain.State, chain.Head, extrinsic).Refused?.Invalid);
        }
    }
}
