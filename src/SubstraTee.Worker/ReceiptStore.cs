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
    private const int LayoutVersion = 1;
    private static readonly ScaleCodec<ImmutableArray<Hash256>> HashesCodec = Scale.Vec(Scale.Hash256);

    private readonly Lock _gate = new();
    private readonly SqliteConnection _connection;

    /// <summary>Opens the store in a file, making it at first.</summary>
    public ReceiptStore(string path)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        _connection.Open();
        // NORMAL survives a killed process; a power cut may lose the newest rows, which the enclave makes again by replay.
        Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 5000;");
        Execute("""
            CREATE TABLE IF NOT EXISTS receipts (
                id INTEGER PRIMARY KEY, hash BLOB NOT NULL UNIQUE, receipt BLOB NOT NULL, signature BLOB NOT NULL,
                leaf_hashes BLOB NOT NULL, first_block INTEGER NOT NULL, last_block INTEGER NOT NULL);
            CREATE INDEX IF NOT EXISTS receipts_by_block ON receipts (last_block);
            CREATE TABLE IF NOT EXISTS leaves (
                ciphertext_hash BLOB NOT NULL, receipt INTEGER NOT NULL, idx INTEGER NOT NULL, leaf BLOB NOT NULL,
                outcome BLOB NOT NULL, PRIMARY KEY (ciphertext_hash, receipt, idx)) WITHOUT ROWID;
            """);
        RequireLayout();
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
            using var transaction = _connection.BeginTransaction();
            Forget(published.Receipt, transaction);
            using var insert = Command(
                """
                INSERT OR IGNORE INTO receipts (hash, receipt, signature, leaf_hashes, first_block, last_block)
                VALUES ($hash, $receipt, $signature, $leaves, $first, $last)
                """,
                transaction,
                ("$first", published.Receipt.FirstBlock.Number),
                ("$last", published.Receipt.LastBlock.Number),
                ("$hash", published.Receipt.Hash.ToArray()),
                ("$receipt", Receipt.Codec.Encode(published.Receipt)),
                ("$signature", ReceiptSignature.Codec.Encode(published.Signature)),
                ("$leaves", HashesCodec.Encode([.. published.Leaves.Select(leaf => leaf.Leaf.Hash)])));
            if (insert.ExecuteNonQuery() == 1)
            {
                AddLeaves(published.Leaves, LastRow(transaction), transaction);
            }

            transaction.Commit();
        }
    }

    /// <summary>What proves the outcome of a request: the oldest receipt that holds it, or null: a copied envelope must not hide the first.</summary>
    public ServedReceipt? Find(Hash256 ciphertextHash)
    {
        lock (_gate)
        {
            using var select = Command(
                """
                SELECT r.receipt, r.signature, r.leaf_hashes, l.idx, l.leaf, l.outcome
                FROM leaves l JOIN receipts r ON r.id = l.receipt
                WHERE l.ciphertext_hash = $hash ORDER BY l.receipt, l.idx LIMIT 1
                """,
                null,
                ("$hash", ciphertextHash.ToArray()));
            using var row = select.ExecuteReader();
            if (!row.Read())
            {
                return null;
            }

            var index = row.GetInt32(3);
            return new ServedReceipt(
                Receipt.Codec.Decode((byte[])row[0]),
                ReceiptSignature.Codec.Decode((byte[])row[1]),
                Leaf.Codec.Decode((byte[])row[4]),
                (uint)index,
                MerkleTree.Path(HashesCodec.Decode((byte[])row[2]), index),
                (byte[])row[5]);
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
            using var delete = Command("DELETE FROM leaves WHERE receipt = $id; DELETE FROM receipts WHERE id = $id", transaction, ("$id", id));
            delete.ExecuteNonQuery();
        }
    }

    private void AddLeaves(ImmutableArray<PublishedLeaf> leaves, long receipt, SqliteTransaction transaction)
    {
        using var insert = Command(
            "INSERT OR IGNORE INTO leaves (ciphertext_hash, receipt, idx, leaf, outcome) VALUES ($hash, $receipt, $idx, $leaf, $outcome)",
            transaction,
            ("$hash", Array.Empty<byte>()),
            ("$receipt", receipt),
            ("$idx", 0),
            ("$leaf", Array.Empty<byte>()),
            ("$outcome", Array.Empty<byte>()));
        insert.Prepare();
        for (var i = 0; i < leaves.Length; i++)
        {
            insert.Parameters["$hash"].Value = leaves[i].Leaf.CiphertextHash.ToArray();
            insert.Parameters["$idx"].Value = i;
            insert.Parameters["$leaf"].Value = Leaf.Codec.Encode(leaves[i].Leaf);
            insert.Parameters["$outcome"].Value = leaves[i].SealedOutcome;
            insert.ExecuteNonQuery();
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
