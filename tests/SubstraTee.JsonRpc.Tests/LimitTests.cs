using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;

namespace SubstraTee.JsonRpc.Tests;

public sealed class LimitTests
{
    private const string Subscribe = """{"jsonrpc":"2.0","id":1,"method":"ticks_subscribe"}""";

    [Fact]
    public async Task A_message_above_the_limit_is_refused_and_the_connection_closed()
    {
        await using var server = await TestServer.StartAsync(new RpcLimits { MaxRequestBytes = 1000 });
        using var client = await server.ConnectAsync();
        var message = $$"""{"jsonrpc":"2.0","id":1,"method":"add","params":[1,2],"more":"{{new string('x', 1000)}}"}""";
        var answer = await client.AskAsync(message);
        Assert.Equal(-32007, answer.GetProperty("error").GetProperty("code").GetInt32());
        Assert.StartsWith("closed 1009", await client.ReceiveAsync(), StringComparison.Ordinal);
        Assert.Contains("-32007", await server.PostAsync(message), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answers_and_batches_above_the_limit_are_replaced_by_an_error()
    {
        await using var server = await TestServer.StartAsync(new RpcLimits { MaxResponseBytes = 1000, MaxBatchCalls = 3 });
        const string Long = """{"jsonrpc":"2.0","id":1,"method":"long","params":[600]}""";
        Assert.Contains("xxx", await server.PostAsync(Long), StringComparison.Ordinal);
        Assert.Contains("-32008", await server.PostAsync(Long.Replace("600", "1600", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("-32008", await server.PostAsync($"[{Long},{Long}]"), StringComparison.Ordinal);
        Assert.Contains("-32010", await server.PostAsync($"[{Long},{Long},{Long},{Long}]"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Subscriptions_and_connections_are_limited()
    {
        await using var server = await TestServer.StartAsync(new RpcLimits { MaxSubscriptionsPerConnection = 2, MaxConnections = 1 });
        using var client = await server.ConnectAsync();
        for (var i = 0; i < 2; i++)
        {
            await client.SendAsync(Subscribe);
            await client.ReceiveAsync();
            await client.ReceiveAsync();
        }

        Assert.Equal(-32006, (await client.AskAsync(Subscribe)).GetProperty("error").GetProperty("code").GetInt32());
        await Assert.ThrowsAsync<WebSocketException>(() => server.ConnectAsync());
    }

    [Fact]
    public async Task A_subscriber_that_does_not_read_is_disconnected_and_others_are_not()
    {
        await using var server = await TestServer.StartAsync(new RpcLimits { MaxQueuedMessages = 64 });
        using var slow = await server.ConnectAsync();
        await slow.SendAsync(Subscribe);
        await server.Ticker.First;
        using var other = await server.ConnectAsync();
        var subscription = server.Ticker.Subscriptions[0];
        var text = new string('x', 100_000);
        for (var i = 0; i < 2_000 && !subscription.Ended; i++)
        {
            subscription.Notify(text, TestJson.Default.String);
        }

        var ended = new TaskCompletionSource();
        subscription.OnEnded(ended.SetResult);
        await ended.Task.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(3, (await other.AskAsync("""{"jsonrpc":"2.0","id":1,"method":"add","params":[1,2]}""")).GetProperty("result").GetInt32());
    }

    [Theory]
    [InlineData("Host", "rebound.example:9944", 403)]
    [InlineData("Host", "localhost:9944", 200)]
    [InlineData("Origin", "https://rebound.example", 403)]
    [InlineData("Origin", "null", 403)]
    [InlineData("Origin", "http://localhost:3000", 200)]
    [InlineData("Origin", "https://polkadot.js.org", 200)]
    public async Task Foreign_pages_are_refused(string header, string value, int status)
    {
        await using var server = await TestServer.StartAsync(null, "https://polkadot.js.org");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/");
        request.Content = new StringContent("""{"jsonrpc":"2.0","id":1,"method":"rpc_methods"}""", Encoding.UTF8, "application/json");
        request.Headers.TryAddWithoutValidation(header, value);
        using var response = await server.Http.SendAsync(request);
        Assert.Equal(status, (int)response.StatusCode);
        var connect = () => server.ConnectAsync(options => options.SetRequestHeader(header, value));
        if (status == 403)
        {
            await Assert.ThrowsAsync<WebSocketException>(connect);
        }
        else
        {
            (await connect()).Dispose();
        }
    }

    [Fact]
    public async Task Other_content_types_and_verbs_are_refused()
    {
        await using var server = await TestServer.StartAsync();
        using var form = new StringContent("{}", Encoding.UTF8, "text/plain");
        using var post = await server.Http.PostAsync(new Uri("/", UriKind.Relative), form);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, post.StatusCode);
        using var get = await server.Http.GetAsync(new Uri("/", UriKind.Relative));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, get.StatusCode);
    }

    [Fact]
    public async Task A_port_in_use_is_told_apart()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var error = await Assert.ThrowsAsync<RpcStartException>(() => RpcServer.StartAsync(
            new RpcServerOptions { Port = port }, new RpcMethodTable(), NullLogger.Instance, CancellationToken.None));
        Assert.True(error.IsInUse);
        Assert.Equal(port, error.Port);
    }

    [Fact]
    public async Task Stopping_tells_clients_and_is_quick()
    {
        var server = await TestServer.StartAsync();
        using var client = await server.ConnectAsync();
        await client.SendAsync("""{"jsonrpc":"2.0","id":1,"method":"slow"}""");
        var stop = server.DisposeAsync().AsTask();
        var last = await client.ReceiveAsync();
        if (last.Contains("stopping", StringComparison.Ordinal) && !last.StartsWith("closed", StringComparison.Ordinal))
        {
            last = await client.ReceiveAsync();
        }

        Assert.StartsWith("closed 1001", last, StringComparison.Ordinal);
        await stop.WaitAsync(TimeSpan.FromSeconds(2));
    }
}
