namespace SubstraTee.Cli;

/// <summary>Something that a demo was to prove does not hold.</summary>
internal sealed class DemoFailure(string what) : Exception(what)
{
    /// <summary>Ends the step unless the condition holds.</summary>
    public static void Unless(bool holds, string what)
    {
        if (!holds)
        {
            throw new DemoFailure(what);
        }
    }
}
