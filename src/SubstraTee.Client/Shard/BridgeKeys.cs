using SubstraTee.Codec;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;
using SubstraTee.Substrate;

namespace SubstraTee.Client;

/// <summary>Where the entries of docs/protocol.md, section 7, lie in the state.</summary>
/// <remarks>
/// Names and hashers are fixed by the protocol, so that receipts can be checked without the chain's metadata. A chain with
/// another form of them is noticed when a shard is opened.
/// </remarks>
internal static class BridgeKeys
{
    public const string Bridge = "EnclaveBridge";
    public const string Registry = "Teerex";

    public static StorageKey Descriptor(ShardId shard) => Of("ShardDescriptors", shard);

    public static StorageKey AllDescriptors() => StorageKey.Prefix(Bridge, "ShardDescriptors");

    public static StorageKey CurrentEpoch(ShardId shard) => Of("CurrentEpoch", shard);

    public static StorageKey ShardHead(ShardId shard) => Of("ShardHeads", shard);

    public static StorageKey EpochKey(ShardId shard, uint epoch) =>
        Of("EpochKeys", shard).Append(StorageHasher.Twox64Concat, Scale.U32.Encode(epoch));

    public static StorageKey Instances(ShardId shard) => Of("Instances", shard);

    public static StorageKey Instance(ShardId shard, AccountId enclave) =>
        Instances(shard).Append(StorageHasher.Blake2_128Concat, enclave.ToArray());

    public static StorageKey LatestReceipt(ShardId shard, Hash256 signers) =>
        Of("LatestReceipts", shard).Append(StorageHasher.Blake2_128Concat, signers.ToArray());

    public static StorageKey Registration(AccountId enclave) =>
        StorageKey.Map(Registry, "SovereignEnclaves", (StorageHasher.Blake2_128Concat, enclave.ToArray()));

    public static StorageKey Members(ShardId shard) => Of("Members", shard);

    public static StorageKey Member(ShardId shard, AccountId enclave) =>
        Members(shard).Append(StorageHasher.Blake2_128Concat, enclave.ToArray());

    public static StorageKey Collateral(Hash256 bundle) =>
        StorageKey.Map(Bridge, "Collaterals", (StorageHasher.Blake2_128Concat, bundle.ToArray()));

    public static StorageKey PolicyVersion(ShardId shard) => Of("PolicyVersions", shard);

    public static StorageKey Policy(ShardId shard, uint version) =>
        Of("ShardPolicies", shard).Append(StorageHasher.Twox64Concat, Scale.U32.Encode(version));

    public static StorageKey Frozen(ShardId shard) => Of("FrozenShards", shard);

    public static StorageKey Now() => StorageKey.Prefix("Timestamp", "Now");

    /// <summary>The account at the end of a key of <see cref="Instance"/>.</summary>
    public static AccountId AccountOf(ReadOnlySpan<byte> instanceKey) => new(instanceKey[^Bytes32.Length..]);

    /// <summary>Notices a chain that lacks the entries or has them in another form.</summary>
    /// <exception cref="ClientException">It does.</exception>
    public static void Check(ChainMetadata chain)
    {
        try
        {
            _ = new StorageMap<ShardId, byte[]>(chain, Bridge, "ShardDescriptors", Scale.ShardId, Scale.Bytes);
            _ = new StorageMap<ShardId, uint>(chain, Bridge, "CurrentEpoch", Scale.ShardId, Scale.U32);
            _ = new StorageMap<ShardId, ReceiptAnchor>(chain, Bridge, "ShardHeads", Scale.ShardId, ReceiptAnchor.Codec);
            _ = new StorageDoubleMap<ShardId, uint, EpochKeyRecord>(
                chain, Bridge, "EpochKeys", Scale.ShardId, Scale.U32, EpochKeyRecord.Codec);
            _ = new StorageDoubleMap<ShardId, AccountId, InstanceRecord>(
                chain, Bridge, "Instances", Scale.ShardId, Scale.AccountId, InstanceRecord.Codec);
            _ = new StorageDoubleMap<ShardId, Hash256, ReceiptAnchor>(
                chain, Bridge, "LatestReceipts", Scale.ShardId, Scale.Hash256, ReceiptAnchor.Codec);
            _ = new StorageDoubleMap<ShardId, AccountId, MemberRecord>(
                chain, Bridge, "Members", Scale.ShardId, Scale.AccountId, MemberRecord.Codec);
            _ = new StorageMap<Hash256, CollateralRecord>(chain, Bridge, "Collaterals", Scale.Hash256, CollateralRecord.Codec);
            _ = new StorageMap<ShardId, uint>(chain, Bridge, "PolicyVersions", Scale.ShardId, Scale.U32);
            _ = new StorageDoubleMap<ShardId, uint, PolicyRecord>(
                chain, Bridge, "ShardPolicies", Scale.ShardId, Scale.U32, PolicyRecord.Codec);
            _ = new StorageMap<ShardId, bool>(chain, Bridge, "FrozenShards", Scale.ShardId, Scale.Bool);
            _ = new StorageMap<AccountId, MultiEnclave>(chain, Registry, "SovereignEnclaves", Scale.AccountId, MultiEnclave.Codec);
        }
        catch (ChainLacksException lacking)
        {
            throw ClientErrors.ChainLacks("the chain cannot hold shards", lacking.Message);
        }
    }

    public static StorageKey Function(Hash256 stf) => OfHash("StfFunctions", stf);

    public static StorageKey AllFunctions() => StorageKey.Prefix(Bridge, "StfFunctions");

    public static StorageKey Code(Hash256 stf) => OfHash("StfCodes", stf);

    /// <summary>Whether the chain keeps functions that are loaded by hash.</summary>
    public static bool HasFunctions(ChainMetadata chain)
    {
        try
        {
            CheckFunctions(chain);
            return true;
        }
        catch (ClientException)
        {
            return false;
        }
    }

    /// <summary>Notices a chain that keeps no code, or keeps it in another form.</summary>
    /// <exception cref="ClientException">It does.</exception>
    public static void CheckFunctions(ChainMetadata chain)
    {
        try
        {
            _ = new StorageMap<Hash256, StfRecord>(chain, Bridge, "StfFunctions", Scale.Hash256, StfRecord.Codec);
            _ = new StorageMap<Hash256, StfCode>(chain, Bridge, "StfCodes", Scale.Hash256, StfCode.Codec);
        }
        catch (ChainLacksException lacking)
        {
            throw ClientErrors.ChainLacks("the chain cannot hold functions that are loaded by hash", lacking.Message);
        }
    }

    private static StorageKey OfHash(string item, Hash256 hash) =>
        StorageKey.Map(Bridge, item, (StorageHasher.Blake2_128Concat, hash.ToArray()));

    private static StorageKey Of(string item, ShardId shard) =>
        StorageKey.Map(Bridge, item, (StorageHasher.Blake2_128Concat, shard.ToArray()));
}
