using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace SubstraTee.JsonRpc;

/// <summary>A JSON-RPC 2.0 server on 127.0.0.1: WebSocket and HTTP POST on one port, as Substrate's nodes have it.</summary>
public sealed class RpcServer : IAsyncDisposable
{
    private readonly RpcServerOptions _options;
    private readonly RpcDispatcher _dispatcher;
    private readonly HostFilter _filter;
    private readonly ILogger _logger;
    private readonly WebApplication _application;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<long, RpcConnection> _connections = new();
    private long _lastConnection;

    private RpcServer(RpcServerOptions options, RpcMethodTable methods, ILogger logger)
    {
        _options = options;
        _logger = logger;
        _dispatcher = new RpcDispatcher(methods, options.Limits, logger);
        _filter = new HostFilter(options.AllowedOrigins);
        _application = Build(options);
        _application.UseWebSockets(new WebSocketOptions
        {
            KeepAliveInterval = TimeSpan.FromSeconds(20),
            KeepAliveTimeout = TimeSpan.FromSeconds(60),
        });
        _application.Run(HandleAsync);
    }

    /// <summary>The port that is listened on.</summary>
    public int Port { get; private set; }

    /// <summary>How many WebSockets are open.</summary>
    public int ConnectionCount => _connections.Count;

    /// <summary>Begins to listen.</summary>
    /// <exception cref="RpcStartException">The port cannot be had.</exception>
    public static async Task<RpcServer> StartAsync(
        RpcServerOptions options, RpcMethodTable methods, ILogger logger, CancellationToken cancellationToken)
    {
        var server = new RpcServer(options, methods, logger);
        try
        {
            await server._application.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or System.Net.Sockets.SocketException)
        {
            await server.DisposeAsync().ConfigureAwait(false);
            var inUse = exception.InnerException is AddressInUseException;
            throw new RpcStartException(options.Port, inUse, exception);
        }

        var address = server._application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        server.Port = new Uri(address).Port;
        return server;
    }

    /// <summary>Ends all connections and stops listening.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _application.StopAsync(CancellationToken.None).ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
        _stopping.Dispose();
    }

    private static WebApplication Build(RpcServerOptions options)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<IHostLifetime, EmbeddedLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.Limits.MaxRequestBytes;
            kestrel.Limits.MaxConcurrentConnections = options.Limits.MaxConnections * 2;
            kestrel.Limits.MaxConcurrentUpgradedConnections = options.Limits.MaxConnections;
            kestrel.Listen(IPAddress.Loopback, options.Port);
        });
        return builder.Build();
    }

    private async Task HandleAsync(HttpContext context)
    {
        if (_filter.Refuse(context.Request) is { } why)
        {
            RpcLog.Refused(_logger, why);
            await WriteTextAsync(context, StatusCodes.Status403Forbidden, why).ConfigureAwait(false);
            return;
        }

        AllowOrigin(context);
        if (context.WebSockets.IsWebSocketRequest)
        {
            await HandleWebSocketAsync(context).ConfigureAwait(false);
        }
        else if (HttpMethods.IsPost(context.Request.Method))
        {
            await HandlePostAsync(context).ConfigureAwait(false);
        }
        else if (HttpMethods.IsGet(context.Request.Method) && context.Request.Path == "/health")
        {
            await AnswerAsync(context, """{"jsonrpc":"2.0","id":0,"method":"system_health"}"""u8.ToArray()).ConfigureAwait(false);
        }
        else if (HttpMethods.IsOptions(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        }
        else
        {
            await WriteTextAsync(
                context, StatusCodes.Status405MethodNotAllowed, "JSON-RPC 2.0: use POST with application/json, or a WebSocket").ConfigureAwait(false);
        }
    }

    private void AllowOrigin(HttpContext context)
    {
        string? origin = context.Request.Headers.Origin;
        if (!string.IsNullOrEmpty(origin))
        {
            context.Response.Headers.AccessControlAllowOrigin = origin;
            context.Response.Headers.AccessControlAllowHeaders = "content-type";
            context.Response.Headers.AccessControlAllowMethods = "POST";
            context.Response.Headers.Vary = "Origin";
        }
    }

    private async Task HandleWebSocketAsync(HttpContext context)
    {
        if (_connections.Count >= _options.Limits.MaxConnections)
        {
            RpcLog.Refused(_logger, "too many connections");
            await WriteTextAsync(context, StatusCodes.Status429TooManyRequests, "Too many connections. Please try again later.").ConfigureAwait(false);
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync().ConfigureAwait(false);
        using var connection = new RpcConnection(
            Interlocked.Increment(ref _lastConnection), socket, _dispatcher, _options.Limits, _logger);
        _connections[connection.Id] = connection;
        RpcLog.Opened(_logger, connection.Id, _connections.Count);
        try
        {
            await connection.RunAsync(_stopping.Token).ConfigureAwait(false);
        }
        finally
        {
            _connections.TryRemove(connection.Id, out _);
        }
    }

    private async Task HandlePostAsync(HttpContext context)
    {
        // Only this type: a foreign page cannot send it without asking first (CORS), unlike a plain form.
        if (context.Request.ContentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) != true)
        {
            await WriteTextAsync(
                context, StatusCodes.Status415UnsupportedMediaType, "Content-Type must be application/json").ConfigureAwait(false);
            return;
        }

        using var body = new MemoryStream();
        try
        {
            await context.Request.Body.CopyToAsync(body, context.RequestAborted).ConfigureAwait(false);
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            await WriteJsonAsync(context, RpcMessage.Error(
                default,
                RpcErrorCode.OversizedRequest,
                "Request is too big",
                $"Exceeded max limit of {_options.Limits.MaxRequestBytes}")).ConfigureAwait(false);
            return;
        }

        await AnswerAsync(context, body.ToArray()).ConfigureAwait(false);
    }

    private async Task AnswerAsync(HttpContext context, byte[] message)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _stopping.Token);
        var reply = await _dispatcher.HandleAsync(message, null, either.Token).ConfigureAwait(false);
        await WriteJsonAsync(context, reply.Bytes ?? []).ConfigureAwait(false);
    }

    private static async Task WriteJsonAsync(HttpContext context, byte[] json)
    {
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = json.Length;
        await context.Response.Body.WriteAsync(json, context.RequestAborted).ConfigureAwait(false);
    }

    private static async Task WriteTextAsync(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>The program around the server owns signals and the end; this host only follows.</summary>
    private sealed class EmbeddedLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
