using SubstraTee.Primitives;

namespace SubstraTee.Crypto;

/// <summary>The receiving side of an HPKE context. Dispose it to zero its keys.</summary>
public sealed class HpkeRecipient : IDisposable
{
    private readonly HpkeKeySchedule _schedule;
    private readonly AeadBox _box;
    private ulong _sequence;

    internal HpkeRecipient(HpkeKeySchedule schedule)
    {
        _schedule = schedule;
        _box = new AeadBox(schedule.Key, schedule.BaseNonce.Reveal());
    }

    /// <summary>Decrypts the next message of the context; a message that fails does not count.</summary>
    public bool TryOpen(ReadOnlySpan<byte> associatedData, ReadOnlySpan<byte> ciphertext, out byte[] plaintext)
    {
        if (_sequence == ulong.MaxValue || !_box.TryOpen(_sequence, associatedData, ciphertext, out plaintext))
        {
            plaintext = [];
            return false;
        }

        _sequence++;
        return true;
    }

    /// <summary>A secret that the sender can derive too.</summary>
    public SecretBytes Export(ReadOnlySpan<byte> exporterContext, int length) => _schedule.Export(exporterContext, length);

    /// <inheritdoc/>
    public void Dispose()
    {
        _box.Dispose();
        _schedule.Dispose();
    }
}
