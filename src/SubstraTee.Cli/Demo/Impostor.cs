using System.Collections.Immutable;
using System.Security.Cryptography;
using SubstraTee.Attestation;
using SubstraTee.Client;
using SubstraTee.Codec;
using SubstraTee.Crypto;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;
using SubstraTee.Substrate;

namespace SubstraTee.Cli;

/// <summary>An operator who does not ask an enclave: submits evidence to the registry by hand, for an account of his own.</summary>
internal sealed class Impostor(ChainClient chain, KeyPair account, HardwareSimulator hardware, string machines, byte[] folder)
{
    private const string Bridge = "EnclaveBridge";

    private readonly CallEncoder<(ShardId, MemberEvidence, byte[]?)> _register = new(
        chain.Metadata, Bridge, "register_member", Scale.Tuple(Scale.ShardId, MemberEvidence.Codec, Scale.OptionRef(Scale.Bytes)));

    private readonly CallEncoder<byte[]> _collateral = new(chain.Metadata, Bridge, "register_collateral", Scale.Bytes);

    /// <summary>Has a machine vouch for the account, and submits that.</summary>
    /// <returns>Why the registry refused.</returns>
    /// <exception cref="DemoFailure">It did not.</exception>
    public async Task<RefusalReason> MintAsync(
        ShardId shard, EvidenceKind kind, ImmutableArray<string> faults, CancellationToken cancellationToken)
    {
        var head = await chain.HeadAsync(finalized: true, cancellationToken).ConfigureAwait(false);
        var instance = new InstanceId(new Bytes32(RandomNumberGenerator.GetBytes(Bytes32.Length)));
        var binding = new EvidenceBinding(
            EvidencePurpose.Serve, chain.GenesisHash, shard, default, instance, new BlockRef(head.Number, head.Hash()));
        var machine = Path.Combine(machines, string.Join(string.Empty, [kind.Text(), .. faults]));
        var minted = await hardware.QuoteAsync(
            kind, machine, folder, binding.ReportData(account.AccountId), faults, cancellationToken).ConfigureAwait(false);
        Hash256? collateral = minted.Bundle.Length == 0 ? null : CollateralBundle.HashOf(minted.Bundle);
        if (collateral is not null)
        {
            var registered = await SubmitAsync(_collateral.Encode(minted.Bundle), cancellationToken).ConfigureAwait(false);
            if (registered.Error is not null)
            {
                return registered.EvidenceRefusal ?? throw new DemoFailure($"collateral was not judged: {registered.Error}");
            }
        }

        return await SubmitAsync(shard, new MemberEvidence(kind, minted.Evidence, collateral, binding), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Submits evidence, whosever it is.</summary>
    /// <returns>Why the registry refused.</returns>
    /// <exception cref="DemoFailure">It did not.</exception>
    public async Task<RefusalReason> SubmitAsync(ShardId shard, MemberEvidence evidence, CancellationToken cancellationToken)
    {
        var result = await SubmitAsync(_register.Encode((shard, evidence, null)), cancellationToken).ConfigureAwait(false);
        return result.EvidenceRefusal
            ?? throw new DemoFailure(result.Error is { } error ? $"the evidence was not judged: {error}" : "the registry took the evidence");
    }

    private Task<TransactionResult> SubmitAsync(byte[] call, CancellationToken cancellationToken) =>
        chain.Transactions.SubmitAsync(account, call, TransactionStage.Finalized, cancellationToken);
}
