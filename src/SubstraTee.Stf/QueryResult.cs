namespace SubstraTee.Stf;

/// <summary>What a getter came to.</summary>
/// <typeparam name="TError">The STF's errors.</typeparam>
public readonly record struct QueryResult<TError>
    where TError : struct
{
    private QueryResult(QueryVerdict verdict, TError? error, ReadOnlyMemory<byte> answer)
    {
        Verdict = verdict;
        Error = error;
        Answer = answer;
    }

    /// <summary>Whether there is an answer.</summary>
    public QueryVerdict Verdict { get; }

    /// <summary>The STF's error, when <see cref="QueryVerdict.Failed"/>.</summary>
    public TError? Error { get; }

    /// <summary>The answer, SCALE, when <see cref="QueryVerdict.Answered"/>.</summary>
    public ReadOnlyMemory<byte> Answer { get; }

    internal static QueryResult<TError> Refused(QueryVerdict verdict) => new(verdict, null, default);

    internal static QueryResult<TError> Failed(TError error) => new(QueryVerdict.Failed, error, default);

    internal static QueryResult<TError> Answered(ReadOnlyMemory<byte> answer) => new(QueryVerdict.Answered, null, answer);
}
