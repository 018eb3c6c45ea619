using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace SubstraTee.JsonRpc.Client;

/// <summary>A standing wish for messages. Dispose it to unsubscribe.</summary>
/// <remarks>One reader at a time.</remarks>
public sealed class JsonRpcSubscription : IAsyncDisposable
{
    private readonly JsonRpcClient _client;
    private readonly Channel<JsonElement> _messages;
    private readonly SubscriptionOptions _options;
    private volatile RpcLink? _link;
    private volatile string? _id;

    internal JsonRpcSubscription(
        JsonRpcClient client, string subscribe, string unsubscribe, IReadOnlyList<JsonNode?> parameters, SubscriptionOptions options)
    {
        _client = client;
        _options = options;
        Subscribe = subscribe;
        Unsubscribe = unsubscribe;
        Parameters = parameters;
        _messages = Channel.CreateBounded<JsonElement>(new BoundedChannelOptions(options.Capacity)
        {
            FullMode = options.WhenFull == WhenFull.DropOldest ? BoundedChannelFullMode.DropOldest : BoundedChannelFullMode.Wait,
            SingleReader = true,
            SingleWriter = false,
        });
    }

    /// <summary>The method that it was made with.</summary>
    public string Subscribe { get; }

    internal string Unsubscribe { get; }

    internal IReadOnlyList<JsonNode?> Parameters { get; }

    internal bool Resumes => _options.Resume;

    /// <summary>The messages in order, until it is disposed, the server ends it or the connection is lost for good.</summary>
    /// <exception cref="ConnectionException">The connection was lost and the subscription is not resumed.</exception>
    /// <exception cref="InvalidOperationException">The reader was too slow and <see cref="WhenFull.Fail"/> was asked for.</exception>
    public async IAsyncEnumerable<JsonElement> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var message in _messages.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return message;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _messages.Writer.TryComplete();
        _client.Forget(this);
        if (_link is { } link && _id is { } id)
        {
            await link.UnsubscribeAsync(Unsubscribe, id).ConfigureAwait(false);
        }
    }

    internal void Opened(RpcLink link, string id)
    {
        _link = link;
        _id = id;
    }

    /// <summary>Takes a message; false when the subscription is over and the server need not send more.</summary>
    internal bool Take(JsonElement message)
    {
        if (_messages.Writer.TryWrite(message))
        {
            return true;
        }

        _messages.Writer.TryComplete(new InvalidOperationException(
            $"{Subscribe}: {_options.Capacity} messages wait to be read; read faster, raise the capacity or drop the oldest"));
        return false;
    }

    internal void End(Exception? why)
    {
        _link = null;
        _messages.Writer.TryComplete(why);
    }

    internal void Suspend() => _link = null;
}
