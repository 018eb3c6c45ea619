using SubstraTee.Enclave.Protocol;
using SubstraTee.Stf;

namespace SubstraTee.Enclave;

/// <summary>An STF's schema, made from its codecs.</summary>
public static class StfDescription
{
    /// <summary>Describes calls, getters, errors and answers in scale-info.</summary>
    public static StfSchema Describe(this IStateTransitionFunction stf) => StfSchema.Describe(
        stf.Name, stf.Version, stf.CallType, stf.GetterType, stf.ErrorType, stf.Answers);
}
