using System.Collections.Immutable;
using SubstraTee.Codec;

namespace SubstraTee.Stf;

/// <summary>A state transition function in C#: what it is, beside how it runs.</summary>
/// <remarks>Write one by deriving from <see cref="StateTransitionFunction{TCall, TGetter, TError}"/>.</remarks>
public interface IStateTransitionFunction : IStfExecution
{
    /// <summary>Its name, lower case, as clients name it.</summary>
    string Name { get; }

    /// <summary>Its version; raised whenever the same calls would come to another result.</summary>
    uint Version { get; }

    /// <summary>The type of its calls.</summary>
    IScaleCodec CallType { get; }

    /// <summary>The type of its getters.</summary>
    IScaleCodec GetterType { get; }

    /// <summary>The type of its errors.</summary>
    IScaleCodec ErrorType { get; }

    /// <summary>The type of each getter's answer, by the getter's name in the schema.</summary>
    ImmutableArray<(string Getter, IScaleCodec Answer)> Answers { get; }
}
