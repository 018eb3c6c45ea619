using SubstraTee.Primitives;

namespace SubstraTee.Stf;

/// <summary>A state transition function as its enclave drives it, whatever it is written in: calls and getters as bytes.</summary>
/// <remarks>A fault of the function itself is thrown as <see cref="StfFaultException"/>, with the same code on every worker.</remarks>
public interface IStfExecution
{
    /// <summary>Fills an empty state.</summary>
    void Genesis(IStfState state);

    /// <summary>Runs a call; null when the bytes are none.</summary>
    StfCallOutcome? Execute(CallContext context, AccountId caller, ReadOnlySpan<byte> call);

    /// <summary>Answers a getter.</summary>
    StfQueryOutcome Query(QueryContext context, AccountId? caller, ReadOnlySpan<byte> getter);
}
