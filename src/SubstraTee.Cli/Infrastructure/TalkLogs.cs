using Microsoft.Extensions.Logging;

namespace SubstraTee.Cli;

/// <summary>Log lines of a long-running command, to where talk goes: time, level, what.</summary>
internal sealed class TalkLogs(CliConsole console, LogLevel least) : ILoggerFactory, ILogger
{
    /// <summary>What <c>--log</c> takes.</summary>
    public static readonly string[] Levels = ["error", "warning", "info", "debug"];

    /// <summary>The level of a name.</summary>
    public static LogLevel Parse(string level) => level switch
    {
        "error" => LogLevel.Error,
        "warning" => LogLevel.Warning,
        "debug" => LogLevel.Debug,
        _ => LogLevel.Information,
    };

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
        // There is one place for lines, and it is this one.
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= least && logLevel != LogLevel.None;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
        {
            return;
        }

        var why = exception is null ? string.Empty : $": {exception.Message}";
        console.Talk($"{TimeProvider.System.GetUtcNow():HH:mm:ss.fff} {Name(logLevel)} {formatter(state, exception)}{why}");
    }

    public void Dispose()
    {
        // The console is not its own.
    }

    private static string Name(LogLevel level) => level switch
    {
        LogLevel.Critical or LogLevel.Error => "error",
        LogLevel.Warning => "warn ",
        LogLevel.Information => "info ",
        _ => "debug",
    };
}
