using Microsoft.Data.Sqlite;

namespace SubstraTee.Node;

/// <summary>A prepared statement, compiled once and run many times.</summary>
internal sealed class Statement : IDisposable
{
    private readonly SqliteCommand _command;

    public Statement(SqliteConnection connection, string sql, int parameters)
    {
        _command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of the store only.
        _command.CommandText = sql;
#pragma warning restore CA2100
        for (var i = 1; i <= parameters; i++)
        {
            _command.Parameters.Add(new SqliteParameter { ParameterName = $"${i}" });
        }

        _command.Prepare();
    }

    public void Run(SqliteTransaction transaction, params ReadOnlySpan<object> values)
    {
        _command.Transaction = transaction;
        Bind(values);
        _command.ExecuteNonQuery();
    }

    public T? ReadOne<T>(Func<SqliteDataReader, T> read, params ReadOnlySpan<object> values)
        where T : class
    {
        _command.Transaction = null;
        Bind(values);
        using var reader = _command.ExecuteReader();
        return reader.Read() ? read(reader) : null;
    }

    public void Dispose() => _command.Dispose();

    private void Bind(ReadOnlySpan<object> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            _command.Parameters[i].Value = values[i];
        }
    }
}
