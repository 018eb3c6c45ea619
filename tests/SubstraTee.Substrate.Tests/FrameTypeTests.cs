using SubstraTee.Codec;
using SubstraTee.Crypto;
using SubstraTee.Primitives;

namespace SubstraTee.Substrate.Tests;

public class FrameTypeTests
{
    [Theory]
    [InlineData(0u, 0u, "00")]
    [InlineData(64u, 42u, "a502")]
    [InlineData(32768u, 20000u, "4e9c")]
    [InlineData(4u, 1u, "1100")]
    public void Eras_have_the_published_encodings(uint period, uint current, string encoded)
    {
        var era = period == 0 ? Era.Immortal : Era.Mortal(period, current);
        Assert.Equal(encoded, Convert.ToHexStringLower(Era.Codec.Encode(era)));
        Assert.Equal(era, Era.Codec.Decode(Convert.FromHexString(encoded)));
    }

    [Fact]
    public void An_era_holds_the_block_it_was_made_for()
    {
        for (var shift = 2; shift <= 16; shift++)
        {
            for (var current = 0u; current < 300_000; current += 1777)
            {
                var era = Era.Mortal(1u << shift, current);
                Assert.InRange(current, era.Birth(current), era.Death(current) - 1);
                Assert.Equal(era, Era.Codec.Decode(Era.Codec.Encode(era)));
            }
        }
    }

    [Theory]
    [InlineData("1000")]
    [InlineData("f1ff")]
    [InlineData("15")]
    public void Bytes_that_are_no_era_are_refused(string encoded) =>
        Assert.False(Era.Codec.TryDecode(Convert.FromHexString(encoded), out _, out _));

    [Fact]
    public void Dispatch_errors_survive_encoding()
    {
        DispatchError[] errors =
        [
            new DispatchError.Other(),
            new DispatchError.CannotLookup(),
            new DispatchError.BadOrigin(),
            new DispatchError.Module(new ModuleError(10, 2)),
            new DispatchError.ConsumerRemaining(),
            new DispatchError.NoProviders(),
            new DispatchError.TooManyConsumers(),
            new DispatchError.Token(TokenError.Frozen),
            new DispatchError.Arithmetic(ArithmeticError.DivisionByZero),
            new DispatchError.Transactional(TransactionalError.NoLayer),
            new DispatchError.Exhausted(),
            new DispatchError.Corruption(),
            new DispatchError.Unavailable(),
            new DispatchError.RootNotAllowed(),
            new DispatchError.Trie(TrieError.RootMismatch),
        ];

        for (byte index = 0; index < errors.Length; index++)
        {
            var bytes = DispatchError.Codec.Encode(errors[index]);
            Assert.Equal(index, bytes[0]);
            Assert.Equal(errors[index], DispatchError.Codec.Decode(bytes));
        }

        Assert.Equal("030a02000000", Convert.ToHexStringLower(DispatchError.Codec.Encode(errors[3])));
        Assert.False(DispatchError.Codec.TryDecode([15], out _, out var fault));
        Assert.Equal(ScaleFault.UnknownVariant, fault);
    }

    [Fact]
    public void Addresses_survive_encoding()
    {
        MultiAddress[] addresses =
        [
            new MultiAddress.Id(new AccountId(new byte[32])),
            new MultiAddress.Index(),
            new MultiAddress.Raw([1, 2, 3]),
            new MultiAddress.Address32(default),
            new MultiAddress.Address20([.. Enumerable.Range(0, 20).Select(i => (byte)i)]),
        ];

        for (byte index = 0; index < addresses.Length; index++)
        {
            var bytes = MultiAddress.Codec.Encode(addresses[index]);
            Assert.Equal(index, bytes[0]);
            Assert.Equal(addresses[index], MultiAddress.Codec.Decode(bytes));
        }
    }

    [Fact]
    public void Signatures_of_the_three_schemes_survive_encoding()
    {
        foreach (var type in new[] { KeyType.Ed25519, KeyType.Sr25519, KeyType.Ecdsa })
        {
            var signature = new Signature(type, Enumerable.Repeat((byte)9, Signature.LengthOf(type)).ToArray());
            var bytes = MultiSignature.Codec.Encode(signature);
            Assert.Equal((byte)type, bytes[0]);
            Assert.Equal(signature, MultiSignature.Codec.Decode(bytes));
        }

        Assert.False(MultiSignature.Codec.TryDecode(new byte[] { 3 }.Concat(new byte[64]).ToArray(), out _, out _));
    }

    [Fact]
    public void Validity_errors_survive_encoding_and_speak_as_a_node_does()
    {
        foreach (var reason in Enum.GetValues<InvalidTransaction>())
        {
            var error = TransactionValidityError.Of(reason, reason == InvalidTransaction.Custom ? (byte)77 : (byte)0);
            Assert.Equal(error, TransactionValidityError.Codec.Decode(TransactionValidityError.Codec.Encode(error)));
            Assert.NotEmpty(error.ToString());
        }

        Assert.Equal("0003", Convert.ToHexStringLower(TransactionValidityError.Codec.Encode(TransactionValidityError.Of(InvalidTransaction.Stale))));
        Assert.Equal("Transaction is outdated", TransactionValidityError.Of(InvalidTransaction.Stale).ToString());
        Assert.False(TransactionValidityError.Codec.TryDecode([0, 13], out _, out _));
        Assert.False(TransactionValidityError.Codec.TryDecode([1, 3], out _, out _));
    }

    [Fact]
    public void Api_names_have_the_identifiers_that_runtimes_publish()
    {
        // From the apis list of any Substrate node: Core and Metadata.
        Assert.Equal("0xdf6acb689907609b", new RuntimeApiVersion("Core", 5).IdHex);
        Assert.Equal("0x37e397fc7c91f5e4", new RuntimeApiVersion("Metadata", 2).IdHex);
    }

    [Fact]
    public void Versions_and_accounts_survive_encoding()
    {
        var version = new RuntimeVersion("substratee", "substratee-node", 1, 2, 3, [new RuntimeApiVersion("Core", 5)], 4, 1);
        Assert.Equal(version, RuntimeVersion.Codec.Decode(RuntimeVersion.Codec.Encode(version)));

        var account = new AccountInfo(1, 2, 3, 4, new AccountData(5, 6, 7, AccountData.NewLogic));
        Assert.Equal(80, AccountInfo.Codec.Encode(account).Length);
        Assert.Equal(account, AccountInfo.Codec.Decode(AccountInfo.Codec.Encode(account)));

        var upgrade = new LastRuntimeUpgradeInfo(300, "substratee");
        Assert.Equal(upgrade, LastRuntimeUpgradeInfo.Codec.Decode(LastRuntimeUpgradeInfo.Codec.Encode(upgrade)));
    }

    [Fact]
    public void Weights_add_up_without_overflow() =>
        Assert.Equal(new Weight(ulong.MaxValue, 5), new Weight(ulong.MaxValue - 1, 2) + new Weight(7, 3));
}
