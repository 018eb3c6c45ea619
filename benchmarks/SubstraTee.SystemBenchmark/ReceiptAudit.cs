using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using SubstraTee.Client;
using SubstraTee.Codec;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;
using SubstraTee.Substrate;

namespace SubstraTee.SystemBenchmark;

/// <summary>Goes over the final blocks of a run afterwards: every call must be under an anchored receipt, and under one only.</summary>
internal sealed class ReceiptAudit
{
    private readonly ChainClient _chain;
    private readonly ShardId _shard;
    private readonly ExtrinsicV4 _extrinsics;
    private readonly EventReader _events;
    private readonly CallEncoder<(ShardId Shard, byte[] Envelope)> _invoke;
    private readonly CallEncoder<(Receipt Receipt, ImmutableArray<ReceiptSignature> Signatures)> _submit;
    private readonly HashSet<Hash256> _receipts = [];

    public ReceiptAudit(Network network)
    {
        _chain = network.Chain;
        _shard = network.Target.Shard;
        var metadata = _chain.Metadata;
        _extrinsics = new ExtrinsicV4(metadata);
        _events = new EventReader(metadata);
        _invoke = new(metadata, "EnclaveBridge", "invoke", Scale.Tuple(Scale.ShardId, Scale.Bytes));
        _submit = new(metadata, "EnclaveBridge", "submit_receipt", Scale.Tuple(Receipt.Codec, Scale.Vec(ReceiptSignature.Codec)));
    }

    /// <summary>The last block looked at.</summary>
    public uint Block { get; private set; }

    /// <summary>Calls in blocks so far.</summary>
    public int Calls { get; private set; }

    /// <summary>Leaves of anchored receipts so far.</summary>
    public int Leaves { get; private set; }

    /// <summary>Blocks that held calls.</summary>
    public int BlocksWithCalls { get; private set; }

    public int Receipts => _receipts.Count;

    /// <summary>For every block that anchored a receipt, how many leaves there were up to it.</summary>
    public List<(uint Block, int Leaves)> Anchors { get; } = [];

    /// <summary>True when the chain anchored the receipt in a block looked at.</summary>
    public bool Anchored(Hash256 receipt) => _receipts.Contains(receipt);

    /// <summary>Looks at all final blocks since the last time.</summary>
    public async Task FollowAsync(CancellationToken cancellationToken)
    {
        var head = (await CallAsync("chain_getFinalizedHead", cancellationToken)).GetString()!;
        var header = await CallAsync("chain_getHeader", cancellationToken, head);
        var last = uint.Parse(header.GetProperty("number").GetString().AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        for (var number = Block + 1; number <= last; number++)
        {
            var before = Leaves;
            await LookAsync(number, cancellationToken);
            if (Leaves > before)
            {
                Anchors.Add((number, Leaves));
            }
        }

        Block = last;
    }

    private async Task LookAsync(uint number, CancellationToken cancellationToken)
    {
        var hash = (await CallAsync("chain_getBlockHash", cancellationToken, number)).GetString()!;
        var block = await CallAsync("chain_getBlock", cancellationToken, hash);
        byte[][] extrinsics = [.. block.GetProperty("block").GetProperty("extrinsics").EnumerateArray().Select(one => Hex.Decode(one.GetString()!))];
        var stored = await CallAsync("state_getStorage", cancellationToken, _events.Storage.Prefix.ToString(), hash);
        var outcomes = _events.Outcomes(Hex.Decode(stored.GetString()!), extrinsics.Length);
        var calls = 0;
        for (var i = 0; i < extrinsics.Length; i++)
        {
            if (!_extrinsics.TryDecode(extrinsics[i], out var extrinsic, out _))
            {
                continue;
            }

            var isInvocation = _invoke.TryDecode(extrinsic.Call.Span, out var invoked) && invoked.Shard == _shard;
            var isReceipt = _submit.TryDecode(extrinsic.Call.Span, out var submitted) && submitted.Receipt.Shard == _shard;
            if ((isInvocation || isReceipt) && outcomes[i].Status != ExtrinsicStatus.Succeeded)
            {
                throw new InvalidOperationException($"extrinsic {i} of block {number} failed");
            }

            calls += isInvocation ? 1 : 0;
            if (isReceipt)
            {
                Take(submitted.Receipt, submitted.Signatures, number);
            }
        }

        Calls += calls;
        BlocksWithCalls += calls > 0 ? 1 : 0;
    }

    private void Take(Receipt receipt, ImmutableArray<ReceiptSignature> signatures, uint number)
    {
        if (!_receipts.Add(receipt.Hash) || !signatures.All(receipt.IsSignedBy))
        {
            throw new InvalidOperationException($"block {number} has a receipt that does not hold");
        }

        Leaves += (int)receipt.LeafCount;
        if (Leaves > Calls)
        {
            throw new InvalidOperationException($"up to block {number} there are {Calls} calls but {Leaves} leaves");
        }
    }

    private Task<JsonElement> CallAsync(string method, CancellationToken cancellationToken, params JsonNode?[] parameters) =>
        _chain.Rpc.CallAsync(method, parameters, cancellationToken);
}
