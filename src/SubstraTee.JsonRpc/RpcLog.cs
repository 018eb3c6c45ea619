using Microsoft.Extensions.Logging;

namespace SubstraTee.JsonRpc;

internal static partial class RpcLog
{
    [LoggerMessage(1, LogLevel.Error, "method {Method} failed")]
    public static partial void MethodFailed(ILogger logger, string method, Exception exception);

    [LoggerMessage(6, LogLevel.Error, "connection {Id}: what follows an answer failed")]
    public static partial void FollowUpFailed(ILogger logger, long id, Exception exception);

    [LoggerMessage(2, LogLevel.Debug, "connection {Id} opened, {Count} now")]
    public static partial void Opened(ILogger logger, long id, int count);

    [LoggerMessage(3, LogLevel.Debug, "connection {Id} ended: {Why}")]
    public static partial void Ended(ILogger logger, long id, string why);

    [LoggerMessage(4, LogLevel.Warning, "connection {Id} closed: slow_consumer, {Messages} messages of {Bytes} bytes wait for a client that does not read them")]
    public static partial void SlowConsumer(ILogger logger, long id, int messages, long bytes);

    [LoggerMessage(5, LogLevel.Warning, "request refused: {Why}")]
    public static partial void Refused(ILogger logger, string why);
}
