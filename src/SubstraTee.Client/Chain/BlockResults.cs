using System.Collections.Immutable;
using SubstraTee.Crypto;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;
using SubstraTee.Substrate;

namespace SubstraTee.Client;

/// <summary>What became of the extrinsics of a block, read once for all that ask.</summary>
internal sealed class BlockResults
{
    private const int MaxBlocks = 16;

    private readonly ChainClient _chain;
    private readonly Lazy<EventReader> _reader;
    private readonly Lock _gate = new();
    private readonly Queue<(Hash256 Block, Task<Content> Content)> _recent = new();

    public BlockResults(ChainClient chain)
    {
        _chain = chain;
        _reader = new Lazy<EventReader>(() => new EventReader(chain.Metadata));
    }

    /// <summary>What became of an extrinsic, by the proven events of the block that holds it.</summary>
    /// <exception cref="ClientException">The block does not hold it, or the proof does not hold.</exception>
    public async Task<TransactionResult> OfAsync(Hash256 extrinsic, Hash256 block, CancellationToken cancellationToken)
    {
        var content = await ContentAsync(block).WaitAsync(cancellationToken).ConfigureAwait(false);
        if (!content.Places.TryGetValue(extrinsic, out var index))
        {
            throw ClientErrors.BadAnswer("chain_getBlock", $"block {block} does not hold the transaction that it was said to hold");
        }

        var outcome = content.Outcomes.IsEmpty ? default : content.Outcomes[index];
        var error = outcome.Status switch
        {
            ExtrinsicStatus.Succeeded => null,
            ExtrinsicStatus.Failed => DispatchErrorText.Of(_chain.Metadata, outcome.Error!),
            _ => "the block's events say nothing of it",
        };
        return new TransactionResult(
            extrinsic,
            content.Block,
            (uint)index,
            error,
            [.. content.Events.Where(one => one.Phase.Kind == PhaseKind.ApplyExtrinsic && one.Phase.ExtrinsicIndex == index)])
        {
            EvidenceRefusal = outcome.Error is { } failed ? DispatchErrorText.RefusalOf(_chain.Metadata, failed) : null,
        };
    }

    private Task<Content> ContentAsync(Hash256 block)
    {
        lock (_gate)
        {
            foreach (var (known, content) in _recent)
            {
                if (known == block && !content.IsFaulted && !content.IsCanceled)
                {
                    return content;
                }
            }

            // Shared by all who ask, so no one's wish to stop ends it; the connection's own limit does.
            var reading = ReadAsync(block);
            _recent.Enqueue((block, reading));
            if (_recent.Count > MaxBlocks)
            {
                _recent.Dequeue();
            }

            return reading;
        }
    }

    private async Task<Content> ReadAsync(Hash256 block)
    {
        var answer = await _chain.Node.CallAsync("chain_getBlock", [block.ToString()], CancellationToken.None).ConfigureAwait(false);
        var content = JsonRead.Member(answer, "block", "chain_getBlock");
        var header = NodeRpc.CheckedHeader(JsonRead.Member(content, "header", "chain_getBlock"), block, "chain_getBlock");
        var extrinsics = JsonRead.BytesList(JsonRead.Member(content, "extrinsics", "chain_getBlock"), "chain_getBlock");
        var places = new Dictionary<Hash256, int>(extrinsics.Count);
        for (var i = 0; i < extrinsics.Count; i++)
        {
            places.TryAdd(Blake2b.Hash256(extrinsics[i]), i);
        }

        var key = _reader.Value.Storage.Prefix;
        var state = await ProvenReads.OpenAsync(_chain, header, block, [key], "System.Events", CancellationToken.None).ConfigureAwait(false);
        var bytes = state.Read(key.Span).Value;
        return new Content(
            new BlockRef(header.Number, block),
            places,
            bytes.IsEmpty ? [] : _reader.Value.Outcomes(bytes, extrinsics.Count),
            bytes.IsEmpty ? [] : _reader.Value.Read(bytes));
    }

    private sealed record Content(
        BlockRef Block, Dictionary<Hash256, int> Places, ImmutableArray<ExtrinsicOutcome> Outcomes, ImmutableArray<ChainEvent> Events);
}
