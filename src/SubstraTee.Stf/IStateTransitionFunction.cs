using System.Collections.Immutable;
using SubstraTee.Codec;
using SubstraTee.Primitives;

namespace SubstraTee.Stf;

/// <summary>A state transition function as its enclave drives it: calls and getters as bytes.</summary>
/// <remarks>Write one by deriving from <see cref="StateTransitionFunction{TCall, TGetter, TError}"/>.</remarks>
public interface IStateTransitionFunction
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

    /// <summary>Fills an empty state.</summary>
    void Genesis(IStfState state);

    /// <summary>Runs a call; null when the bytes are none.</summary>
    StfCallOutcome? Execute(CallContext context, AccountId caller, ReadOnlySpan<byte> call);

    /// <summary>Answers a getter.</summary>
    StfQueryOutcome Query(QueryContext context, AccountId? caller, ReadOnlySpan<byte> getter);
}
