namespace SubstraTee.Enclave.Program;

/// <summary>Tries a request again, a few times and ever later: devices and pseudo-files are shared with others.</summary>
/// <param name="wait">Waits; tests pass a function that only counts.</param>
internal sealed class Retry(Action<TimeSpan> wait)
{
    /// <summary>How often a request is made before the platform counts as unusable.</summary>
    public const int Attempts = 6;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);

    /// <summary>Waits for real.</summary>
    public static Retry Real { get; } = new(Thread.Sleep);

    /// <summary>Repeats until there is a value, or no attempt is left.</summary>
    /// <param name="attempt">Gives a value, or null when it may help to try again; throws when it does not.</param>
    public T? Run<T>(Func<T?> attempt)
        where T : class
    {
        var pause = FirstPause;
        for (var i = 1; ; i++)
        {
            if (attempt() is { } value)
            {
                return value;
            }

            if (i == Attempts)
            {
                return null;
            }

            wait(pause);
            pause *= 2;
        }
    }
}
