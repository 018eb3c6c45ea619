namespace SubstraTee.Wasm;

/// <summary>Who calls a function of the host: the store, and the instance if it is one.</summary>
/// <remarks>Valid during the call only.</remarks>
public readonly unsafe ref struct Caller
{
    private readonly InstanceContext* _instance;

    internal Caller(Store store, InstanceContext* instance)
    {
        Store = store;
        _instance = instance;
    }

    /// <summary>The caller's store.</summary>
    public Store Store { get; }

    /// <summary>The instance that calls; null when the host itself calls its own function.</summary>
    public Instance? Instance => _instance->Number < 0 ? null : Store.InstanceOf(_instance);

    /// <summary>The memory of the instance that calls, as bytes, at most two GiB of them; empty when there is none.</summary>
    /// <remarks>
    /// To be asked for again after every call back into the instance, since its memory may have grown: what was got before
    /// then covers only the part that there was.
    /// </remarks>
    public Span<byte> Memory => _instance->Number < 0 || _instance->Memory->Length == 0
        ? []
        : new Span<byte>(_instance->Memory->Base, (int)Math.Min(_instance->Memory->Length, int.MaxValue));

    /// <summary>Uses up fuel for work of the host, before it is done.</summary>
    /// <exception cref="WasmTrapException">There is less left.</exception>
    public void UseFuel(long fuel)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(fuel);
        var context = Store.Context;
        context->Fuel = Math.Max(-1, context->Fuel - fuel);
        if (context->Fuel < 0)
        {
            throw new WasmTrapException(TrapCode.OutOfFuel);
        }
    }
}
