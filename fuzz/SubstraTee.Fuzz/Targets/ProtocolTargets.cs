using System.Collections.Immutable;
using SubstraTee.Codec;
using SubstraTee.Crypto;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;

namespace SubstraTee.Fuzz;

/// <summary>Objects of docs/protocol.md.</summary>
internal static class ProtocolTargets
{
    private static readonly Hash256 Genesis = new(Fill(1));
    private static readonly ShardId Shard = new(Fill(2));
    private static readonly BlockRef Block = new(7, new Hash256(Fill(7)));
    private static readonly X25519KeyPair Shielding = X25519KeyPair.FromSeed(new SecretBytes(Fill(9)));
    private static readonly ShardTarget Target = new(Genesis, Shard, 0, Shielding.PublicKey);

    public static ShardDescriptor Descriptor { get; } = new(
        ShardDescriptor.CurrentVersion,
        Genesis,
        new BlockRef(0, Genesis),
        0,
        [new FinalityAuthority(new Bytes32(Fill(0x11)), 1), new FinalityAuthority(new Bytes32(Fill(0x12)), 2)],
        null,
        new Hash256(Fill(3)),
        new AdmissionPolicy(
            [new Measurement(MeasurementFamily.Simulated, Fill(4))], null, true, 1, [new MetadataPin(1, new Hash256(Fill(5)))], 30_000),
        new AccountId(Fill(6)),
        10,
        new Bytes32(Fill(8)));

    public static IEnumerable<IFuzzTarget> All
    {
        get
        {
            using var alice = KeyPair.FromSecretUri("//Alice", KeyType.Ed25519);
            using var bob = KeyPair.FromSecretUri("//Bob", KeyType.Ecdsa);
            var call = TrustedCallSigned.Sign(alice, Genesis, Shard, 0, 5, [1, 2, 3]);
            var getter = new TrustedGetter(Genesis, Shard, Shielding.PublicKey, 20, new Query.Stf([0]), null);
            var leaf = new Leaf(new Position(7, 2), new Hash256(Fill(10)), new Hash256(Fill(11)));
            var outcome = new Outcome(leaf.Position, leaf.CiphertextHash, new OutcomeStatus.BadNonce(4, 3));
            var receipt = new Receipt(
                Receipt.CurrentVersion, Shard, 0, Block, Block, new Hash256(Fill(12)), new Hash256(Fill(13)), 2, new Hash256(Fill(14)));
            return
            [
                new FunctionTarget("descriptor", () => [ShardDescriptor.Codec.Encode(Descriptor)], RunDescriptor),
                new CodecTarget<TrustedCallSigned>("trusted-call", TrustedCallSigned.Codec, call, TrustedCallSigned.Sign(bob, Genesis, Shard, 1, 0, [])),
                new CodecTarget<TrustedGetter>("trusted-getter", TrustedGetter.Codec, getter, getter.SignedBy(alice)),
                new CodecTarget<SignedAnswer>(
                    "signed-answer",
                    SignedAnswer.Codec,
                    new SignedAnswer(Genesis, Block, Result<byte[], QueryError>.Ok([1, 2]), alice.AccountId, new byte[64])),
                new CodecTarget<Outcome>("outcome", Outcome.Codec, outcome),
                new CodecTarget<Receipt>("receipt", Receipt.Codec, receipt),
                new CodecTarget<ImmutableArray<ReceiptSignature>>(
                    "receipt-signatures", Scale.Vec(ReceiptSignature.Codec, 64), [new ReceiptSignature(alice.AccountId, new byte[64])]),
                new FunctionTarget("envelope", Envelopes, RunEnvelope),
                new FunctionTarget("frame-header", () => [FrameBytes()], RunFrame),
            ];
        }
    }

    private static byte[] Fill(byte value) => [.. Enumerable.Repeat(value, 32)];

    private static int RunDescriptor(ReadOnlySpan<byte> input)
    {
        if (!ShardDescriptor.TryRead(input, out var descriptor, out var why))
        {
            return why.Length;
        }

        return input.SequenceEqual(ShardDescriptor.Codec.Encode(descriptor))
            ? -1 - descriptor.Authorities.Length
            : throw new InvalidOperationException("two encodings of one descriptor, so two ids of one shard");
    }

    private static IEnumerable<byte[]> Envelopes()
    {
        using var seed = new SecretBytes(Fill(15));
        using var request = RequestCipher.Seal(DomainTag.Call, Target, [1, 2, 3], seed);
        yield return request.Envelope.ToArray();
    }

    private static int RunEnvelope(ReadOnlySpan<byte> input)
    {
        if (RequestEnvelope.Parse(input.ToArray()) is not { } envelope)
        {
            return 0;
        }

        using var opened = RequestCipher.Open(DomainTag.Call, Target, Shielding, envelope);
        return opened is null ? 1 + Math.Min(input.Length / 16, 0xFFFF) : -1;
    }

    private static byte[] FrameBytes()
    {
        var bytes = new byte[FrameHeader.Size];
        new FrameHeader(100, 7, FrameKind.Input).Write(bytes);
        return bytes;
    }

    private static int RunFrame(ReadOnlySpan<byte> input)
    {
        if (input.Length < FrameHeader.Size)
        {
            return input.Length;
        }

        return FrameHeader.TryRead(input[..FrameHeader.Size], out var header, out var fault) ? -1 - (int)header.Kind : (int)fault;
    }
}
