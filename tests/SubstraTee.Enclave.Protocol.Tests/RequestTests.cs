using SubstraTee.Codec;
using SubstraTee.Crypto;
using SubstraTee.Primitives;

namespace SubstraTee.Enclave.Protocol.Tests;

public sealed class RequestTests : IDisposable
{
    private readonly X25519KeyPair _shielding = X25519KeyPair.FromSeed(Samples.Secret(0x30));

    private ShardTarget Target => new(Samples.Genesis, Samples.Shard, 0, _shielding.PublicKey);

    public void Dispose() => _shielding.Dispose();

    [Theory]
    [InlineData(0, 256)]
    [InlineData(252, 256)]
    [InlineData(253, 1024)]
    [InlineData(65_532, 65_536)]
    public void Payloads_are_padded_to_size_classes(int length, int padded)
    {
        var result = Padding.Pad(new byte[length]);
        Assert.Equal(padded, result.Length);
        Assert.True(Padding.TryUnpad(result, out var payload));
        Assert.Equal(length, payload.Value.Length);
    }

    [Fact]
    public void Larger_payloads_other_sizes_and_dirty_padding_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Padding.Pad(new byte[65_533]));
        Assert.False(Padding.TryUnpad(new byte[255], out _));
        var dirty = Padding.Pad([1]);
        dirty[^1] = 1;
        Assert.False(Padding.TryUnpad(dirty, out _));
        var tooLong = Padding.Pad([]);
        tooLong[0] = 253;
        Assert.False(Padding.TryUnpad(tooLong, out _));
    }

    [Fact]
    public void A_request_opens_only_for_its_key_shard_epoch_and_purpose()
    {
        using var seed = Samples.Secret(0x31);
        using var request = RequestCipher.Seal(DomainTag.Call, Target, [9, 9], seed);
        var envelope = RequestEnvelope.Parse(request.Envelope)!;
        using var opened = RequestCipher.Open(DomainTag.Call, Target, _shielding, envelope);
        Assert.Equal([9, 9], opened!.Payload.ToArray());
        Assert.True(opened.OutcomeSecret.FixedTimeEquals(request.OutcomeSecret.Reveal()));
        Assert.Null(RequestCipher.Open(DomainTag.Query, Target, _shielding, envelope));
        Assert.Null(RequestCipher.Open(DomainTag.Call, Target with { Epoch = 1 }, _shielding, envelope));
        Assert.Null(RequestCipher.Open(DomainTag.Call, Target with { Shard = new ShardId(Samples.Fill(9)) }, _shielding, envelope));
        using var other = X25519KeyPair.FromSeed(Samples.Secret(0x32));
        Assert.Null(RequestCipher.Open(DomainTag.Call, Target, other, envelope));
    }

    [Fact]
    public void Every_changed_byte_of_an_envelope_makes_it_unreadable()
    {
        using var seed = Samples.Secret(0x31);
        using var request = RequestCipher.Seal(DomainTag.Call, Target, [1], seed);
        for (var i = 0; i < request.Envelope.Length; i++)
        {
            var changed = request.Envelope.ToArray();
            changed[i] ^= 1;
            Assert.Null(RequestCipher.Open(DomainTag.Call, Target, _shielding, RequestEnvelope.Parse(changed)!));
        }
    }

    [Fact]
    public void A_call_with_any_changed_field_fails_its_signature()
    {
        var call = TrustedCallSigned.Sign(Samples.Alice, Samples.Genesis, Samples.Shard, 0, 5, [1, 2, 3]);
        Assert.True(call.HasValidSignature());
        Assert.False((call with { Genesis = default }).HasValidSignature());
        Assert.False((call with { Shard = default }).HasValidSignature());
        Assert.False((call with { PolicyVersion = 1 }).HasValidSignature());
        Assert.False((call with { Nonce = 6 }).HasValidSignature());
        Assert.False((call with { Call = [1, 2] }).HasValidSignature());
        Assert.False((call with { Signer = new AccountId(Samples.Fill(1)) }).HasValidSignature());
    }

    [Theory]
    [InlineData(KeyType.Ed25519)]
    [InlineData(KeyType.Sr25519)]
    [InlineData(KeyType.Ecdsa)]
    public void Calls_and_getters_are_signed_with_all_three_kinds_of_key(KeyType type)
    {
        using var key = KeyPair.FromSecretUri("//Bob", type);
        var call = TrustedCallSigned.Sign(key, Samples.Genesis, Samples.Shard, 0, 0, [1]);
        Assert.True(TrustedCallSigned.Codec.Decode(TrustedCallSigned.Codec.Encode(call)).HasValidSignature());
        var getter = new TrustedGetter(
            Samples.Genesis, Samples.Shard, new ShieldingKey(Samples.Fill(1)), 4, new Query.Nonce(), null).SignedBy(key);
        Assert.True(TrustedGetter.Codec.Decode(TrustedGetter.Codec.Encode(getter)).HasValidSignature());
        Assert.False((getter with { ExpiresAt = 5 }).HasValidSignature());
    }

    [Fact]
    public void An_answer_is_bound_to_its_query_its_caller_and_its_signer()
    {
        using var reply = X25519KeyPair.FromSeed(Samples.Secret(0x50));
        using var seed = Samples.Secret(0x51);
        var query = new Hash256(Samples.Fill(0x52));
        var unsigned = new SignedAnswer(
            query, Samples.Block7, Result<byte[], QueryError>.Ok([42]), Samples.Alice.AccountId, new byte[64]);
        var answer = unsigned with { Signature = Samples.Alice.Sign(unsigned.SigningPayload(Samples.Shard)).Bytes.ToArray() };
        var bytes = AnswerCipher.Seal(Samples.Shard, reply.PublicKey, answer, seed);
        Assert.True(AnswerCipher.TryOpen(Samples.Shard, reply, query, bytes, out var opened));
        Assert.Equal([42], opened.Result.Value);
        Assert.False(AnswerCipher.TryOpen(Samples.Shard, reply, Samples.Genesis, bytes, out _));
        Assert.False(AnswerCipher.TryOpen(new ShardId(Samples.Fill(9)), reply, query, bytes, out _));
        using var other = X25519KeyPair.FromSeed(Samples.Secret(0x53));
        Assert.False(AnswerCipher.TryOpen(Samples.Shard, other, query, bytes, out _));
        using var seed2 = Samples.Secret(0x54);
        var forged = AnswerCipher.Seal(Samples.Shard, reply.PublicKey, unsigned, seed2);
        Assert.False(AnswerCipher.TryOpen(Samples.Shard, reply, query, forged, out _));
    }
}
