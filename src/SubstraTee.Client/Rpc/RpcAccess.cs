using SubstraTee.JsonRpc.Client;

namespace SubstraTee.Client;

/// <summary>Turns what the JSON-RPC client throws into errors that a user can act on.</summary>
internal static class RpcAccess
{
    public static async Task<JsonRpcClient> ConnectAsync(
        Uri endpoint, string what, JsonRpcClientOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return await JsonRpcClient.ConnectAsync(endpoint, options, cancellationToken).ConfigureAwait(false);
        }
        catch (ConnectionException refused)
        {
            throw ClientErrors.Unreachable(endpoint, what, refused);
        }
    }

    public static async Task<T> RunAsync<T>(string what, Func<Task<T>> use)
    {
        try
        {
            return await use().ConfigureAwait(false);
        }
        catch (JsonRpcException refused)
        {
            throw ClientErrors.Refused(what, refused);
        }
        catch (ConnectionException lost)
        {
            throw ClientErrors.ConnectionLost(what, lost);
        }
        catch (TimeoutException late)
        {
            throw ClientErrors.TooLate(what, late.Message, late);
        }
    }
}
