using Microsoft.Data.Sqlite;

namespace SubstraTee.Node;

/// <summary>The SQLite database under a chain store: opening, layout, and what its failures mean.</summary>
internal sealed class ChainDatabase : IDisposable
{
    /// <summary>The layout's number; a database of another one is refused.</summary>
    public const int Format = 1;

    private const string FileName = "chain.sqlite";

    // What SQLite's error codes mean here: sqlite.org/rescode.html.
    private const int ReadOnly = 8;
    private const int IoError = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int NotADatabase = 26;

    private const string Layout = """
        CREATE TABLE meta (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
        CREATE TABLE blocks (
            number INTEGER PRIMARY KEY, hash BLOB NOT NULL UNIQUE, header BLOB NOT NULL, body BLOB NOT NULL,
            set_id INTEGER NOT NULL, justification BLOB);
        CREATE TABLE diffs (number INTEGER PRIMARY KEY, changes BLOB NOT NULL);
        CREATE TABLE state (key BLOB PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
        """;

    private readonly string _directory;

    private ChainDatabase(SqliteConnection connection, string directory)
    {
        Connection = connection;
        _directory = directory;
    }

    public SqliteConnection Connection { get; }

    /// <summary>Opens the database of a directory, or one in memory.</summary>
    public static ChainDatabase Open(string? directory)
    {
        var source = directory is null ? ":memory:" : Path.Combine(directory, FileName);
        var database = new ChainDatabase(
            new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = source, Pooling = false }.ToString()),
            directory ?? "memory");
        try
        {
            database.Guard(database.Prepare);
        }
        catch
        {
            database.Dispose();
            throw;
        }

        return database;
    }

    /// <summary>Runs something on the database and gives its failures their meaning.</summary>
    public void Guard(Action action) => Guard(() =>
    {
        action();
        return true;
    });

    /// <summary>Runs something on the database and gives its failures their meaning.</summary>
    public T Guard<T>(Func<T> function)
    {
        try
        {
            return function();
        }
        catch (SqliteException exception)
        {
            throw exception.SqliteErrorCode switch
            {
                Full => NodeErrors.DiskFull(_directory, exception),
                ReadOnly or CannotOpen => NodeErrors.DataNotWritable(_directory, exception.Message, exception),
                Corrupt or NotADatabase => NodeErrors.DataDamaged(_directory, exception.Message, exception),
                IoError => NodeErrors.StoreFailed(_directory, exception.Message, exception),
                _ => NodeErrors.StoreFailed(_directory, exception.Message, exception),
            };
        }
    }

    public NodeException Damaged(string why, Exception? inner = null) => NodeErrors.DataDamaged(_directory, why, inner);

    public NodeException OfOtherChain(string found, string wanted) => NodeErrors.DataOfOtherChain(_directory, found, wanted);

    public void Execute(string sql)
    {
        using var command = Connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this file and of the store only.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    public long ReadNumber(string sql) => Read(sql) is long number ? number : 0;

    public string? ReadText(string sql) => Read(sql) as string;

    public void Dispose() => Connection.Dispose();

    private object? Read(string sql)
    {
        using var command = Connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this file and of the store only.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteScalar();
    }

    private void Prepare()
    {
        Connection.Open();

        // FULL: each commit is on the disk before it is announced. Workers act on final blocks and seal what they did; a
        // node that came back after a power failure without them would finalize others at the same heights, which no
        // light client may ever accept. It costs one fsync a block, not one a transaction.
        Execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=8192; PRAGMA cache_size=-16384; PRAGMA temp_store=MEMORY;");
        var format = ReadNumber("PRAGMA user_version");
        if (format == 0 && ReadNumber("SELECT count(*) FROM sqlite_master") == 0)
        {
            using var transaction = Connection.BeginTransaction();
            Execute(Layout);
            Execute($"PRAGMA user_version={Format}");
            transaction.Commit();
        }
        else if (format != Format)
        {
            throw NodeErrors.DataOfOtherFormat(_directory, format, Format);
        }
    }
}
