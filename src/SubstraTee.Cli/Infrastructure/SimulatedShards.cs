using SubstraTee.Client;
using SubstraTee.Crypto;
using SubstraTee.Primitives;

namespace SubstraTee.Cli;

/// <summary>Creates shards that admit an enclave without evidence: for development networks and demonstrations.</summary>
internal static class SimulatedShards
{
    /// <summary>Creates one and waits until that is final.</summary>
    /// <param name="chain">The chain.</param>
    /// <param name="creator">Who signs and pays.</param>
    /// <param name="enclave">The enclave's folder.</param>
    /// <param name="loaded">The function that it runs, when the enclave loads it; null for the one that the enclave has.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public static async Task<ShardId> CreateAsync(
        ChainClient chain, KeyPair creator, string enclave, Hash256? loaded, CancellationToken cancellationToken)
    {
        var description = await EnclaveDescription.AskAsync(enclave, cancellationToken).ConfigureAwait(false);
        var plan = new ShardPlan
        {
            StfHash = loaded ?? description.Compiled(enclave).Hash,
            Measurements = [description.ToMeasurement()],
            AllowSkippedAttestation = true,
        };
        var descriptor = await ShardCreator.DescribeAsync(chain, plan, cancellationToken).ConfigureAwait(false);
        return (await ShardCreator.CreateAsync(chain, creator, descriptor, cancellationToken).ConfigureAwait(false)).Shard;
    }
}
