using SubstraTee.Codec;
using SubstraTee.LightClient;
using SubstraTee.Primitives;
using SubstraTee.Substrate;

namespace SubstraTee.Client;

/// <summary>Finds where a receipt is anchored on chain, and proves it.</summary>
/// <remarks>
/// As a rule it is the newest of its signers. When they have submitted further ones since, the block that holds it is
/// looked for in the events between, and proved by that block's state.
/// </remarks>
internal sealed class AnchorFinder
{
    private const uint MaxBlocksBack = 1024;

    private readonly ShardContext _shard;
    private readonly Dictionary<Hash256, uint> _blocks = [];
    private uint _scannedFrom;
    private uint _scannedTo;
    private uint _newestPolicy;

    public AnchorFinder(ShardContext shard) => _shard = shard;

    /// <summary>The proof of a receipt's anchor; null while it is not final on chain.</summary>
    public async Task<(ReceiptAnchorProof Anchor, ReceiptVerdict Verdict)?> FindAsync(
        ServedReceipt served, ProvenBlock head, CancellationToken cancellationToken)
    {
        var signatures = ReceiptVerifier.CheckSignatures(served, _shard.Descriptor, _shard.Id);
        if (signatures is not null)
        {
            return (new ReceiptAnchorProof([], default, [], default), signatures);
        }

        var proven = await ReadAsync(served, head.Block, null, cancellationToken).ConfigureAwait(false);
        if (ReceiptVerifier.AnchorOf(served, _shard.Id, proven.State.State) is not { } newest
            || newest.LastBlock.Number < served.Receipt.LastBlock.Number)
        {
            return null;
        }

        if (newest.ReceiptHash == served.Receipt.Hash)
        {
            var anchor = new ReceiptAnchorProof([head.Block.Header], head.Justification, proven.Proof, default) { Changes = head.Changes };
            return (anchor, Check(served, default, head.Block, proven));
        }

        return await FromEventsAsync(served, head, cancellationToken).ConfigureAwait(false);
    }

    private async Task<(ReceiptAnchorProof Anchor, ReceiptVerdict Verdict)> FromEventsAsync(
        ServedReceipt served, ProvenBlock head, CancellationToken cancellationToken)
    {
        await ScanAsync(served.Receipt.LastBlock.Number + 1, head.Block, cancellationToken).ConfigureAwait(false);
        if (!_blocks.TryGetValue(served.Receipt.Hash, out var number))
        {
            throw ClientErrors.AnchorMissing(
                $"blocks {_scannedFrom} to {_scannedTo} do not have it, though its signers have submitted later ones");
        }

        var blocks = await _shard.Finality.BackToAsync(number, head.Block, cancellationToken).ConfigureAwait(false);
        var events = new EventReader(_shard.Chain.Metadata).Storage.Prefix;
        var proven = await ReadAsync(served, blocks[0], events, cancellationToken).ConfigureAwait(false);
        var anchor = new ReceiptAnchorProof(
            [.. blocks.Select(block => block.Header)], head.Justification, proven.Proof, _shard.Chain.MetadataBytes)
        {
            Changes = head.Changes,
        };
        return (anchor, Check(served, anchor.Metadata, blocks[0], proven));
    }

    /// <summary>Reads what a receipt's check needs; which records of policies these are, a first look tells.</summary>
    private async Task<ProvenState> ReadAsync(
        ServedReceipt served, FinalizedHeader block, StorageKey? further, CancellationToken cancellationToken)
    {
        while (true)
        {
            var known = _newestPolicy;
            var keys = ReceiptVerifier.KeysOf(served, _shard.Id, known);
            var proven = await _shard.Finality.ReadAsync(
                block, further is { } one ? [one, .. keys] : keys, "the receipt's anchor", cancellationToken).ConfigureAwait(false);
            if (PolicyView.NewestOf(proven.State.State, _shard.Id) is not { } newest || newest == known)
            {
                return proven;
            }

            _newestPolicy = newest;
        }
    }

    private ReceiptVerdict Check(ServedReceipt served, ReadOnlyMemory<byte> metadata, FinalizedHeader block, ProvenState proven) =>
        ReceiptVerifier.CheckState(served, metadata, _shard.Descriptor, _shard.Id, block, proven.State.State);

    /// <summary>Notes in which blocks receipts were submitted: a hint, proved afterwards.</summary>
    private async Task ScanAsync(uint from, FinalizedHeader head, CancellationToken cancellationToken)
    {
        if (_blocks.Count == 0 || from < _scannedFrom)
        {
            (_scannedFrom, _scannedTo) = (from, from - 1);
        }

        if (head.Number - _scannedFrom > MaxBlocksBack)
        {
            _scannedFrom = head.Number - MaxBlocksBack;
            _scannedTo = Math.Max(_scannedTo, _scannedFrom - 1);
        }

        var chain = _shard.Chain;
        var reader = new EventReader(chain.Metadata);
        for (; _scannedTo < head.Number; _scannedTo++)
        {
            var block = await chain.Node.BlockHashAsync(_scannedTo + 1, cancellationToken).ConfigureAwait(false);
            var events = await chain.Node.StorageAsync(reader.Storage.Prefix, block, cancellationToken).ConfigureAwait(false);
            foreach (var submitted in Read(events))
            {
                _blocks.TryAdd(submitted.ReceiptHash, _scannedTo + 1);
            }
        }

        List<ReceiptSubmitted> Read(byte[]? events)
        {
            try
            {
                return events is null ? [] : ReceiptEvents.Of(chain.Metadata, reader, events);
            }
            catch (ScaleException refused)
            {
                throw ClientErrors.BadAnswer("state_getStorage", $"the events do not decode: {refused.Message}");
            }
        }
    }
}
