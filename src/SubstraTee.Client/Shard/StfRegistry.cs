using System.Collections.Immutable;
using SubstraTee.Codec;
using SubstraTee.Crypto;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;

namespace SubstraTee.Client;

/// <summary>Functions that shards load by hash: which ones the chain has, their code, and how one gets there.</summary>
/// <remarks>
/// Lists are the node's word. A function that is named by its STF hash is not: the hash covers what the record says of it,
/// and the record's code hash covers the code.
/// </remarks>
public static class StfRegistry
{
    private const int MaxFunctions = 65_536;

    /// <summary>All functions whose code is on the chain, as the node says.</summary>
    /// <exception cref="ClientException">The chain keeps none, or what the node answers cannot be used.</exception>
    public static async Task<ImmutableArray<StfRecord>> ListAsync(ChainClient chain, CancellationToken cancellationToken = default)
    {
        BridgeKeys.CheckFunctions(chain.Metadata);
        var keys = await chain.Node.KeysAsync(BridgeKeys.AllFunctions(), MaxFunctions, null, cancellationToken).ConfigureAwait(false);
        var records = ImmutableArray.CreateBuilder<StfRecord>(keys.Count);
        foreach (var key in keys)
        {
            var stf = new Hash256(key.Span[^Bytes32.Length..]);
            records.Add(await FindAsync(chain, stf, cancellationToken).ConfigureAwait(false)
                ?? throw ClientErrors.BadAnswer("state_getStorage", $"the node lists the function {stf} and then does not have it"));
        }

        return records.MoveToImmutable();
    }

    /// <summary>The function with an STF hash, or null. What it says of itself is covered by the hash.</summary>
    /// <exception cref="ClientException">The chain keeps no functions, or what the node answers cannot be used.</exception>
    public static async Task<StfRecord?> FindAsync(ChainClient chain, Hash256 stfHash, CancellationToken cancellationToken = default)
    {
        BridgeKeys.CheckFunctions(chain.Metadata);
        var stored = await chain.Node.StorageAsync(BridgeKeys.Function(stfHash), null, cancellationToken).ConfigureAwait(false);
        return stored is null ? null
            : StfRecord.Codec.TryDecode(stored, out var record, out _) && record.Identity.Hash == stfHash ? record
            : throw ClientErrors.BadAnswer("state_getStorage", $"what the node has for the function {stfHash} has another hash");
    }

    /// <summary>Whether a function is one that is loaded by hash: whether its code is on the chain.</summary>
    /// <exception cref="ClientException">What the node answers cannot be used.</exception>
    public static async Task<bool> IsLoadedAsync(ChainClient chain, Hash256 stfHash, CancellationToken cancellationToken = default) =>
        BridgeKeys.HasFunctions(chain.Metadata) && await FindAsync(chain, stfHash, cancellationToken).ConfigureAwait(false) is not null;

    /// <summary>The code of a function. It has the hash that the function's identity names.</summary>
    /// <exception cref="ClientException">The node does not have it, or has something else.</exception>
    public static async Task<byte[]> CodeAsync(ChainClient chain, StfIdentity identity, CancellationToken cancellationToken = default)
    {
        BridgeKeys.CheckFunctions(chain.Metadata);
        var stored = await chain.Node.StorageAsync(BridgeKeys.Code(identity.Hash), null, cancellationToken).ConfigureAwait(false)
            ?? throw ClientErrors.FunctionNotFound(identity.Hash);
        return StfCode.Codec.TryDecode(stored, out var code, out _) && Blake2b.Hash256(code.Code) == identity.CodeHash
            ? code.Code
            : throw ClientErrors.BadAnswer("state_getStorage", $"the code that the node has for the function {identity.Hash} has another hash");
    }

    /// <summary>Puts a function's code on the chain and waits until that is final.</summary>
    /// <param name="chain">The chain.</param>
    /// <param name="signer">Who signs and pays.</param>
    /// <param name="identity">What the function is; an identity that is not the code's helps nobody, since no enclave loads it.</param>
    /// <param name="code">The code.</param>
    /// <param name="cancellationToken">Ends the waiting; what was submitted may still be carried out.</param>
    /// <exception cref="ClientException">The chain did not take it.</exception>
    public static async Task<TransactionResult> UploadAsync(
        ChainClient chain, KeyPair signer, StfIdentity identity, byte[] code, CancellationToken cancellationToken = default)
    {
        var upload = BridgeCalls.Find(
            chain.Metadata,
            "upload_code",
            Scale.Tuple(StfIdentity.Codec, Scale.BytesOf(ProtocolLimits.MaxCodeBytes)),
            "the chain cannot hold functions that are loaded by hash");
        return await BridgeCalls.SubmitAsync(chain, signer, upload, (identity, code), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes sure that a shard runs the function that is expected, before anybody is asked to run anything.</summary>
    internal static async Task EnsureAsync(
        ChainClient chain, ShardId shard, Hash256 stfHash, Hash256 expected, CancellationToken cancellationToken)
    {
        if (expected == stfHash)
        {
            return;
        }

        var record = await FindAsync(chain, stfHash, cancellationToken).ConfigureAwait(false);
        if (record?.Identity.CodeHash != expected)
        {
            throw ClientErrors.OtherFunction(shard, expected, stfHash, record?.Identity);
        }
    }
}
