using System.Buffers.Binary;
using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using SubstraTee.Codec;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;

namespace SubstraTee.Worker;

/// <summary>Receipts, leaves and sealed outcomes that the worker serves to clients.</summary>
/// <remarks>Nothing here is secret or believed: outcomes are encrypted to their callers, and clients check the rest.</remarks>
internal sealed class ReceiptStore : IAsyncDisposable
{
    private const int LayoutVersion = 2;

    // A leaf's row number: its receipt's, then its place.
    private const int PlaceBits = 32;

    // Leaves of one generation, whose index fits the cache.
    private const long GenerationLeaves = 65_536;

    private static readonly ScaleCodec<ImmutableArray<Hash256>> HashesCodec = Scale.Vec(Scale.Hash256);

    private readonly Lock _gate = new();
    private readonly SqliteConnection _connection;
    private long _generation;
    private long _leavesOfGeneration;

    /// <summary>Opens the store in a file, making it at first.</summary>
    public ReceiptStore(string path)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        _connection.Open();
        // NORMAL survives a killed process; a power cut may lose the newest rows, which the enclave makes again by replay.
        Execute("""
            PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 5000; PRAGMA cache_size = -4096;
            PRAGMA wal_autocheckpoint = 4096;
            """);
        RequireLayout();
        // Names are hashes, so an index of all leaves by them would touch a page at random for each: with a generation in
        // front, only the newest part of it changes, and whoever looks a name up looks into every part.
        Execute("""
            CREATE TABLE IF NOT EXISTS receipts (
                id INTEGER PRIMARY KEY, hash BLOB NOT NULL UNIQUE, receipt BLOB NOT NULL, signature BLOB NOT NULL,
                leaf_hashes BLOB NOT NULL, first_block INTEGER NOT NULL, last_block INTEGER NOT NULL,
                generation INTEGER NOT NULL, leaf_count INTEGER NOT NULL);
            CREATE INDEX IF NOT EXISTS receipts_by_block ON receipts (last_block);
            CREATE INDEX IF NOT EXISTS receipts_by_generation ON receipts (generation, leaf_count);
            CREATE TABLE IF NOT EXISTS leaves (
                id INTEGER PRIMARY KEY, generation INTEGER NOT NULL, name INTEGER NOT NULL, leaf BLOB NOT NULL, outcome BLOB NOT NULL);
            CREATE INDEX IF NOT EXISTS leaves_by_name ON leaves (generation, name);
            """);
        ReadGeneration();
    }

    /// <summary>Stores a receipt with its leaves, once, in place of any that covers one of its blocks.</summary>
    /// <remarks>
    /// An enclave killed before it sealed a receipt makes another one over the same blocks: the chain will hold that, and
    /// never the first.
    /// </remarks>
    public void Add(EnclaveEffect.PublishReceipt published)
    {
        lock (_gate)
        {
            var generation = _leavesOfGeneration >= GenerationLeaves ? _generation + 1 : _generation;
            using var transaction = _connection.BeginTransaction();
            Forget(published.Receipt, transaction);
            using var insert = Command(
                """
                INSERT OR IGNORE INTO receipts (hash, receipt, signature, leaf_hashes, first_block, last_block, generation, leaf_count)
                VALUES ($hash, $receipt, $signature, $leaves, $first, $last, $generation, $count)
                """,
                transaction,
                ("$first", published.Receipt.FirstBlock.Number),
                ("$last", published.Receipt.LastBlock.Number),
                ("$hash", published.Receipt.Hash.ToArray()),
                ("$receipt", Receipt.Codec.Encode(published.Receipt)),
                ("$signature", ReceiptSignature.Codec.Encode(published.Signature)),
                ("$leaves", HashesCodec.Encode(Leaf.HashesOf(published.Leaves))),
                ("$generation", generation),
                ("$count", published.Leaves.Length));
            var isNew = insert.ExecuteNonQuery() == 1;
            if (isNew)
            {
                AddLeaves(published.Leaves, LastRow(transaction), generation, transaction);
            }

            transaction.Commit();
            if (isNew)
            {
                _leavesOfGeneration = (generation == _generation ? _leavesOfGeneration : 0) + published.Leaves.Length;
                _generation = generation;
            }
        }
    }

    /// <summary>What proves the outcome of a request: the oldest receipt that holds it, or null: a copied envelope must not hide the first.</summary>
    public ServedReceipt? Find(Hash256 ciphertextHash)
    {
        lock (_gate)
        {
            using var select = Command(
                """
                WITH RECURSIVE generations(number) AS (SELECT 0 UNION ALL SELECT number + 1 FROM generations WHERE number < $last)
                SELECT l.id, l.leaf, l.outcome
                FROM generations CROSS JOIN leaves l ON l.generation = generations.number AND l.name = $name
                ORDER BY l.id
                """,
                null,
                ("$last", _generation),
                ("$name", NameOf(ciphertextHash)));
            using var row = select.ExecuteReader();
            while (row.Read())
            {
                var leaf = Leaf.Codec.Decode((byte[])row[1]);
                if (leaf.CiphertextHash == ciphertextHash)
                {
                    var id = row.GetInt64(0);
                    return Served(id >> PlaceBits, (int)id, leaf, (byte[])row[2]);
                }
            }

            return null;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private void Forget(Receipt receipt, SqliteTransaction transaction)
    {
        using var select = Command(
            "SELECT id FROM receipts WHERE last_block >= $first AND first_block <= $last AND hash <> $hash",
            transaction,
            ("$first", receipt.FirstBlock.Number),
            ("$last", receipt.LastBlock.Number),
            ("$hash", receipt.Hash.ToArray()));
        var replaced = new List<long>();
        using (var rows = select.ExecuteReader())
        {
            while (rows.Read())
            {
                replaced.Add(rows.GetInt64(0));
            }
        }

        foreach (var id in replaced)
        {
            using var delete = Command(
                "DELETE FROM leaves WHERE id BETWEEN $from AND $to; DELETE FROM receipts WHERE id = $id",
                transaction,
                ("$from", id << PlaceBits),
                ("$to", (id << PlaceBits) | uint.MaxValue),
                ("$id", id));
            delete.ExecuteNonQuery();
        }
    }

    private void AddLeaves(ImmutableArray<PublishedLeaf> leaves, long receipt, long generation, SqliteTransaction transaction)
    {
        using var insert = Command(
            "INSERT INTO leaves (id, generation, name, leaf, outcome) VALUES ($id, $generation, $name, $leaf, $outcome)",
            transaction,
            ("$id", 0L),
            ("$generation", generation),
            ("$name", 0L),
            ("$leaf", Array.Empty<byte>()),
            ("$outcome", Array.Empty<byte>()));
        insert.Prepare();
        var (id, name, leaf, outcome) =
            (insert.Parameters["$id"], insert.Parameters["$name"], insert.Parameters["$leaf"], insert.Parameters["$outcome"]);
        for (var i = 0; i < leaves.Length; i++)
        {
            id.Value = (receipt << PlaceBits) | (uint)i;
            name.Value = NameOf(leaves[i].Leaf.CiphertextHash);
            leaf.Value = Leaf.Codec.Encode(leaves[i].Leaf);
            outcome.Value = leaves[i].SealedOutcome;
            insert.ExecuteNonQuery();
        }
    }

    // The front of the hash: rows of the same are told apart by the leaf itself.
    private static long NameOf(Hash256 ciphertextHash) => BinaryPrimitives.ReadInt64LittleEndian(ciphertextHash.Bytes.AsSpan());

    private ServedReceipt Served(long receipt, int index, Leaf leaf, byte[] outcome)
    {
        using var select = Command("SELECT receipt, signature, leaf_hashes FROM receipts WHERE id = $id", null, ("$id", receipt));
        using var row = select.ExecuteReader();
        row.Read();
        return new ServedReceipt(
            Receipt.Codec.Decode((byte[])row[0]),
            ReceiptSignature.Codec.Decode((byte[])row[1]),
            leaf,
            (uint)index,
            MerkleTree.Path(HashesCodec.Decode((byte[])row[2]), index),
            outcome);
    }

    private void ReadGeneration()
    {
        using var select = Command(
            "SELECT generation, sum(leaf_count) FROM receipts WHERE generation = (SELECT max(generation) FROM receipts) GROUP BY generation", null);
        using var row = select.ExecuteReader();
        if (row.Read())
        {
            (_generation, _leavesOfGeneration) = (row.GetInt64(0), row.GetInt64(1));
        }
    }

    private long LastRow(SqliteTransaction transaction)
    {
        using var select = Command("SELECT last_insert_rowid()", transaction);
        return (long)select.ExecuteScalar()!;
    }

    private void RequireLayout()
    {
        using var select = Command("PRAGMA user_version", null);
        var version = (long)select.ExecuteScalar()!;
        if (version == 0)
        {
            Execute($"PRAGMA user_version = {LayoutVersion}");
        }
        else if (version != LayoutVersion)
        {
            throw new InvalidDataException($"the receipt store has layout {version}; this build reads {LayoutVersion}");
        }
    }

    private void Execute(string sql)
    {
        using var command = Command(sql, null);
        command.ExecuteNonQuery();
    }

    // The texts are this class's own; values come in as parameters.
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA2100", Justification = "constant texts of this class")]
    private SqliteCommand Command(string sql, SqliteTransaction? transaction, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command;
    }
}
