using System.Collections.Immutable;
using SubstraTee.Crypto;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;

namespace SubstraTee.Enclave;

/// <summary>Gathers leaves into receipts and follows which of them are final on chain.</summary>
/// <remarks>
/// While an enclave replays the chain, its receipts already exist there; it then takes their bounds and checks their
/// bytes instead of making new ones. New ones are made only once its own instance is proven, since no older one of
/// its extrinsics can follow after that.
/// </remarks>
internal sealed class ReceiptLedger(ShardContext context, KeyPair signingKey, SecretBytes commitmentKey)
{
    // A receipt must reach the chain while that knows its last block, so bounds older than this never turn up.
    private const uint RecentBlocks = 4096;

    private readonly Dictionary<uint, Hash256> _recent = [];
    private ReceiptProgress _progress = new(default, null, default, default, [], []);

    /// <summary>What is sealed with the state.</summary>
    public ReceiptProgress Progress => _progress;

    /// <summary>Receipts that are not final on chain, oldest first.</summary>
    public ImmutableArray<PendingReceipt> Pending => _progress.Pending;

    /// <summary>True once a receipt was met on chain that the sealed state did not know.</summary>
    public bool MetUnknownReceipt { get; private set; }

    /// <summary>Starts at the checkpoint.</summary>
    public void Start(BlockRef checkpoint, Hash256 stateRoot) => _progress = new ReceiptProgress(
        checkpoint, null, CommitmentAt(checkpoint.Number, stateRoot), default, [], []);

    /// <summary>Goes on from what was sealed, or back to it after a refused import.</summary>
    public void Restore(ReceiptProgress progress) => _progress = progress;

    /// <summary>Takes note of an imported block.</summary>
    public void Follow(BlockRef block)
    {
        _recent[block.Number] = block.Hash;
        _recent.Remove(block.Number - RecentBlocks);
        if (block.Number == _progress.Covered.Number + 1)
        {
            _progress = _progress with { First = block };
        }
    }

    /// <summary>Adds the leaves of a block.</summary>
    public void Add(OpenBlock block) => _progress = _progress with { Open = _progress.Open.Add(block) };

    /// <summary>Takes note of a receipt of this enclave that a proven block holds.</summary>
    /// <returns>The receipt for the worker to serve, when it had to be made again; false when it contradicts the history.</returns>
    public bool TryConfirm(Receipt onChain, out EnclaveEffect.PublishReceipt? restored)
    {
        restored = null;
        if (_progress.Pending is [var oldest, ..] && oldest.Receipt == onChain)
        {
            _progress = _progress with { Pending = _progress.Pending.RemoveAt(0), ConfirmedHash = onChain.Hash };
            return true;
        }

        if (!_progress.Pending.IsEmpty || _progress.Open.IsEmpty)
        {
            return false;
        }

        var before = _progress;
        var again = Close(onChain.LastBlock);
        if (again is null || again.Receipt != onChain)
        {
            _progress = before;
            return false;
        }

        MetUnknownReceipt = true;
        restored = again;
        _progress = _progress with { Pending = [], ConfirmedHash = onChain.Hash };
        return true;
    }

    /// <summary>Makes a receipt over all open leaves up to a block; null when there are none.</summary>
    public EnclaveEffect.PublishReceipt? Close(BlockRef last)
    {
        var covered = _progress.Open.Where(block => block.Block.Number <= last.Number).ToImmutableArray();
        if (covered.IsEmpty || _progress.First is not { } first)
        {
            return null;
        }

        ImmutableArray<PublishedLeaf> leaves = [.. covered.SelectMany(block => block.Leaves)];
        var receipt = new Receipt(
            Receipt.CurrentVersion,
            context.Shard,
            context.Epoch.Epoch,
            first,
            last,
            _progress.Commitment,
            CommitmentAt(last.Number, covered[^1].StateRoot),
            (uint)leaves.Length,
            MerkleTree.Root(Leaf.HashesOf(leaves)));
        var signature = new ReceiptSignature(
            signingKey.AccountId, signingKey.Sign(receipt.SigningPayload()).Bytes.ToArray());
        _progress = _progress with
        {
            Covered = last,
            First = _recent.TryGetValue(last.Number + 1, out var next) ? new BlockRef(last.Number + 1, next) : null,
            Commitment = receipt.CommitmentAfter,
            Open = _progress.Open.RemoveRange(0, covered.Length),
            Pending = _progress.Pending.Add(new PendingReceipt(receipt, signature)),
        };
        return new EnclaveEffect.PublishReceipt(receipt, signature, leaves);
    }

    private Hash256 CommitmentAt(uint block, Hash256 stateRoot) =>
        Commitment.Of(commitmentKey, context.Shard, block, stateRoot);
}
