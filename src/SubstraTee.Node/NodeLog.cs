using Microsoft.Extensions.Logging;

namespace SubstraTee.Node;

internal static partial class NodeLog
{
    [LoggerMessage(100, LogLevel.Information, "{Chain} at block {Number}, genesis {Genesis}, {Authorities} authorities, block time {BlockTime}, data {Data}")]
    public static partial void Started(
        ILogger logger, string chain, uint number, string genesis, int authorities, string blockTime, string data);

    [LoggerMessage(101, LogLevel.Information, "JSON-RPC on 127.0.0.1:{Port}")]
    public static partial void Listening(ILogger logger, int port);

    [LoggerMessage(102, LogLevel.Information, "block {Number} {Hash}: {Extrinsics} extrinsics, {Events} events, {Bytes} bytes, {Milliseconds:F1} ms, final {Finalized}")]
    public static partial void Block(
        ILogger logger, uint number, string hash, int extrinsics, int events, long bytes, double milliseconds, uint finalized);

    [LoggerMessage(103, LogLevel.Error, "{Code}: no block: {What}: {Why}; {Try}")]
    public static partial void BlockFailed(ILogger logger, string code, string what, string why, string @try, Exception exception);

    [LoggerMessage(104, LogLevel.Critical, "block production failed and stops")]
    public static partial void ProductionStopped(ILogger logger, Exception exception);

    [LoggerMessage(105, LogLevel.Warning, "block {Number} is not final: the votes weigh {Weight}, {Threshold} are needed; authority set {SetId} has members whose keys this node does not hold")]
    public static partial void NotFinal(ILogger logger, uint number, ulong weight, ulong threshold, ulong setId);

    [LoggerMessage(106, LogLevel.Error, "authority {Authority} refuses block {Number}: {Why}")]
    public static partial void VoteRefused(ILogger logger, string authority, uint number, string why);

    [LoggerMessage(107, LogLevel.Information, "authority set {SetId} takes over at block {Number}")]
    public static partial void NewAuthorities(ILogger logger, ulong setId, uint number);

    [LoggerMessage(108, LogLevel.Error, "a subscriber failed")]
    public static partial void SubscriberFailed(ILogger logger, Exception exception);

    [LoggerMessage(109, LogLevel.Information, "stopped at block {Number}")]
    public static partial void Stopped(ILogger logger, uint number);
}
