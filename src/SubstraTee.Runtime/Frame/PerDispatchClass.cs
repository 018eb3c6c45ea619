using SubstraTee.Codec;
using SubstraTee.Substrate;

namespace SubstraTee.Runtime;

/// <summary>One value for each class of calls.</summary>
[ScaleType("frame_support::dispatch::PerDispatchClass")]
internal sealed partial record PerDispatchClass<T>(T Normal, T Operational, T Mandatory)
{
    public T this[DispatchClass kind] => kind switch
    {
        DispatchClass.Normal => Normal,
        DispatchClass.Operational => Operational,
        _ => Mandatory,
    };

    public PerDispatchClass<T> With(DispatchClass kind, T value) => kind switch
    {
        DispatchClass.Normal => this with { Normal = value },
        DispatchClass.Operational => this with { Operational = value },
        _ => this with { Mandatory = value },
    };
}
