using SubstraTee.Codec;

namespace SubstraTee.Stf;

/// <summary>What a call came to: an output or one of the STF's errors.</summary>
/// <typeparam name="TError">The STF's errors.</typeparam>
public readonly record struct CallResult<TError>
    where TError : struct
{
    private CallResult(TError? error, ReadOnlyMemory<byte> output)
    {
        Error = error;
        Output = output;
    }

    /// <summary>The error, or null when the call was applied.</summary>
    public TError? Error { get; }

    /// <summary>The output, SCALE; empty when the call has none.</summary>
    public ReadOnlyMemory<byte> Output { get; }

    /// <summary>The call was applied and has no output.</summary>
    public static implicit operator CallResult<TError>(Unit applied) => new(null, default);

    /// <summary>The call failed.</summary>
    public static implicit operator CallResult<TError>(TError error) => new(error, default);

    internal static CallResult<TError> Applied(ReadOnlyMemory<byte> output) => new(null, output);
}
