using System.Collections.Immutable;
using SubstraTee.Codec;
using SubstraTee.Crypto;
using SubstraTee.Enclave.Protocol;
using SubstraTee.LightClient.Tests;
using SubstraTee.Primitives;
using SubstraTee.Substrate;
using SubstraTee.Trie;

namespace SubstraTee.Client.Tests;

/// <summary>A shard, one enclave, one receipt over three requests, and the chain's state that anchors it; each part can be changed.</summary>
internal sealed class ReceiptStory : IDisposable
{
    public const ulong SetId = 5;
    public const ulong NowMs = 1_800_000_000_000;
    private static readonly byte[] Build = [.. Enumerable.Range(0, 32).Select(i => (byte)(200 + i))];

    public ReceiptStory()
    {
        using var seed = new SecretBytes(Enumerable.Repeat((byte)9, 32).ToArray());
        Enclave = KeyPair.FromSeed(seed, KeyType.Ed25519);
        Voters = new Voters(SetId, 3);
        Descriptor = new ShardDescriptor(
            ShardDescriptor.CurrentVersion,
            Headers.Genesis.Hash(),
            new BlockRef(0, Headers.Genesis.Hash()),
            SetId,
            [.. Voters.Set.Authorities.Select(one => new FinalityAuthority(one.PublicKey, one.Weight))],
            null,
            Headers.Filled(40),
            new AdmissionPolicy([new Measurement(MeasurementFamily.Simulated, Build)], null, true, 1, [], 60_000),
            null,
            0,
            Headers.Filled(41).Bytes);
        Requests = [.. Enumerable.Range(0, 3).Select(Seal)];
        Leaves = [.. Requests.Select((request, i) => LeafOf(request, i))];
        Receipt = new Receipt(
            Receipt.CurrentVersion,
            Descriptor.Id,
            0,
            new BlockRef(2, Headers.Filled(50)),
            new BlockRef(4, Headers.Filled(51)),
            Headers.Filled(52),
            Headers.Filled(53),
            3,
            MerkleTree.Root([.. Leaves.Select(leaf => leaf.Leaf.Hash)]));
        Registration = new SgxEnclave(
            new byte[64],
            new Hash256(Build),
            default,
            1,
            "ws://127.0.0.1:2000"u8.ToArray(),
            SgxBuildMode.Debug,
            new SgxAttestationMethod.Skip(false),
            SgxStatus.Invalid);
        Anchored = Receipt.Hash;
    }

    public KeyPair Enclave { get; }

    public Voters Voters { get; }

    public ShardDescriptor Descriptor { get; set; }

    public ImmutableArray<SealedRequest> Requests { get; }

    public ImmutableArray<(Leaf Leaf, byte[] Outcome)> Leaves { get; }

    public Receipt Receipt { get; set; }

    public SgxEnclave? Registration { get; set; }

    public bool HasInstance { get; set; } = true;

    public Hash256 Anchored { get; set; }

    public ShardId Shard => Descriptor.Id;

    /// <summary>What a worker serves for one of the requests.</summary>
    public ServedReceipt Served(int request = 1) => new(
        Receipt,
        [new ReceiptSignature(Enclave.AccountId, Enclave.Sign(Receipt.SigningPayload()).Bytes.ToArray())],
        Leaves[request].Leaf,
        (uint)request,
        MerkleTree.Path([.. Leaves.Select(leaf => leaf.Leaf.Hash)], request),
        Leaves[request].Outcome);

    /// <summary>The bundle for one of the requests, with the state as it now is.</summary>
    public ReceiptBundle Bundle(int request = 1, int headersAfter = 0)
    {
        var served = Served(request);
        var state = new StateTrie();
        state.Set(":other"u8, [1, 2, 3]);
        state.Set(
            BridgeKeys.LatestReceipt(Shard, Receipt.SignerKey([Enclave.AccountId])).Span,
            ReceiptAnchor.Codec.Encode(new ReceiptAnchor(Receipt.LastBlock, Receipt.CommitmentAfter, Anchored, 7)));
        state.Set(BridgeKeys.Now().Span, Scale.U64.Encode(NowMs));
        if (HasInstance)
        {
            state.Set(
                BridgeKeys.Instance(Shard, Enclave.AccountId).Span,
                InstanceRecord.Codec.Encode(new InstanceRecord(new InstanceId(Headers.Filled(60).Bytes), 1, 2)));
        }

        if (Registration is { } registration)
        {
            state.Set(
                BridgeKeys.Registration(Enclave.AccountId).Span, MultiEnclave.Codec.Encode(new MultiEnclave.Sgx(registration)));
        }

        var keys = ReceiptVerifier.KeysOf(served, Shard, newestPolicy: 0).Select(key => key.ToArray());
        var root = state.Root(StateVersion.V1);
        var block = Headers.Child(Headers.Genesis) with { Number = 7, StateRoot = root };
        List<BlockHeader> headers = [block, .. Headers.Chain(block, headersAfter)];
        return new ReceiptBundle(
            ShardDescriptor.Codec.Encode(Descriptor),
            Requests[request].Envelope,
            served,
            new ReceiptAnchorProof(
                [.. headers],
                Voters.JustifyEncoded(headers[^1]),
                [.. ReadProof.Create(state, keys, StateVersion.V1).Select(node => (ReadOnlyMemory<byte>)node)],
                default));
    }

    public void Dispose()
    {
        Enclave.Dispose();
        foreach (var request in Requests)
        {
            request.Dispose();
        }
    }

    private SealedRequest Seal(int number)
    {
        using var shieldingSeed = new SecretBytes(Enumerable.Repeat((byte)70, 32).ToArray());
        using var shielding = X25519KeyPair.FromSeed(shieldingSeed);
        using var seed = new SecretBytes(Enumerable.Repeat((byte)(80 + number), 32).ToArray());
        return RequestCipher.Seal(
            DomainTag.Call, new ShardTarget(Descriptor.Genesis, Shard, 0, shielding.PublicKey), Scale.U32.Encode((uint)number), seed);
    }

    private (Leaf Leaf, byte[] Outcome) LeafOf(SealedRequest request, int number)
    {
        var position = new Position(2 + (uint)number, 1);
        using var keys = OutcomeKeys.Derive(request.OutcomeSecret, Shard, position);
        var outcome = new Outcome(position, request.Hash, new OutcomeStatus.Applied([(byte)number], []));
        var leaf = keys.LeafOf(outcome);
        return (leaf, keys.Seal(outcome, leaf));
    }
}
