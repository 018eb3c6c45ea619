using System.CommandLine;
using System.Globalization;
using SubstraTee.Primitives;

namespace SubstraTee.Cli;

/// <summary>Options that many commands share; each beats its environment variable, which beats the default.</summary>
internal static class Settings
{
    public const string NodeVariable = "SUBSTRATEE_NODE_URL";
    public const string WorkerVariable = "SUBSTRATEE_WORKER_URL";
    public const string ShardVariable = "SUBSTRATEE_SHARD";
    public const string DefaultNode = "ws://127.0.0.1:9944";
    public const string DefaultWorker = "ws://127.0.0.1:2000";

    /// <summary><c>--node</c>.</summary>
    public static Option<string> Node() => new("--node")
    {
        HelpName = "url",
        Description = $"The node's WebSocket address. [env: {NodeVariable}] [default: {DefaultNode}]",
    };

    /// <summary><c>--worker</c>.</summary>
    public static Option<string> Worker() => new("--worker")
    {
        HelpName = "url",
        Description = $"The worker's WebSocket address. [env: {WorkerVariable}] [default: {DefaultWorker}]",
    };

    /// <summary><c>--shard</c>.</summary>
    public static Option<string> Shard() => new("--shard")
    {
        HelpName = "id",
        Description = $"The shard's id: 0x and 64 digits. [env: {ShardVariable}] [default: the only shard of the chain]",
    };

    /// <summary><c>--timeout</c>.</summary>
    public static Option<string> Timeout(string standard) => new("--timeout")
    {
        HelpName = "time",
        Description = "How long to wait: 500ms, 30s, 5m.",
        DefaultValueFactory = _ => standard,
    };

    /// <summary>The node's address.</summary>
    public static Uri NodeUrl(this Invocation run, Option<string> option) => Url(run, option, NodeVariable, DefaultNode);

    /// <summary>The worker's address.</summary>
    public static Uri WorkerUrl(this Invocation run, Option<string> option) => Url(run, option, WorkerVariable, DefaultWorker);

    /// <summary>The shard that is named, or null.</summary>
    public static ShardId? ShardOrNull(this Invocation run, Option<string> option)
    {
        if (run.Text(option, ShardVariable) is not { } text)
        {
            return null;
        }

        return Bytes32.TryParse(text, out var id)
            ? new ShardId(id)
            : throw CliErrors.BadValue(run.Origin(option, ShardVariable), text, "0x and 64 hexadecimal digits");
    }

    /// <summary>A span of time.</summary>
    public static TimeSpan Time(this Invocation run, Option<string> option)
    {
        var text = run.Required(option);
        return TryParseTime(text, out var time)
            ? time
            : throw CliErrors.BadValue(option.Name, text, "a time above zero such as 500ms, 30s or 5m");
    }

    /// <summary>Reads <c>500ms</c>, <c>30s</c>, <c>5m</c> or <c>1h</c>.</summary>
    public static bool TryParseTime(string text, out TimeSpan time)
    {
        time = default;
        var digits = text.AsSpan().TrimEnd("msh");
        double? unit = text[digits.Length..] switch
        {
            "ms" => 1,
            "s" => 1000,
            "m" => 60_000,
            "h" => 3_600_000,
            _ => null,
        };
        if (unit is null || !uint.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || number == 0 || number * unit > TimeSpan.FromDays(20).TotalMilliseconds)
        {
            return false;
        }

        time = TimeSpan.FromMilliseconds(number * unit.Value);
        return true;
    }

    /// <summary>Reads <c>512KiB</c>, <c>64MiB</c> or <c>1GiB</c>, up to 4 GiB.</summary>
    public static bool TryParseSize(string text, out long bytes)
    {
        var digits = text.AsSpan().TrimEnd("KMGiB");
        var shift = text[digits.Length..] switch
        {
            "KiB" => 10,
            "MiB" => 20,
            "GiB" => 30,
            _ => -1,
        };
        var known = long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out bytes)
            && shift >= 0 && bytes > 0 && bytes <= (4L << 30) >> shift;
        bytes = known ? bytes << shift : 0;
        return known;
    }

    /// <summary>What the option or else the variable says.</summary>
    public static string? Text(this Invocation run, Option<string> option, string variable) =>
        run.Has(option) ? run.Value(option) : run.Console.Variable(variable);

    private static string Origin(this Invocation run, Option<string> option, string variable) => run.Has(option) ? option.Name : variable;

    private static Uri Url(Invocation run, Option<string> option, string variable, string standard)
    {
        var text = run.Text(option, variable) ?? standard;
        return Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "ws" or "wss"
            ? url
            : throw CliErrors.BadValue(run.Origin(option, variable), text, "a WebSocket address such as ws://127.0.0.1:9944");
    }
}
