using SubstraTee.Primitives;
using SubstraTee.Stf;

namespace SubstraTee.Testing;

/// <summary>A state in memory with the limits of the real one; it tells when a getter writes.</summary>
internal sealed class TestState : IStfState
{
    private readonly SortedDictionary<string, byte[]> _values = new(StringComparer.Ordinal);

    /// <summary>Set, writing throws as it does in the enclave.</summary>
    public bool IsReadOnly { get; set; }

    /// <summary>All of it as text, in order of the keys.</summary>
    public override string ToString() => string.Join(' ', _values.Select(one => $"{one.Key}={Hex.Encode(one.Value)}"));

    public bool TryGet(ReadOnlySpan<byte> key, out ReadOnlyMemory<byte> value)
    {
        var found = _values.TryGetValue(KeyOf(key), out var bytes);
        value = bytes;
        return found;
    }

    public void Set(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        RequireWritable();
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value.Length, IStfState.MaxValueBytes, nameof(value));
        _values[KeyOf(key)] = value.ToArray();
    }

    public void Remove(ReadOnlySpan<byte> key)
    {
        RequireWritable();
        _values.Remove(KeyOf(key));
    }

    /// <summary>A copy, so that what a call did can be dropped or compared.</summary>
    public TestState Copy()
    {
        var copy = new TestState();
        foreach (var (key, value) in _values)
        {
            copy._values.Add(key, value);
        }

        return copy;
    }

    private static string KeyOf(ReadOnlySpan<byte> key)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(key.Length, IStfState.MaxKeyBytes, nameof(key));
        return Hex.Encode(key);
    }

    private void RequireWritable()
    {
        if (IsReadOnly)
        {
            throw new InvalidOperationException("a getter cannot change the state");
        }
    }
}
