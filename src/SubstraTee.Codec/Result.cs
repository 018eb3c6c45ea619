using System.Diagnostics.CodeAnalysis;

namespace SubstraTee.Codec;

/// <summary>A value or an error, as Rust's <c>Result</c>.</summary>
public readonly record struct Result<T, TError>
{
    private Result(bool isOk, T? value, TError? error)
    {
        IsOk = isOk;
        Value = value;
        Error = error;
    }

    /// <summary>True when it holds a value.</summary>
    public bool IsOk { get; }

    /// <summary>The value, when <see cref="IsOk"/>.</summary>
    public T? Value { get; }

    /// <summary>The error, when not <see cref="IsOk"/>.</summary>
    public TError? Error { get; }

    /// <summary>Holds a value.</summary>
    [SuppressMessage("Design", "CA1000", Justification = "reads as Result<T, E>.Ok(value)")]
    public static Result<T, TError> Ok(T value) => new(true, value, default);

    /// <summary>Holds an error.</summary>
    [SuppressMessage("Design", "CA1000", Justification = "reads as Result<T, E>.Fail(error)")]
    public static Result<T, TError> Fail(TError error) => new(false, default, error);
}
