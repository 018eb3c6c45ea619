using System.Collections.Immutable;
using SubstraTee.Codec;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;
using SubstraTee.Trie;

namespace SubstraTee.Enclave;

/// <summary>Writes a shard's state as sealed logs and snapshots, and restores it from them.</summary>
/// <remarks>
/// docs/protocol.md, section 5. Every import that changed something becomes one log blob; when the logs outweigh the last
/// snapshot a new one is taken and they are deleted, so that cost follows what changed.
/// </remarks>
internal sealed class ShardStore(BlobSealer sealer, IEnclavePlatform platform, Entropy entropy, uint epoch, InstanceId instance)
{
    private const long MinLogBytesBeforeSnapshot = 1 << 20;

    private readonly List<string> _logs = [];
    private string? _snapshot;
    private long _snapshotBytes;
    private long _logBytes;
    private ulong _sequence;
    private Hash256 _previous;

    /// <summary>Name of the identity blob.</summary>
    public const string IdentityName = "identity";

    private static string SnapshotName(ulong sequence) => $"snapshot-{sequence:x16}";

    private static string LogName(ulong sequence) => $"log-{sequence:x16}";

    /// <summary>Cuts a blob into the effects that store it.</summary>
    public static IEnumerable<EnclaveEffect> Persist(string name, ReadOnlyMemory<byte> bytes)
    {
        for (var at = 0; at < bytes.Length; at += ProtocolLimits.MaxBlobChunkBytes)
        {
            var part = bytes.Slice(at, Math.Min(ProtocolLimits.MaxBlobChunkBytes, bytes.Length - at));
            yield return new EnclaveEffect.Persist(name, (ulong)at, part.ToArray(), at + part.Length == bytes.Length);
        }
    }

    /// <summary>Seals what an import changed, and a snapshot when one is due.</summary>
    public List<EnclaveEffect> Append(ShardProgress progress, BlockRef first, ImmutableArray<StateChange> changes, StateTrie state)
    {
        var effects = new List<EnclaveEffect>();
        var log = sealer.Seal(
            Header(SealedKind.Log, _sequence + 1, first, progress.Head), LogBody.Codec.Encode(new LogBody(progress, changes)));
        _sequence++;
        _previous = log.Hash;
        _logs.Add(LogName(_sequence));
        _logBytes += log.Bytes.Length;
        effects.AddRange(Persist(_logs[^1], log.Bytes));
        if (_logBytes > Math.Max(MinLogBytesBeforeSnapshot, _snapshotBytes))
        {
            TakeSnapshot(progress, state, effects);
        }

        return effects;
    }

    /// <summary>Restores the newest snapshot and the logs after it; null when there is neither.</summary>
    /// <exception cref="SealException">A blob is foreign, cut short or changed, or they are not one history.</exception>
    public (ShardProgress Progress, StateTrie State)? Restore(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> blobs)
    {
        var snapshots = Sequences(blobs, "snapshot-");
        var logs = Sequences(blobs, "log-");
        if (snapshots.Count == 0 && logs.Count == 0)
        {
            return null;
        }

        var state = new StateTrie();
        ShardProgress? progress = null;
        if (snapshots.Count > 0)
        {
            _sequence = snapshots.Max;
            _snapshot = SnapshotName(_sequence);
            progress = RestoreSnapshot(blobs[_snapshot], state);
        }

        foreach (var sequence in logs.Where(sequence => sequence > _sequence || progress is null))
        {
            progress = RestoreLog(blobs[LogName(sequence)], sequence, state, progress);
        }

        if (state.Root(StateVersion.V1) != progress!.StateRoot)
        {
            throw new SealException(RefusalCode.SealedSetInconsistent);
        }

        return (progress, state);
    }

    /// <summary>Deletes blobs that a crash left behind although a snapshot replaces them.</summary>
    public IEnumerable<EnclaveEffect> DeleteLeftovers(IEnumerable<string> names) =>
        from name in names
        where name != IdentityName && name != _snapshot && !_logs.Contains(name, StringComparer.Ordinal)
        select new EnclaveEffect.Delete(name);

    private static SortedSet<ulong> Sequences(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> blobs, string prefix) =>
        [.. from name in blobs.Keys
            where name.StartsWith(prefix, StringComparison.Ordinal)
            select ulong.TryParse(name.AsSpan(prefix.Length), System.Globalization.NumberStyles.AllowHexSpecifier, null, out var sequence)
                && name.Length == prefix.Length + 16
                    ? sequence
                    : throw new SealException(RefusalCode.SealedSetInconsistent)];

    private static T Decode<T>(ScaleCodec<T> codec, byte[] body) => codec.TryDecode(body, out var value, out _)
        ? value
        : throw new SealException(RefusalCode.SealedVersionUnknown);

    private ShardProgress RestoreSnapshot(ReadOnlyMemory<byte> bytes, StateTrie state)
    {
        var (blob, body) = sealer.Open(SealedKind.Snapshot, bytes);
        RequireSequence(blob, _sequence);
        var snapshot = Decode(SnapshotBody.Codec, body);
        foreach (var entry in snapshot.Entries)
        {
            state.Set(entry.Key, entry.Value);
        }

        _snapshotBytes = bytes.Length;
        _previous = blob.Header.Previous;
        return snapshot.Progress;
    }

    private ShardProgress RestoreLog(ReadOnlyMemory<byte> bytes, ulong sequence, StateTrie state, ShardProgress? before)
    {
        var (blob, body) = sealer.Open(SealedKind.Log, bytes);
        RequireSequence(blob, sequence);
        if (sequence != _sequence + 1 || blob.Header.Previous != _previous)
        {
            throw new SealException(RefusalCode.SealedSetInconsistent);
        }

        var log = Decode(LogBody.Codec, body);
        if (before is not null && log.Progress.Head.Number < before.Head.Number)
        {
            throw new SealException(RefusalCode.SealedSetInconsistent);
        }

        foreach (var change in log.Changes)
        {
            if (change.Value is { } value)
            {
                state.Set(change.Key, value);
            }
            else
            {
                state.Remove(change.Key);
            }
        }

        _sequence = sequence;
        _previous = blob.Hash;
        _logs.Add(LogName(sequence));
        _logBytes += bytes.Length;
        return log.Progress;
    }

    private static void RequireSequence(SealedBlob blob, ulong sequence)
    {
        if (blob.Header.Sequence != sequence)
        {
            throw new SealException(RefusalCode.SealedSetInconsistent);
        }
    }

    private void TakeSnapshot(ShardProgress progress, StateTrie state, List<EnclaveEffect> effects)
    {
        var entries = ImmutableArray.CreateBuilder<StateEntry>(state.Count);
        foreach (var (key, value) in state.Entries())
        {
            entries.Add(new StateEntry(key, value.ToArray()));
        }

        var body = SnapshotBody.Codec.Encode(new SnapshotBody(progress, entries.DrainToImmutable()));
        var blob = sealer.Seal(Header(SealedKind.Snapshot, _sequence, progress.Head, progress.Head), body);
        var name = SnapshotName(_sequence);
        effects.AddRange(Persist(name, blob.Bytes));
        effects.AddRange(_logs.Select(log => new EnclaveEffect.Delete(log)));
        if (_snapshot is { } old)
        {
            effects.Add(new EnclaveEffect.Delete(old));
        }

        _logs.Clear();
        _logBytes = 0;
        _snapshot = name;
        _snapshotBytes = blob.Bytes.Length;
    }

    private SealedHeader Header(SealedKind kind, ulong sequence, BlockRef first, BlockRef last) =>
        sealer.NewHeader(kind, platform.Measurement, epoch, instance, entropy.Public()) with
        {
            Sequence = sequence,
            FirstBlock = first,
            LastBlock = last,
            Previous = _previous,
        };
}
