using System.Collections.Immutable;

namespace SubstraTee.Wasm;

/// <summary>What a function takes and gives; two of them are equal when their parameters and results are.</summary>
public sealed class FunctionType : IEquatable<FunctionType>
{
    private readonly int _hash;

    /// <summary>A type of these parameters and results.</summary>
    public FunctionType(ImmutableArray<ValueKind> parameters, ImmutableArray<ValueKind> results)
    {
        Parameters = parameters.IsDefault ? [] : parameters;
        Results = results.IsDefault ? [] : results;
        // Not HashCode, whose seed differs between processes: nothing here may depend on chance.
        var hash = 17;
        foreach (var type in Parameters)
        {
            hash = unchecked((hash * 31) + (int)type);
        }

        hash = unchecked((hash * 31) + 1);
        foreach (var type in Results)
        {
            hash = unchecked((hash * 31) + (int)type);
        }

        _hash = hash;
    }

    /// <summary>Types of the parameters, in order.</summary>
    public ImmutableArray<ValueKind> Parameters { get; }

    /// <summary>Types of the results, in order.</summary>
    public ImmutableArray<ValueKind> Results { get; }

    /// <summary>Slots that arguments and results share in a call: the larger of both counts.</summary>
    internal int SlotCount => Math.Max(Parameters.Length, Results.Length);

    /// <inheritdoc/>
    public bool Equals(FunctionType? other) =>
        ReferenceEquals(this, other)
        || (other is not null && _hash == other._hash
            && Parameters.AsSpan().SequenceEqual(other.Parameters.AsSpan()) && Results.AsSpan().SequenceEqual(other.Results.AsSpan()));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as FunctionType);

    /// <inheritdoc/>
    public override int GetHashCode() => _hash;

    /// <summary>As in the text format's spirit: <c>(i32, i64) -> (f64)</c>.</summary>
    public override string ToString() => $"({List(Parameters)}) -> ({List(Results)})";

    private static string List(ImmutableArray<ValueKind> types) => string.Join(", ", types.Select(type => type.ToName()));
}
