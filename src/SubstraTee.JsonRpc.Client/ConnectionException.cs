namespace SubstraTee.JsonRpc.Client;

/// <summary>The connection could not be made or was lost. Whether a pending call was carried out is not known.</summary>
public sealed class ConnectionException : IOException
{
    /// <summary>Says which connection and what happened to it.</summary>
    public ConnectionException(Uri endpoint, string message, Exception? cause = null)
        : base($"{endpoint}: {message}", cause) => Endpoint = endpoint;

    /// <summary>The server's address.</summary>
    public Uri Endpoint { get; }
}
