namespace SubstraTee.Stf;

/// <summary>Counts what a call uses, the same on every worker, and ends it at its limit.</summary>
/// <param name="limit">Units that the call may use.</param>
public sealed class ResourceMeter(ulong limit)
{
    /// <summary>Units left.</summary>
    public ulong Remaining { get; private set; } = limit;

    /// <summary>Uses up units.</summary>
    /// <exception cref="ResourcesExhaustedException">Fewer are left; the call ends and leaves no trace.</exception>
    public void Charge(ulong units)
    {
        if (units > Remaining)
        {
            Remaining = 0;
            throw new ResourcesExhaustedException();
        }

        Remaining -= units;
    }
}
