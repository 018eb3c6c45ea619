using System.Collections.Immutable;
using SubstraTee.Codec;
using SubstraTee.Primitives;
using SubstraTee.Substrate;
using SubstraTee.Trie;
using Validity = SubstraTee.Codec.Result<SubstraTee.Runtime.ValidTransaction, SubstraTee.Substrate.TransactionValidityError>;

namespace SubstraTee.Runtime;

/// <summary>The rules of the chain: what transactions are valid, what blocks do to the state, and what can be asked about it.</summary>
/// <remarks>
/// Pure: the same state and input always give the same result. A state that is handed in is only read, through a snapshot of
/// it; as tries are, it may be used by one thread at a time. Otherwise safe for use by several threads.
/// </remarks>
public sealed class ChainRuntime
{
    /// <summary>How values lie in the state trie.</summary>
    public const StateVersion StateVersion = Trie.StateVersion.V0;

    /// <summary>How values lie in the trie over a block's extrinsics.</summary>
    public const StateVersion ExtrinsicsRootVersion = Trie.StateVersion.V0;

    private readonly Lazy<byte[]> _metadata14;
    private readonly Lazy<byte[]> _metadata15;

    /// <summary>The runtime.</summary>
    public ChainRuntime()
    {
        Version = new RuntimeVersion(
            SpecName: "substratee-dev",
            ImplName: "substratee-dotnet",
            AuthoringVersion: 1,
            SpecVersion: 1,
            ImplVersion: 1,
            Apis: [.. RuntimeApis.All.Select(api => new RuntimeApiVersion(api.Name, api.Version))],
            TransactionVersion: 1,
            SystemVersion: (byte)StateVersion);
        Pallets = new PalletSet(Version);
        Checks = new ExtrinsicChecks(Pallets, Version);
        _metadata14 = new Lazy<byte[]>(() => MetadataBuilder.Build(this, MetadataVersion.V14).Encode(MetadataVersion.V14));
        _metadata15 = new Lazy<byte[]>(() => MetadataBuilder.Build(this, MetadataVersion.V15).Encode(MetadataVersion.V15));
    }

    /// <summary>Which runtime it is, and which runtime APIs it has.</summary>
    public RuntimeVersion Version { get; }

    internal PalletSet Pallets { get; }

    internal ExtrinsicChecks Checks { get; }

    /// <summary>The metadata of version 14 or 15, or null for another version.</summary>
    public ReadOnlyMemory<byte>? Metadata(uint version) => version switch
    {
        // A null array would become empty bytes.
        14 => new ReadOnlyMemory<byte>(_metadata14.Value),
        15 => new ReadOnlyMemory<byte>(_metadata15.Value),
        _ => default(ReadOnlyMemory<byte>?),
    };

    /// <summary>The first block's header and the state after it.</summary>
    /// <exception cref="ArgumentException">
    /// An account is endowed twice, or with less than it needs to exist; or a chain that is not for development takes what only
    /// such a chain may.
    /// </exception>
    public (BlockHeader Header, StateTrie State) BuildGenesis(GenesisConfig genesis)
    {
        var state = new StateTrie();
        var context = new RuntimeContext(Pallets, new TrieOverlay(state));
        foreach (var pallet in Pallets.All)
        {
            pallet.BuildGenesis(context, genesis);
        }

        if (!genesis.Salt.IsDefaultOrEmpty)
        {
            context.State.Set(":substratee:salt"u8, genesis.Salt.AsSpan());
        }

        context.State.ApplyTo(state);
        var header = new BlockHeader(
            default, 0, state.Root(StateVersion), TrieRoot.Ordered([], ExtrinsicsRootVersion), []);
        return (header, state);
    }

    /// <summary>Starts a block on top of another.</summary>
    /// <param name="parentState">The state after the parent.</param>
    /// <param name="parent">The parent's header.</param>
    /// <param name="nowMs">The time in milliseconds since 1970; the block's time is later than its parent's in any case.</param>
    /// <param name="digest">What the block's author has to say in the header.</param>
    public BlockBuilder StartBlock(StateTrie parentState, BlockHeader parent, ulong nowMs, ImmutableArray<DigestItem> digest)
    {
        var builder = new BlockBuilder(this, parentState, parent, digest);
        var now = Pallets.Timestamp.TimeAfter(builder.Context, nowMs);
        builder.Apply(UncheckedExtrinsic.EncodeBare(new RuntimeCall.Timestamp(new TimestampPallet.Call.Set(now))));
        return builder;
    }

    /// <summary>Executes a block that exists already and makes sure that it says what it does.</summary>
    public Result<BuiltBlock, BlockFault> ExecuteBlock(
        StateTrie parentState, BlockHeader parent, BlockHeader header, IReadOnlyList<ReadOnlyMemory<byte>> body)
    {
        if (header.Number == 0 || header.Number - 1 != parent.Number || header.ParentHash != parent.Hash())
        {
            return Result<BuiltBlock, BlockFault>.Fail(BlockFault.WrongParent);
        }

        var builder = new BlockBuilder(this, parentState, parent, [.. header.Digest.Where(item => item is DigestItem.PreRuntime)]);
        foreach (var extrinsic in body)
        {
            if (!builder.Apply(extrinsic).IsIncluded)
            {
                return Result<BuiltBlock, BlockFault>.Fail(BlockFault.InvalidExtrinsic);
            }
        }

        var block = builder.Finish();
        BlockFault? fault = block switch
        {
            _ when !HasTime(block) => BlockFault.MissingInherent,
            _ when block.Header.ExtrinsicsRoot != header.ExtrinsicsRoot => BlockFault.WrongExtrinsicsRoot,
            _ when block.Header.StateRoot != header.StateRoot => BlockFault.WrongStateRoot,
            _ when !block.Header.Digest.SequenceEqual(header.Digest.Where(item => item is not DigestItem.Seal)) => BlockFault.WrongDigest,
            _ => null,
        };
        return fault is { } found
            ? Result<BuiltBlock, BlockFault>.Fail(found)
            : Result<BuiltBlock, BlockFault>.Ok(block with { Header = header });
    }

    /// <summary>Tells whether a transaction may be included in a block after <paramref name="at"/>, now or once others are.</summary>
    public Validity ValidateTransaction(StateTrie state, BlockHeader at, ReadOnlyMemory<byte> extrinsic) =>
        ValidateTransactions(state, at, [extrinsic])[0];

    /// <summary>Judges several transactions, each as if it were alone; their signatures are checked side by side.</summary>
    public Validity[] ValidateTransactions(StateTrie state, BlockHeader at, IReadOnlyList<ReadOnlyMemory<byte>> extrinsics)
    {
        var context = ContextAfter(state, at);
        var verdicts = new Validity[extrinsics.Count];
        var decoded = new List<UncheckedExtrinsic>(extrinsics.Count);
        var places = new List<int>(extrinsics.Count);
        for (var i = 0; i < verdicts.Length; i++)
        {
            verdicts[i] = Refuse(InvalidTransaction.Call);
            if (UncheckedExtrinsic.TryDecode(extrinsics[i], out var extrinsic))
            {
                decoded.Add(extrinsic);
                places.Add(i);
            }
        }

        var checks = Checks.CheckMany(context, decoded);
        for (var i = 0; i < checks.Length; i++)
        {
            verdicts[places[i]] = checks[i].IsOk ? Validate(context, checks[i].Value!) : Validity.Fail(checks[i].Error);
        }

        return verdicts;
    }

    /// <summary>Applies an extrinsic to a copy of the state after <paramref name="at"/>, as <c>system_dryRun</c> does.</summary>
    public ApplyResult DryRun(StateTrie state, BlockHeader at, ReadOnlyMemory<byte> extrinsic) =>
        new BlockBuilder(this, state, at, []).Apply(extrinsic);

    /// <summary>Asks a runtime API, for example <c>Core_version</c>, about the state after <paramref name="at"/>.</summary>
    /// <param name="state">The state after <paramref name="at"/>.</param>
    /// <param name="at">The block.</param>
    /// <param name="name">API and method with an underscore between.</param>
    /// <param name="arguments">The method's arguments, encoded one after the other.</param>
    /// <returns>The encoded answer, or why there is none.</returns>
    public Result<byte[], RuntimeCallFault> CallApi(StateTrie state, BlockHeader at, string name, ReadOnlyMemory<byte> arguments)
    {
        foreach (var api in RuntimeApis.All)
        {
            if (api.Find(name) is { } method)
            {
                return method.Call(new RuntimeApiCall(this, state, at), arguments.Span);
            }
        }

        return Result<byte[], RuntimeCallFault>.Fail(RuntimeCallFault.UnknownMethod);
    }

    /// <summary>The number of the account's next transaction.</summary>
    public uint AccountNonce(StateTrie state, AccountId account) =>
        Pallets.System.Account.Get(ContextOf(state), account).Nonce;

    /// <summary>What reads the state and changes a copy at most.</summary>
    internal RuntimeContext ContextOf(StateTrie state) => new(Pallets, new TrieOverlay(state.Snapshot()));

    /// <summary>What the first extrinsic of the next block would see.</summary>
    internal RuntimeContext ContextAfter(StateTrie state, BlockHeader at)
    {
        var context = ContextOf(state);
        context.BlockNumber = at.Number + 1;
        Pallets.System.BlockHash.Set(context, at.Number, at.Hash());
        return context;
    }

    private static bool HasTime(BuiltBlock block) =>
        !block.Body.IsEmpty && UncheckedExtrinsic.TryDecode(block.Body[0], out var first) && first.Call is RuntimeCall.Timestamp;

    private Validity Validate(RuntimeContext context, CheckedExtrinsic extrinsic)
    {
        var (sender, extra, _, info, length) = extrinsic;
        if (info.Class == DispatchClass.Mandatory)
        {
            return Refuse(InvalidTransaction.MandatoryValidation);
        }

        if (sender is not { } account)
        {
            return Validity.Fail(TransactionValidityError.Of(UnknownTransaction.NoUnsignedValidator));
        }

        if (!Pallets.Balances.CanWithdraw(context, account, extrinsic.Fee))
        {
            return Refuse(InvalidTransaction.Payment);
        }

        var nonce = Pallets.System.Account.Get(context, account).Nonce;
        var death = extra.Era.Death(context.BlockNumber);
        return Validity.Ok(new ValidTransaction(
            TransactionPaymentPallet.PriorityOf(info, length, extra.Tip),
            extra.Nonce > nonce ? [NonceTag(account, extra.Nonce - 1)] : [],
            [NonceTag(account, extra.Nonce)],
            death == ulong.MaxValue ? death : death - context.BlockNumber,
            Propagate: true));
    }

    private static byte[] NonceTag(AccountId account, uint nonce) => Scale.Tuple(Scale.AccountId, Scale.U32).Encode((account, nonce));

    private static Validity Refuse(InvalidTransaction reason) => Validity.Fail(TransactionValidityError.Of(reason));
}
