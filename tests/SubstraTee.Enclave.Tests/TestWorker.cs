using System.Collections.Immutable;
using SubstraTee.Attestation;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;
using SubstraTee.Stf.Counter;

namespace SubstraTee.Enclave.Tests;

/// <summary>An honest worker in memory around the real enclave; a test may take its disk, its inputs or its life.</summary>
internal sealed class TestWorker : IDisposable
{
    private readonly TestShard _shard;
    private readonly EnclaveMachine _machine;
    private readonly Func<EnclaveInput, IReadOnlyList<EnclaveEffect>> _enclave;
    private readonly Dictionary<string, MemoryStream> _unfinished = new(StringComparer.Ordinal);
    private readonly Queue<EnclaveEffect> _open = [];
    private EnclaveStatus? _status;
    private byte[]? _bundle;

    /// <summary>A worker on a disk.</summary>
    /// <param name="shard">The shard.</param>
    /// <param name="platform">What the enclave runs on.</param>
    /// <param name="disk">What is on the disk.</param>
    /// <param name="around">What stands between worker and enclave; nothing by default.</param>
    public TestWorker(
        TestShard shard,
        TestPlatform? platform = null,
        Dictionary<string, byte[]>? disk = null,
        Func<EnclaveMachine, Func<EnclaveInput, IReadOnlyList<EnclaveEffect>>>? around = null)
    {
        _shard = shard;
        Disk = disk ?? new Dictionary<string, byte[]>(StringComparer.Ordinal);
        // Every start draws other random numbers, as every start of a machine does.
        Platform = platform ?? new TestPlatform(seed: 1 + (ulong)Disk.Values.Sum(blob => blob.Length));
        _machine = new EnclaveMachine(Platform, new CounterStf());
        _enclave = around?.Invoke(_machine) ?? _machine.Handle;
    }

    public TestPlatform Platform { get; }

    public Dictionary<string, byte[]> Disk { get; }

    public EnclaveStatus Status => _status ?? throw new InvalidOperationException("no status yet");

    public ImmutableArray<byte[]> WantedKeys { get; private set; } = [];

    public List<EnclaveEffect.PublishReceipt> Receipts { get; } = [];

    /// <summary>What the enclave asked for, in order.</summary>
    public List<EnclaveEffect> Questions { get; } = [];

    /// <summary>What its extrinsics were for, in order.</summary>
    public List<ExtrinsicPurpose> Sent { get; } = [];

    /// <summary>Why answers were refused, in order.</summary>
    public List<RefusalCode> RefusedAnswers { get; } = [];

    /// <summary>Why evidence was refused, in order.</summary>
    public List<RefusalReason> RefusedEvidence { get; } = [];

    /// <summary>What the host does with a question; by default it answers.</summary>
    public Func<EnclaveEffect, EnclaveInput?>? Host { get; set; }

    /// <summary>Whether the host keeps extrinsics from the chain.</summary>
    public bool Swallow { get; set; }

    /// <summary>Effects to carry out before the worker is killed; null = it lives.</summary>
    public int? EffectsUntilKilled { get; set; }

    public void Dispose() => _machine.Dispose();

    /// <summary>Boots with what is on the disk; gives the refusal, if any.</summary>
    public RefusalCode? Boot(byte[]? descriptor = null, byte[]? metadata = null, string? url = null)
    {
        ImmutableArray<BlobInfo> blobs =
            [.. Disk.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => new BlobInfo(one.Key, (ulong)one.Value.Length))];
        return Handle(new EnclaveInput.Boot(
                descriptor ?? ShardDescriptor.Codec.Encode(_shard.Descriptor), metadata ?? _shard.Chain.Metadata, blobs, url is null ? null : System.Text.Encoding.ASCII.GetBytes(url)))
            ?? blobs.Where(blob => blob.Length > 0)
                .Select(blob => Handle(new EnclaveInput.BootBlob(blob.Name, 0, Disk[blob.Name])))
                .FirstOrDefault(refused => refused is not null)
            ?? Handle(new EnclaveInput.BootEnd());
    }

    /// <summary>Hands in all finalized blocks that the enclave lacks, some at a time.</summary>
    public RefusalCode? CatchUp(uint atOnce = 64)
    {
        while (Status.Finalized.Number < _shard.Chain.Height)
        {
            var first = Status.Finalized.Number + 1;
            var before = Status.Finalized;
            if (Handle(_shard.Chain.Import(first, Math.Min(first + atOnce - 1, _shard.Chain.Height), WantedKeys)) is { } refused)
            {
                return refused;
            }

            if (Status.State == EnclaveState.Halted || Status.Finalized == before)
            {
                return Status.Reason;
            }
        }

        return null;
    }

    /// <summary>Funds, joins and serves.</summary>
    public TestWorker Serve()
    {
        Assert.Null(Boot());
        _shard.Chain.Fund(Status.Account);
        return Settle();
    }

    /// <summary>Makes and imports blocks.</summary>
    public TestWorker Advance(int blocks)
    {
        for (var i = 0; i < blocks; i++)
        {
            _shard.Chain.MakeBlock();
            Assert.Null(CatchUp());
            Handle(new EnclaveInput.Tick());
        }

        return this;
    }

    /// <summary>Makes and imports blocks until nothing more comes of it.</summary>
    public TestWorker Settle()
    {
        Advance(8);
        Assert.Equal(EnclaveState.Serving, Status.State);
        Assert.Equal(0u, Status.PendingReceipts);
        return this;
    }

    public (byte[]? Answer, RefusalCode? Refusal) Query(byte[] envelope)
    {
        var query = new EnclaveInput.Query(envelope);
        var effects = _enclave(query);
        return (effects.OfType<EnclaveEffect.Answer>().FirstOrDefault()?.Bytes, CarryOut(effects, out _, query));
    }

    public RefusalCode? Handle(EnclaveInput input)
    {
        var refused = CarryOut(_enclave(input), out var provesHead, input);
        while (_open.TryDequeue(out var question))
        {
            Questions.Add(question);
            if ((Host ?? Answer)(question) is { } answer && Handle(answer) is { } why)
            {
                RefusedAnswers.Add(why);
            }
        }

        return provesHead && refused is null ? Handle(new EnclaveInput.ProveHead(_shard.Chain.Input(Status.Finalized.Number, WantedKeys))) : refused;
    }

    /// <summary>What an honest host answers.</summary>
    public EnclaveInput Answer(EnclaveEffect question)
    {
        if (question is EnclaveEffect.WantEvidence wanted)
        {
            var (evidence, bundle) = Platform.Quote(wanted.ReportData, TestParentchain.TimeOf(_shard.Chain.Height));
            // Signatures are random: as a vendor's, collateral stays the same while it counts.
            _bundle = Platform.Evidence == EvidenceKind.Ias || _bundle is null ? bundle : _bundle;
            return new EnclaveInput.Evidence(wanted.ReportData, Platform.Evidence!.Value, evidence);
        }

        _bundle ??= Platform.Quote(new byte[64], TestParentchain.TimeOf(_shard.Chain.Height)).Bundle;
        return new EnclaveInput.Collateral(_bundle);
    }

    /// <summary>The outcome of a request as its caller reads it, with the receipt that proves it.</summary>
    public (OutcomeStatus Status, Receipt Receipt) OutcomeOf(SealedRequest request)
    {
        foreach (var published in Receipts)
        {
            for (var i = 0; i < published.Leaves.Length; i++)
            {
                var leaf = published.Leaves[i];
                if (leaf.Leaf.CiphertextHash != request.Hash)
                {
                    continue;
                }

                ImmutableArray<Hash256> hashes = [.. published.Leaves.Select(one => one.Leaf.Hash)];
                Assert.True(published.Receipt.IsSignedBy(published.Signature));
                Assert.True(MerkleTree.Verify(
                    published.Receipt.LeavesRoot, leaf.Leaf.Hash, (uint)i, published.Receipt.LeafCount, MerkleTree.Path(hashes, i)));
                using var keys = OutcomeKeys.Derive(request.OutcomeSecret, _shard.Id, leaf.Leaf.Position);
                Assert.True(keys.TryOpen(leaf.SealedOutcome, leaf.Leaf, out var outcome));
                return (outcome.Status, published.Receipt);
            }
        }

        throw new InvalidOperationException("no receipt holds the request");
    }

    private RefusalCode? CarryOut(IReadOnlyList<EnclaveEffect> effects, out bool provesHead, EnclaveInput input)
    {
        RefusalCode? refused = null;
        provesHead = false;
        foreach (var effect in effects)
        {
            if (EffectsUntilKilled-- <= 0)
            {
                throw new KilledException();
            }

            switch (effect)
            {
                case EnclaveEffect.Persist part:
                    Persist(part);
                    break;
                case EnclaveEffect.Delete delete:
                    Disk.Remove(delete.Name);
                    break;
                case EnclaveEffect.WantEvidence or EnclaveEffect.WantCollateral:
                    _open.Enqueue(effect);
                    break;
                case EnclaveEffect.EvidenceRefused why:
                    RefusedEvidence.Add((RefusalReason)why.Reason);
                    break;
                case EnclaveEffect.SubmitExtrinsic extrinsic:
                    Sent.Add(extrinsic.Purpose);
                    if (!Swallow)
                    {
                        _shard.Chain.Submit(extrinsic.Extrinsic);
                    }

                    break;
                case EnclaveEffect.PublishReceipt receipt:
                    Receipts.Add(receipt);
                    break;
                case EnclaveEffect.WantKeys wanted:
                    WantedKeys = wanted.Keys;
                    provesHead = input is not (EnclaveInput.ImportBlocks or EnclaveInput.BootEnd);
                    break;
                case EnclaveEffect.Status status:
                    _status = status.Now;
                    break;
                case EnclaveEffect.Refused refusal:
                    refused = refusal.Code;
                    break;
                default:
                    break;
            }
        }

        return refused;
    }

    private void Persist(EnclaveEffect.Persist part)
    {
        if (!_unfinished.TryGetValue(part.Name, out var blob))
        {
            _unfinished[part.Name] = blob = new MemoryStream();
        }

        Assert.Equal((long)part.Offset, blob.Length);
        blob.Write(part.Bytes);
        if (part.Last)
        {
            Disk[part.Name] = blob.ToArray();
            _unfinished.Remove(part.Name);
        }
    }
}

/// <summary>The worker was killed between two effects.</summary>
internal sealed class KilledException : Exception;
