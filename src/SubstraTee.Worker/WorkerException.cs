namespace SubstraTee.Worker;

/// <summary>A fault of the worker that its operator can do something about.</summary>
public sealed class WorkerException : Exception
{
    /// <summary>Joins a code, what happened, why, and what to try.</summary>
    public WorkerException(string code, string what, string why, string attempt, Exception? cause = null)
        : base($"{what}: {why}", cause)
    {
        Code = code;
        What = what;
        Why = why;
        Attempt = attempt;
    }

    /// <summary>The error's code, for example <c>STEE-E0002</c>; its page is in docs/errors.md.</summary>
    public string Code { get; }

    /// <summary>What happened.</summary>
    public string What { get; }

    /// <summary>Why, as far as is known.</summary>
    public string Why { get; }

    /// <summary>What to try.</summary>
    public string Attempt { get; }
}
