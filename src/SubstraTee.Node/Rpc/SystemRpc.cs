using SubstraTee.Codec;
using SubstraTee.Crypto;
using SubstraTee.JsonRpc;
using SubstraTee.Primitives;
using SubstraTee.Runtime;

namespace SubstraTee.Node;

/// <summary><c>system_*</c> and <c>chainSpec_v1_*</c>: what node and chain are called, and how they are.</summary>
internal sealed class SystemRpc(ChainQueries queries, TransactionPool pool, ChainSpec spec)
{
    private const int MaxExtrinsicBytes = 5 << 20;

    private readonly uint _startedAt = queries.Chain.Best.Number;

    private static string Version { get; } = typeof(SystemRpc).Assembly.GetName().Version?.ToString(3) ?? "0";

    public void AddTo(RpcMethodTable methods)
    {
        methods.Add("system_name", NodeJson.Default.String, _ => "substraTEE node");
        methods.Add("system_version", NodeJson.Default.String, _ => Version);
        methods.Add("system_chain", NodeJson.Default.String, _ => spec.Name);
        methods.Add("system_chainType", NodeJson.Default.String, _ => spec.ChainType);
        methods.Add("system_properties", NodeJson.Default.PropertiesJson, _ => Properties());
        methods.Add("system_health", NodeJson.Default.HealthJson, _ => new HealthJson(0, IsSyncing: false, ShouldHavePeers: false));
        methods.Add("system_nodeRoles", NodeJson.Default.IReadOnlyListString, _ => ["Authority"]);
        methods.Add("system_peers", NodeJson.Default.IReadOnlyListString, _ => []);
        methods.Add("system_localListenAddresses", NodeJson.Default.IReadOnlyListString, _ => []);
        methods.Add("system_syncState", NodeJson.Default.SyncStateJson, _ => SyncState());
        methods.Add("system_accountNextIndex", NodeJson.Default.UInt32, NextIndex);
        methods.AddHeavy("system_dryRun", NodeJson.Default.String, DryRun);
        methods.AddAlias("account_nextIndex", "system_accountNextIndex");
        methods.AddAlias("system_dryRunAt", "system_dryRun");

        methods.Add("chainSpec_v1_chainName", NodeJson.Default.String, _ => spec.Name);
        methods.Add("chainSpec_v1_genesisHash", NodeJson.Default.String, _ => queries.Chain.Genesis.Hash.ToString());
        methods.Add("chainSpec_v1_properties", NodeJson.Default.PropertiesJson, _ => Properties());
    }

    private PropertiesJson Properties() => new(spec.Ss58Prefix, spec.TokenDecimals, spec.TokenSymbol);

    private SyncStateJson SyncState() => new(_startedAt, queries.Chain.Best.Number, queries.Chain.Best.Number);

    /// <summary>The nonce for the account's next transaction, those in the pool counted.</summary>
    private uint NextIndex(RpcCall call)
    {
        var text = call.Params.String(0, "account");
        AccountId account;
        if (Bytes32.TryParse(text, out var bytes))
        {
            account = new AccountId(bytes);
        }
        else if (!Ss58.TryDecode(text, out account, out _))
        {
            throw RpcParams.Wrong(0, "account", "is no address");
        }

        var nonce = queries.Runtime.AccountNonce(queries.StateAfter(queries.Chain.Best), account);
        while (pool.IsProvided(new Tag(Scale.Tuple(Scale.AccountId, Scale.U32).Encode((account, nonce)))))
        {
            nonce++;
        }

        return nonce;
    }

    private string DryRun(RpcCall call)
    {
        var extrinsic = call.Params.Bytes(0, "extrinsic", MaxExtrinsicBytes);
        var (block, state) = queries.At(call, 1, "at");
        return Hex.Encode(queries.CallApi(block, state, "BlockBuilder_apply_extrinsic", extrinsic));
    }
}
