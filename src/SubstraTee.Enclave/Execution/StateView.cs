using SubstraTee.Stf;
using SubstraTee.Trie;

namespace SubstraTee.Enclave;

/// <summary>The STF's part of the state, over an overlay that a failed call is rolled back from.</summary>
internal sealed class StateView(TrieOverlay overlay, bool writable) : IStfState
{
    private const byte StfPrefix = 1;

    public bool TryGet(ReadOnlySpan<byte> key, out ReadOnlyMemory<byte> value) => overlay.TryGet(KeyOf(key), out value);

    public void Set(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        RequireWritable();
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value.Length, IStfState.MaxValueBytes, nameof(value));
        overlay.Set(KeyOf(key), value);
    }

    public void Remove(ReadOnlySpan<byte> key)
    {
        RequireWritable();
        overlay.Remove(KeyOf(key));
    }

    private static byte[] KeyOf(ReadOnlySpan<byte> key)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(key.Length, IStfState.MaxKeyBytes, nameof(key));
        return [StfPrefix, .. key];
    }

    private void RequireWritable()
    {
        if (!writable)
        {
            throw new InvalidOperationException("a getter cannot change the state");
        }
    }
}
