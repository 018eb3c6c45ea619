using System.Text.Json.Serialization.Metadata;

namespace SubstraTee.JsonRpc;

/// <summary>The methods that a server offers; adding one is one line.</summary>
/// <remarks>Filled before the server starts and not changed afterwards. <c>rpc_methods</c> is always there.</remarks>
public sealed class RpcMethodTable
{
    private readonly Dictionary<string, Func<RpcCall, ValueTask<RpcResult>>> _methods = new(StringComparer.Ordinal);

    /// <summary>A table with <c>rpc_methods</c> only.</summary>
    public RpcMethodTable() =>
        Add("rpc_methods", RpcJson.Default.RpcMethodsJson, _ => new RpcMethodsJson(1, Names));

    /// <summary>The names of all methods and aliases, in order.</summary>
    public IReadOnlyList<string> Names => [.. _methods.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Adds a method that answers at once.</summary>
    public void Add<T>(string name, JsonTypeInfo<T> type, Func<RpcCall, T> answer) =>
        Add(name, call => new ValueTask<RpcResult>(RpcResult.Of(answer(call), type)));

    /// <summary>Adds a method that answers later; the calls behind it do not wait for it.</summary>
    public void AddAsync<T>(string name, JsonTypeInfo<T> type, Func<RpcCall, ValueTask<T>> answer) =>
        Add(name, async call => RpcResult.Of(await answer(call).ConfigureAwait(false), type));

    /// <summary>Adds a method whose work is worth a thread of its own; the calls behind it do not wait for it.</summary>
    public void AddHeavy<T>(string name, JsonTypeInfo<T> type, Func<RpcCall, T> answer) =>
        Add(name, async call => await Task.Run(() => RpcResult.Of(answer(call), type), call.CancellationToken).ConfigureAwait(false));

    /// <summary>Adds a subscription: the method that begins it, the name its messages bear, and the method that ends it.</summary>
    /// <param name="subscribe">Begins the subscription and answers its id.</param>
    /// <param name="notification">The method named in each message.</param>
    /// <param name="unsubscribe">Ends the subscription whose id it is given, and answers whether there was one.</param>
    /// <param name="prepare">
    /// Checks the parameters at once and returns what to do when the client has been told the id.
    /// </param>
    public void AddSubscription(
        string subscribe, string notification, string unsubscribe, Func<RpcCall, Action<RpcSubscription>> prepare) =>
        AddAsyncSubscription(subscribe, notification, unsubscribe, call => new ValueTask<Action<RpcSubscription>>(prepare(call)));

    /// <summary>Adds a subscription whose beginning takes a while; the calls behind it do not wait for it.</summary>
    /// <inheritdoc cref="AddSubscription"/>
    public void AddAsyncSubscription(
        string subscribe, string notification, string unsubscribe, Func<RpcCall, ValueTask<Action<RpcSubscription>>> prepare)
    {
        AddAsync(subscribe, RpcJson.Default.String, async call =>
        {
            var connection = ConnectionOf(call);
            var subscription = connection.Open(notification);
            try
            {
                var start = await prepare(call).ConfigureAwait(false);
                call.RunAfterResponse(() => start(subscription));
                return subscription.Id;
            }
            catch
            {
                connection.Close(subscription.Id);
                throw;
            }
        });
        if (!_methods.ContainsKey(unsubscribe))
        {
            Add(unsubscribe, RpcJson.Default.Boolean, call => ConnectionOf(call).Close(call.Params.String(0, "subscription")));
        }
    }

    /// <summary>Adds another name for a method that is there already.</summary>
    public void AddAlias(string alias, string name) => Add(alias, _methods[name]);

    internal Func<RpcCall, ValueTask<RpcResult>>? Find(string name) => _methods.GetValueOrDefault(name);

    private static RpcConnection ConnectionOf(RpcCall call) =>
        call.Connection ?? throw new RpcException(RpcErrorCode.MethodNotFound, "Method not found", "subscriptions need a WebSocket");

    private void Add(string name, Func<RpcCall, ValueTask<RpcResult>> method) => _methods.Add(name, method);
}
