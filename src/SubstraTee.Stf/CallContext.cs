using SubstraTee.Codec;

namespace SubstraTee.Stf;

/// <summary>What a call may see and do besides its arguments.</summary>
/// <param name="state">The shard's state.</param>
/// <param name="block">The parentchain block that orders the call.</param>
/// <param name="meter">What the call may still use.</param>
public sealed class CallContext(IStfState state, BlockInfo block, ResourceMeter meter)
{
    /// <summary>The shard's state.</summary>
    public IStfState State { get; } = state;

    /// <summary>The parentchain block that orders the call.</summary>
    public BlockInfo Block { get; } = block;

    /// <summary>What the call may still use.</summary>
    public ResourceMeter Meter { get; } = meter;

    /// <summary>The most events of one call.</summary>
    public const int MaxEvents = 64;

    /// <summary>The most bytes of all events of one call.</summary>
    public const int MaxEventBytes = 16 * 1024;

    private readonly List<ReadOnlyMemory<byte>> _events = [];
    private int _eventBytes;

    /// <summary>What the call told its caller beside its output, in order.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Events => _events;

    /// <summary>Tells the caller, and nobody else, that something happened; it counts only when the call is applied.</summary>
    /// <exception cref="ResourcesExhaustedException">More or larger events than one call may have.</exception>
    public void Emit<T>(ScaleCodec<T> type, T happened)
    {
        ArgumentNullException.ThrowIfNull(type);
        Emit(type.Encode(happened));
    }

    /// <inheritdoc cref="Emit{T}(ScaleCodec{T}, T)"/>
    public void Emit(ReadOnlyMemory<byte> happened)
    {
        _eventBytes += happened.Length;
        if (_events.Count == MaxEvents || _eventBytes > MaxEventBytes)
        {
            throw new ResourcesExhaustedException();
        }

        _events.Add(happened);
    }
}
