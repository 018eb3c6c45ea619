using SubstraTee.Codec;
using SubstraTee.Crypto;
using SubstraTee.Primitives;
using SubstraTee.Substrate;
using SubstraTee.Trie;

namespace SubstraTee.Runtime.Tests;

/// <summary>A chain in memory: signs, builds blocks, and re-executes every one of them.</summary>
internal sealed class TestChain
{
    public const ulong Start = 1_700_000_000_000;

    public static readonly KeyPair Alice = KeyPair.FromSecretUri("//Alice", KeyType.Sr25519);
    public static readonly KeyPair Bob = KeyPair.FromSecretUri("//Bob", KeyType.Ed25519);
    public static readonly KeyPair Charlie = KeyPair.FromSecretUri("//Charlie", KeyType.Ecdsa);

    private static readonly ChainSpec Spec = ChainSpec.Development();
    private static readonly ChainRuntime Shared = new();

    private readonly ulong _start;

    /// <param name="genesis">The first state; null for a development chain.</param>
    /// <param name="start">The time of the first block.</param>
    public TestChain(GenesisConfig? genesis = null, ulong start = Start)
    {
        _start = start;
        (Head, State) = Shared.BuildGenesis(genesis ?? Spec.Genesis);
        Genesis = Head.Hash();
    }

    public static GenesisConfig DevelopmentGenesis => Spec.Genesis;

    public static ChainRuntime Runtime => Shared;

    public Hash256 Genesis { get; }

    public BlockHeader Head { get; private set; }

    public StateTrie State { get; private set; }

    public BuiltBlock? Last { get; private set; }

    /// <summary>How much later than usual the next blocks are, in milliseconds.</summary>
    public ulong Later { get; set; }

    /// <summary>The time of the next block.</summary>
    public ulong NextMs => _start + (Head.Number * 6000ul) + Later;

    public static UInt128 Unit => 1_000_000_000_000;

    public static RuntimeCall Transfer(AccountId to, UInt128 amount) =>
        new RuntimeCall.Balances(new BalancesPallet.Call.TransferAllowDeath(new MultiAddress.Id(to), amount));

    public static RuntimeCall Sudo(RuntimeCall call) => new RuntimeCall.Sudo(new SudoPallet.Call.Sudo(call));

    public RuntimeContext Context() => Runtime.ContextOf(State);

    public uint Nonce(KeyPair pair) => Runtime.AccountNonce(State, pair.AccountId);

    public UInt128 Free(AccountId account) => Runtime.Pallets.Balances.FreeOf(Context(), account);

    public byte[] Sign(
        KeyPair pair, RuntimeCall call, uint? nonce = null, Era era = default, Hash256? birth = null, UInt128 tip = default, Hash256? genesis = null)
    {
        var extra = TransactionExtra.Codec.Encode(new TransactionExtra(era, nonce ?? Nonce(pair), tip, MetadataHashMode.Disabled));
        var encoded = RuntimeCall.Codec.Encode(call);
        byte[] payload =
        [
            .. encoded, .. extra, 1, 0, 0, 0, 1, 0, 0, 0, .. (genesis ?? Genesis).ToArray(), .. (birth ?? genesis ?? Genesis).ToArray(), 0,
        ];
        var signature = pair.Sign(payload.Length > 256 ? Blake2b.Hash256(payload).ToArray() : payload);
        byte[] body =
        [
            0x84, .. MultiAddress.Codec.Encode(new MultiAddress.Id(pair.AccountId)), .. MultiSignature.Codec.Encode(signature), .. extra, .. encoded,
        ];
        return Scale.Bytes.Encode(body);
    }

    public ApplyResult[] Block(params byte[][] extrinsics)
    {
        var builder = Runtime.StartBlock(State, Head, NextMs, []);
        ApplyResult[] results = [.. extrinsics.Select(one => builder.Apply(one))];
        Import(builder.Finish());
        return results;
    }

    /// <summary>Makes a call for an account whose key nobody here has, at the next block; the chain stays as it is.</summary>
    public (DispatchOutcome Outcome, RuntimeContext After) As(AccountId account, RuntimeCall call)
    {
        var context = Runtime.StartBlock(State, Head, NextMs, []).Context;
        return (context.Dispatch(call, Origin.Signed(account)), context);
    }

    public ApplyResult Run(KeyPair pair, RuntimeCall call) => Block(Sign(pair, call)).Single();

    public SystemPallet.Event[] SystemEvents() => [.. Events().OfType<RuntimeEvent.System>().Select(one => one.Event)];

    public RuntimeEvent[] Events() =>
        [.. Runtime.Pallets.System.Events.Get(Context()).Where(one => one.Phase.Kind == PhaseKind.ApplyExtrinsic && one.Phase.ExtrinsicIndex > 0).Select(one => one.Event)];

    public void Import(BuiltBlock block)
    {
        var again = Runtime.ExecuteBlock(State, Head, block.Header, block.Body);
        Assert.True(again.IsOk, $"re-execution: {again.Error}");
        Adopt(block);
    }

    public void Adopt(BuiltBlock block) => (Last, Head, State) = (block, block.Header, block.State);

    /// <summary>Sums all balances, which must be the issuance.</summary>
    public void CheckIssuance()
    {
        var context = Context();
        var system = Runtime.Pallets.System;
        var total = UInt128.Zero;
        foreach (var (_, value) in State.Entries(system.Account.Prefix.Memory))
        {
            var account = AccountInfo.Codec.Decode(value.Span);
            Assert.True(account.Data.Free >= BalancesPallet.ExistentialDeposit);
            total = checked(total + account.Data.Free + account.Data.Reserved);
        }

        Assert.Equal(total, Runtime.Pallets.Balances.TotalIssuance.Get(context));
    }
}
