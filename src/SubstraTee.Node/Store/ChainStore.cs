using Microsoft.Data.Sqlite;
using SubstraTee.Codec;
using SubstraTee.Primitives;
using SubstraTee.Substrate;
using SubstraTee.Trie;

namespace SubstraTee.Node;

/// <summary>The chain on disk: every block, the current state, and what the last blocks did to it.</summary>
/// <remarks>
/// One transaction a block, so that after a crash at any moment the last committed block, its state and its justification
/// are there together. Safe for use by several threads; calls wait for each other.
/// </remarks>
internal sealed class ChainStore : IDisposable
{
    private readonly Lock _gate = new();
    private readonly ChainDatabase _database;
    private readonly uint _keptDiffs;
    private readonly Statement _insertBlock;
    private readonly Statement _insertDiff;
    private readonly Statement _deleteDiffs;
    private readonly Statement _setState;
    private readonly Statement _removeState;
    private readonly Statement _readByNumber;
    private readonly Statement _readByHash;
    private readonly Statement _readHash;
    private readonly Statement _readHeader;
    private readonly Statement _readSet;
    private readonly Statement _readDiff;

    private ChainStore(ChainDatabase database, uint keptDiffs)
    {
        _database = database;
        _keptDiffs = keptDiffs;
        var connection = database.Connection;
        _insertBlock = new Statement(connection, "INSERT INTO blocks VALUES ($1, $2, $3, $4, $5, $6)", 6);
        _insertDiff = new Statement(connection, "INSERT INTO diffs VALUES ($1, $2)", 2);
        _deleteDiffs = new Statement(connection, "DELETE FROM diffs WHERE number <= $1", 1);
        _setState = new Statement(
            connection, "INSERT INTO state VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value", 2);
        _removeState = new Statement(connection, "DELETE FROM state WHERE key = $1", 1);
        const string Columns = "SELECT hash, header, body, set_id, justification FROM blocks";
        _readByNumber = new Statement(connection, $"{Columns} WHERE number = $1", 1);
        _readByHash = new Statement(connection, $"{Columns} WHERE hash = $1", 1);
        _readHash = new Statement(connection, "SELECT hash FROM blocks WHERE number = $1", 1);
        _readHeader = new Statement(connection, "SELECT header FROM blocks WHERE number = $1", 1);
        _readSet = new Statement(connection, "SELECT set_id FROM blocks WHERE number = $1", 1);
        _readDiff = new Statement(connection, "SELECT changes FROM diffs WHERE number = $1", 1);
    }

    /// <summary>Opens the chain of a directory, or an empty one in memory.</summary>
    /// <param name="directory">The directory, which the caller has locked; null for memory.</param>
    /// <param name="keptDiffs">For how many blocks before the newest the state can be rebuilt.</param>
    public static ChainStore Open(string? directory, uint keptDiffs)
    {
        var database = ChainDatabase.Open(directory);
        try
        {
            return database.Guard(() => new ChainStore(database, keptDiffs));
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Called by name at every step of a block's way to the disk, so that tests can end the process there.</summary>
    internal Action<string> AtStep { get; set; } = _ => { };

    /// <summary>The highest block's number, or null while the chain is empty.</summary>
    public uint? HeadNumber() => Guarded(() =>
        _database.ReadNumber("SELECT count(*) FROM blocks") == 0
            ? (uint?)null
            : (uint)_database.ReadNumber("SELECT max(number) FROM blocks"));

    /// <summary>The highest block that has a justification, else the first.</summary>
    public uint FinalizedNumber() =>
        Guarded(() => (uint)_database.ReadNumber("SELECT max(number) FROM blocks WHERE justification IS NOT NULL"));

    /// <summary>The lowest block after which the state can be rebuilt.</summary>
    public uint OldestStateNumber() => Guarded(() =>
        _database.ReadNumber("SELECT count(*) FROM diffs") == 0
            ? (uint)_database.ReadNumber("SELECT max(number) FROM blocks")
            : (uint)_database.ReadNumber("SELECT min(number) FROM diffs") - 1);

    /// <summary>The name that the chain was begun under, or null while it is empty.</summary>
    public string? ChainId() => Guarded(() => _database.ReadText("SELECT value FROM meta WHERE name = 'chain'"));

    /// <summary>Writes the first block and the state after it.</summary>
    public void WriteGenesis(string chainId, StoredBlock block, StateTrie state) => Guarded(() =>
    {
        using var transaction = _database.Connection.BeginTransaction();
        using var meta = new Statement(_database.Connection, "INSERT INTO meta VALUES ('chain', $1)", 1);
        meta.Run(transaction, chainId);
        foreach (var (key, value) in state.Entries())
        {
            _setState.Run(transaction, key, value.ToArray());
        }

        InsertBlock(transaction, block);
        transaction.Commit();
    });

    /// <summary>Writes a block and what it did; on return it is on the disk, on an exception nothing of it is.</summary>
    public void Append(StoredBlock block, IReadOnlyList<StateChange> changes) => Guarded(() =>
    {
        using var transaction = _database.Connection.BeginTransaction();
        AtStep("begun");
        InsertBlock(transaction, block);
        AtStep("block");
        _insertDiff.Run(transaction, (long)block.Number, StateDiff.Encode(changes));
        if (block.Number > _keptDiffs)
        {
            _deleteDiffs.Run(transaction, (long)(block.Number - _keptDiffs));
        }

        AtStep("diff");
        foreach (var (key, _, after) in changes)
        {
            if (after is null)
            {
                _removeState.Run(transaction, key);
            }
            else
            {
                _setState.Run(transaction, key, after);
            }
        }

        AtStep("state");
        transaction.Commit();
        AtStep("committed");
    });

    /// <summary>The current state, built from all its entries.</summary>
    public StateTrie ReadState() => Guarded(() =>
    {
        var state = new StateTrie();
        using var command = _database.Connection.CreateCommand();
        command.CommandText = "SELECT key, value FROM state ORDER BY key";
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            state.Set(reader.GetFieldValue<byte[]>(0), reader.GetFieldValue<byte[]>(1));
        }

        return state;
    });

    public StoredBlock? Block(uint number) => Guarded(() => _readByNumber.ReadOne(ReadBlock, (long)number));

    public StoredBlock? Block(Hash256 hash) => Guarded(() => _readByHash.ReadOne(ReadBlock, hash.ToArray()));

    public Hash256? HashOf(uint number) =>
        Guarded(() => _readHash.ReadOne(reader => reader.GetFieldValue<byte[]>(0), (long)number)) is { } hash ? new Hash256(hash) : null;

    /// <summary>A block's header as it is encoded, without reading what else the block has.</summary>
    public byte[]? HeaderOf(uint number) => Guarded(() => _readHeader.ReadOne(reader => reader.GetFieldValue<byte[]>(0), (long)number));

    /// <summary>The set of authorities that votes on a block, without reading what else the block has.</summary>
    public ulong? SetOf(uint number) =>
        Guarded(() => _readSet.ReadOne(reader => (object)reader.GetInt64(0), (long)number)) is long set ? (ulong)set : null;

    /// <summary>What a block did to the state, or null where that is no longer kept.</summary>
    public byte[]? Diff(uint number) => Guarded(() => _readDiff.ReadOne(reader => reader.GetFieldValue<byte[]>(0), (long)number));

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var statement in new[]
            {
                _insertBlock, _insertDiff, _deleteDiffs, _setState, _removeState, _readByNumber, _readByHash, _readHash, _readHeader, _readSet, _readDiff,
            })
            {
                statement.Dispose();
            }

            _database.Dispose();
        }
    }

    public NodeException Damaged(string why) => _database.Damaged(why);

    public NodeException OfOtherChain(string found, string wanted) => _database.OfOtherChain(found, wanted);

    /// <summary>Lets the database grow no further than now, as a full disk does; for tests.</summary>
    internal void LimitSize(bool limited) => Guarded(() =>
        _database.Execute($"PRAGMA max_page_count={(limited ? 1 : 1_000_000_000)}"));

    private StoredBlock ReadBlock(SqliteDataReader reader)
    {
        try
        {
            return new StoredBlock(
                new Hash256(reader.GetFieldValue<byte[]>(0)),
                BlockHeader.Codec.Decode(reader.GetFieldValue<byte[]>(1)),
                BodyCodec.Decode(reader.GetFieldValue<byte[]>(2)),
                (ulong)reader.GetInt64(3),
                reader.IsDBNull(4) ? null : reader.GetFieldValue<byte[]>(4));
        }
        catch (Exception exception) when (exception is ScaleException or ArgumentException)
        {
            throw _database.Damaged($"a block does not decode ({exception.Message})", exception);
        }
    }

    private void InsertBlock(SqliteTransaction transaction, StoredBlock block) => _insertBlock.Run(
        transaction,
        (long)block.Number,
        block.Hash.ToArray(),
        BlockHeader.Codec.Encode(block.Header),
        BodyCodec.Encode(block.Body),
        (long)block.AuthoritySetId,
        (object?)block.Justification ?? DBNull.Value);

    private void Guarded(Action action)
    {
        lock (_gate)
        {
            _database.Guard(action);
        }
    }

    private T Guarded<T>(Func<T> function)
    {
        lock (_gate)
        {
            return _database.Guard(function);
        }
    }
}
