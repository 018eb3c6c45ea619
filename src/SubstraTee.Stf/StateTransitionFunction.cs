using System.Collections.Immutable;
using SubstraTee.Codec;
using SubstraTee.Primitives;

namespace SubstraTee.Stf;

/// <summary>The base of every state transition function in C#: typed calls and getters over a keyed state.</summary>
/// <remarks>
/// Determinism is a rule: redundant workers must agree to the bit. An STF sees its arguments, its state and the proven
/// block, and nothing else; it has no clock, no randomness and no fields that change.
/// </remarks>
/// <typeparam name="TCall">The calls: a union marked <c>[ScaleType]</c>.</typeparam>
/// <typeparam name="TGetter">The getters: a union marked <c>[ScaleType]</c>.</typeparam>
/// <typeparam name="TError">The errors: an enum marked <c>[ScaleType]</c>.</typeparam>
/// <param name="name">Its name, lower case.</param>
/// <param name="version">Its version.</param>
/// <param name="calls">How calls are encoded.</param>
/// <param name="getters">How getters are encoded.</param>
/// <param name="errors">How errors are encoded.</param>
public abstract class StateTransitionFunction<TCall, TGetter, TError>(
    string name, uint version, ScaleCodec<TCall> calls, ScaleCodec<TGetter> getters, ScaleCodec<TError> errors)
    : IStateTransitionFunction
    where TCall : class
    where TGetter : class
    where TError : struct
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public uint Version => version;

    /// <inheritdoc/>
    public IScaleCodec CallType => calls;

    /// <inheritdoc/>
    public IScaleCodec GetterType => getters;

    /// <inheritdoc/>
    public IScaleCodec ErrorType => errors;

    /// <inheritdoc/>
    public abstract ImmutableArray<(string Getter, IScaleCodec Answer)> Answers { get; }

    /// <inheritdoc/>
    public virtual void Genesis(IStfState state)
    {
    }

    /// <summary>Runs a call. Its state changes stand only when the result is no error.</summary>
    public abstract CallResult<TError> Execute(CallContext context, AccountId caller, TCall call);

    /// <summary>Answers a getter; <paramref name="caller"/> is null when nobody signed it.</summary>
    public abstract QueryResult<TError> Query(QueryContext context, AccountId? caller, TGetter getter);

    /// <inheritdoc/>
    public StfCallOutcome? Execute(CallContext context, AccountId caller, ReadOnlySpan<byte> call)
    {
        if (!calls.TryDecode(call, out var decoded, out _))
        {
            return null;
        }

        var result = Execute(context, caller, decoded);
        if (result.Error is not { } error)
        {
            return new StfCallOutcome(true, 0, result.Output);
        }

        var bytes = errors.Encode(error);
        return new StfCallOutcome(false, bytes[0], bytes);
    }

    /// <inheritdoc/>
    public StfQueryOutcome Query(QueryContext context, AccountId? caller, ReadOnlySpan<byte> getter)
    {
        if (!getters.TryDecode(getter, out var decoded, out _))
        {
            return new StfQueryOutcome(QueryVerdict.UnknownGetter, 0, default);
        }

        var result = Query(context, caller, decoded);
        return new StfQueryOutcome(result.Verdict, result.Error is { } error ? errors.Encode(error)[0] : 0u, result.Answer);
    }

    /// <summary>The call was applied and has an output.</summary>
    protected static CallResult<TError> Applied<T>(ScaleCodec<T> type, T output) => CallResult<TError>.Applied(type.Encode(output));

    /// <summary>The getter's answer.</summary>
    protected static QueryResult<TError> Answered<T>(ScaleCodec<T> type, T answer) => QueryResult<TError>.Answered(type.Encode(answer));

    /// <summary>The getter needs a caller who signs.</summary>
    protected static QueryResult<TError> SignatureRequired() => QueryResult<TError>.Refused(QueryVerdict.SignatureRequired);

    /// <summary>The caller may not read this.</summary>
    protected static QueryResult<TError> NotAllowed() => QueryResult<TError>.Refused(QueryVerdict.NotAllowed);

    /// <summary>The STF refuses the getter with an error of its own.</summary>
    protected static QueryResult<TError> Failed(TError error) => QueryResult<TError>.Failed(error);
}
