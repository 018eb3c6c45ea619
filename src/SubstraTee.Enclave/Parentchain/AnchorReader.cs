using System.Collections.Immutable;
using SubstraTee.Codec;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;
using SubstraTee.Substrate;
using SubstraTee.Trie;

namespace SubstraTee.Enclave;

/// <summary>Reads from proven state what the parentchain says of an enclave and its shard.</summary>
internal sealed class AnchorReader
{
    private const string Bridge = "EnclaveBridge";

    private readonly StorageMap<AccountId, AccountInfo> _accounts;
    private readonly StorageValue<LastRuntimeUpgradeInfo> _lastUpgrade;
    private readonly ChainStorage _enclaves;
    private readonly StorageDoubleMap<ShardId, AccountId, InstanceRecord> _instances;
    private readonly StorageDoubleMap<ShardId, uint, EpochKeyRecord> _epochKeys;
    private readonly StorageDoubleMap<ShardId, Hash256, ReceiptAnchor> _receipts;
    private readonly StorageDoubleMap<ShardId, AccountId, MemberRecord> _members;
    private readonly StorageMap<ShardId, uint> _policyVersions;
    private readonly StorageDoubleMap<ShardId, uint, PolicyRecord> _policies;
    private readonly ChainStorage _collaterals;

    /// <summary>Finds the items in the chain's metadata.</summary>
    /// <exception cref="ChainLacksException">One is missing or has another form.</exception>
    public AnchorReader(ChainMetadata chain)
    {
        _accounts = new(chain, "System", "Account", Scale.AccountId, AccountInfo.Codec);
        _lastUpgrade = new(chain, "System", "LastRuntimeUpgrade", LastRuntimeUpgradeInfo.Codec);
        _enclaves = chain.Storage("Teerex", "SovereignEnclaves");
        _instances = new(chain, Bridge, "Instances", Scale.ShardId, Scale.AccountId, InstanceRecord.Codec);
        _epochKeys = new(chain, Bridge, "EpochKeys", Scale.ShardId, Scale.U32, EpochKeyRecord.Codec);
        _receipts = new(chain, Bridge, "LatestReceipts", Scale.ShardId, Scale.Hash256, ReceiptAnchor.Codec);
        _members = new(chain, Bridge, "Members", Scale.ShardId, Scale.AccountId, MemberRecord.Codec);
        _policyVersions = new(chain, Bridge, "PolicyVersions", Scale.ShardId, Scale.U32);
        _policies = new(chain, Bridge, "ShardPolicies", Scale.ShardId, Scale.U32, PolicyRecord.Codec);
        _collaterals = chain.Storage(Bridge, "Collaterals");
    }

    /// <summary>Where what is asked for lies.</summary>
    public ImmutableArray<StorageKey> Keys(AnchorQuery query) =>
    [
        Account(query), Upgrade, Member(query), PolicyVersion(query), Policy(query), Registration(query), Instance(query), EpochKey(query),
        Receipt(query), .. query.Collateral is { } hash ? [Collateral(hash)] : Array.Empty<StorageKey>(),
    ];

    /// <summary>Reads it from a block's proven state.</summary>
    /// <exception cref="RefusalException">The proof lacks some of it, or a value has another form.</exception>
    public ProvenAnchors Read(VerifiedState state, AnchorQuery query)
    {
        var newest = ReadValue(state, PolicyVersion(query), _policyVersions.Decode) ?? 0;
        return new ProvenAnchors(
            Read(state, Upgrade, _lastUpgrade.Decode)?.SpecVersion ?? throw new RefusalException(RefusalCode.SpecUnknown),
            ReadValue(state, Account(query), _accounts.Decode)?.Nonce ?? 0,
            Value(state, Registration(query)) is not null,
            Read(state, Member(query), _members.Decode),
            newest,
            // Which policy is next changes with every one; a proof that was made before that is no worse where nothing is new.
            newest == query.NextPolicy ? Read(state, Policy(query), _policies.Decode) : null,
            ReadValue(state, Instance(query), _instances.Decode),
            Read(state, EpochKey(query), _epochKeys.Decode),
            ReadValue(state, Receipt(query), _receipts.Decode),
            query.Collateral is { } hash && Has(state, Collateral(hash)) is { } known ? (hash, known) : null);
    }

    private StorageKey Upgrade => _lastUpgrade.Key;

    private StorageKey Account(AnchorQuery query) => _accounts.Key(query.Enclave);

    private StorageKey Registration(AnchorQuery query) => _enclaves.Key(Scale.AccountId.Encode(query.Enclave));

    private StorageKey Member(AnchorQuery query) => _members.Key(query.Shard, query.Enclave);

    private StorageKey PolicyVersion(AnchorQuery query) => _policyVersions.Key(query.Shard);

    private StorageKey Policy(AnchorQuery query) => _policies.Key(query.Shard, query.NextPolicy);

    private StorageKey Instance(AnchorQuery query) => _instances.Key(query.Shard, query.Enclave);

    private StorageKey EpochKey(AnchorQuery query) => _epochKeys.Key(query.Shard, query.Epoch);

    private StorageKey Receipt(AnchorQuery query) => _receipts.Key(query.Shard, Protocol.Receipt.SignerKey([query.Enclave]));

    private StorageKey Collateral(Hash256 hash) => _collaterals.Key(Scale.Hash256.Encode(hash));

    // Asked about for a while only: a proof made just before that is not refused for it.
    private static bool? Has(VerifiedState state, StorageKey key) => state.Read(key.Span).Kind switch
    {
        ProvenReadKind.Present => true,
        ProvenReadKind.Absent => false,
        _ => null,
    };

    private static ReadOnlyMemory<byte>? Value(VerifiedState state, StorageKey key)
    {
        var read = state.Read(key.Span);
        return read.Kind switch
        {
            ProvenReadKind.Present => read.Value,
            // Not a plain null, which would become an empty value.
            ProvenReadKind.Absent => new ReadOnlyMemory<byte>?(),
            _ => throw new RefusalException(RefusalCode.ProofIncomplete),
        };
    }

    private static T? Read<T>(VerifiedState state, StorageKey key, DecodeStored<T> decode)
        where T : class => Value(state, key) is { } value ? Decode(value, decode) : null;

    private static T? ReadValue<T>(VerifiedState state, StorageKey key, DecodeStored<T> decode)
        where T : struct => Value(state, key) is { } value ? Decode(value, decode) : null;

    private static T Decode<T>(ReadOnlyMemory<byte> value, DecodeStored<T> decode)
    {
        try
        {
            return decode(value.Span);
        }
        catch (ScaleException)
        {
            throw new RefusalException(RefusalCode.ChainLacksFeature);
        }
    }

    private delegate T DecodeStored<out T>(ReadOnlySpan<byte> stored);
}
