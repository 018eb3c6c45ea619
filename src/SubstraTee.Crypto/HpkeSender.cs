using SubstraTee.Primitives;

namespace SubstraTee.Crypto;

/// <summary>The sending side of an HPKE context. Dispose it to zero its keys.</summary>
public sealed class HpkeSender : IDisposable
{
    private readonly HpkeKeySchedule _schedule;
    private readonly AeadBox _box;
    private ulong _sequence;

    internal HpkeSender(HpkeKeySchedule schedule)
    {
        _schedule = schedule;
        _box = new AeadBox(schedule.Key, schedule.BaseNonce.Reveal());
    }

    /// <summary>Encrypts the next message of the context; the result is 16 bytes longer than the plaintext.</summary>
    /// <exception cref="OverflowException">The context has sealed all the messages it can.</exception>
    public byte[] Seal(ReadOnlySpan<byte> associatedData, ReadOnlySpan<byte> plaintext)
    {
        var sequence = _sequence;
        _sequence = checked(sequence + 1);
        return _box.Seal(sequence, associatedData, plaintext);
    }

    /// <summary>A secret that the recipient can derive too.</summary>
    public SecretBytes Export(ReadOnlySpan<byte> exporterContext, int length) => _schedule.Export(exporterContext, length);

    /// <inheritdoc/>
    public void Dispose()
    {
        _box.Dispose();
        _schedule.Dispose();
    }
}
