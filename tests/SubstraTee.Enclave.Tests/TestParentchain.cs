using System.Collections.Immutable;
using SubstraTee.Codec;
using SubstraTee.Crypto;
using SubstraTee.Enclave.Protocol;
using SubstraTee.LightClient;
using SubstraTee.Primitives;
using SubstraTee.Runtime;
using SubstraTee.Substrate;
using SubstraTee.Trie;

namespace SubstraTee.Enclave.Tests;

/// <summary>The development chain's runtime in memory, with three voters who sign real justifications.</summary>
internal sealed class TestParentchain
{
    private const ulong StartMs = 1_700_000_000_000;
    private const ulong BlockMs = 6_000;

    private static readonly ChainRuntime Runtime = new();
    private static readonly ImmutableArray<KeyPair> Voters =
        [.. new[] { "//v1", "//v2", "//v3" }.Select(uri => KeyPair.FromSecretUri(uri, KeyType.Ed25519))];

    private readonly List<Block> _blocks = [];
    private readonly List<byte[]> _pool = [];
    private readonly Dictionary<AccountId, uint> _nonces = [];
    private readonly ExtrinsicV4 _extrinsics;
    private readonly SigningContext _signing;

    public TestParentchain(byte salt = 0)
    {
        var genesis = ChainSpec.Development().Genesis with
        {
            GrandpaAuthorities = [.. Voters.Select(voter => (voter.AccountId, 1ul))],
            Salt = [salt],
        };
        var (header, state) = Runtime.BuildGenesis(genesis);
        _blocks.Add(new Block(header, [], state));
        Metadata = Runtime.Metadata(15)!.Value.ToArray();
        Chain = ChainMetadata.Decode(Metadata);
        _extrinsics = new ExtrinsicV4(Chain);
        _signing = new SigningContext(Runtime.Version.SpecVersion, Runtime.Version.TransactionVersion, Genesis);
    }

    public byte[] Metadata { get; }

    public ChainMetadata Chain { get; }

    public Hash256 Genesis => _blocks[0].Header.Hash();

    public uint Height => (uint)_blocks.Count - 1;

    public static ulong SetId => 0;

    public ImmutableArray<FinalityAuthority> Authorities => [.. Voters.Select(voter => new FinalityAuthority(voter.AccountId.Bytes, 1))];

    public BlockRef RefOf(uint number) => new(number, _blocks[(int)number].Header.Hash());

    /// <summary>Queues a call signed by a development account.</summary>
    public void Submit<T>(KeyPair signer, string pallet, string call, ScaleCodec<T> codec, T arguments)
    {
        var nonce = _nonces.GetValueOrDefault(signer.AccountId);
        _nonces[signer.AccountId] = nonce + 1;
        var encoded = new CallEncoder<T>(Chain, pallet, call, codec).Encode(arguments);
        _pool.Add(_extrinsics.Sign(encoded, signer, SignedExtra.Immortal(nonce, _signing), _signing));
    }

    /// <summary>Time of a block.</summary>
    public static DateTimeOffset TimeOf(uint number) => DateTimeOffset.FromUnixTimeMilliseconds((long)(StartMs + (number * BlockMs)));

    /// <summary>Reads an entry of the newest block's state.</summary>
    public byte[]? Stored(StorageKey key) => _blocks[^1].State.TryGet(key.Span, out var value) ? value.ToArray() : null;

    /// <summary>Queues an extrinsic as it is.</summary>
    public void Submit(byte[] extrinsic) => _pool.Add(extrinsic);

    /// <summary>Queues a transfer to an account that is to pay fees.</summary>
    public void Fund(AccountId account) => Submit(
        KeyPair.FromSecretUri("//Alice", KeyType.Sr25519),
        "Balances",
        "transfer_keep_alive",
        Scale.Tuple(MultiAddress.Codec, Scale.CompactU128),
        (new MultiAddress.Id(account), (UInt128)1_000_000_000_000_000));

    /// <summary>Queues an invocation.</summary>
    public void Invoke(KeyPair signer, ShardId shard, ReadOnlyMemory<byte> envelope) =>
        Submit(signer, "EnclaveBridge", "invoke", Scale.Tuple(Scale.ShardId, Scale.Bytes), (shard, envelope.ToArray()));

    /// <summary>Makes a block of what is queued; invalid extrinsics are left out, as an author does.</summary>
    public List<byte[]> MakeBlock()
    {
        var parent = _blocks[^1];
        var builder = Runtime.StartBlock(parent.State, parent.Header, StartMs + ((ulong)_blocks.Count * BlockMs), []);
        var refused = _pool.Where(extrinsic => !builder.Apply(extrinsic).IsIncluded).ToList();
        _pool.Clear();
        var built = builder.Finish();
        _blocks.Add(new Block(built.Header, built.Body, built.State));
        return refused;
    }

    /// <summary>Forgets the newest blocks, as a host does that shows another fork.</summary>
    public void Truncate(uint height) => _blocks.RemoveRange((int)height + 1, _blocks.Count - (int)height - 1);

    /// <summary>What an honest worker hands in for blocks of a range.</summary>
    public EnclaveInput.ImportBlocks Import(uint first, uint last, ImmutableArray<byte[]> keys) =>
        new([.. Enumerable.Range((int)first, (int)(last - first + 1)).Select(number => Input((uint)number, keys))], Justify(last));

    public BlockInput Input(uint number, ImmutableArray<byte[]> keys)
    {
        var block = _blocks[(int)number];
        return new BlockInput(
            BlockHeader.Codec.Encode(block.Header),
            [.. block.Body.Select(extrinsic => extrinsic.ToArray())],
            [.. ReadProof.Create(block.State, keys, ChainRuntime.StateVersion)]);
    }

    /// <summary>A justification by the given number of voters.</summary>
    public byte[] Justify(uint number, int votes = 3, ulong setId = 0)
    {
        var target = new GrandpaPrecommit(RefOf(number).Hash, number);
        const ulong Round = 7;
        var precommits = Voters.Take(votes).Select(voter => new SignedPrecommit(
            target, voter.Sign(target.SignedBytes(Round, setId)).Bytes.ToArray(), voter.AccountId.Bytes));
        return GrandpaJustification.Codec.Encode(
            new GrandpaJustification(Round, new GrandpaCommit(target.TargetHash, number, [.. precommits]), []));
    }

    private sealed record Block(BlockHeader Header, ImmutableArray<ReadOnlyMemory<byte>> Body, StateTrie State);
}
