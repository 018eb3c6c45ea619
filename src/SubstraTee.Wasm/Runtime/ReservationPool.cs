namespace SubstraTee.Wasm;

/// <summary>Reserved memory that was used and may be used again, by size. Whatever it hands out is zero.</summary>
/// <remarks>
/// Asking the system for memory costs more than a short call of a module. What comes back is made zero before anyone else
/// gets it: a store never sees what another one left.
/// </remarks>
internal sealed unsafe class ReservationPool
{
    // Up to this size, writing zeros is quicker than giving pages back and faulting them in again.
    private const nuint ClearByWritingBytes = 512 << 10;
    private const int MaxKeptPerSize = 32;

    private readonly Dictionary<nuint, Stack<Reservation>> _free = [];

    public Reservation Take(nuint bytes)
    {
        lock (_free)
        {
            if (_free.TryGetValue(bytes, out var kept) && kept.TryPop(out var reservation))
            {
                return reservation;
            }
        }

        return new Reservation(bytes);
    }

    /// <summary>Takes memory back, of which only a range can be other than zero.</summary>
    public void Return(Reservation reservation, nuint start, nuint used)
    {
        if (!TryClear(reservation.Address + start, used) || !TryKeep(reservation))
        {
            reservation.Dispose();
        }
    }

    private static bool TryClear(byte* address, nuint used)
    {
        if (used > ClearByWritingBytes)
        {
            return LinuxMemory.Discard(address, used);
        }

        new Span<byte>(address, (int)used).Clear();
        return true;
    }

    private bool TryKeep(Reservation reservation)
    {
        lock (_free)
        {
            if (!_free.TryGetValue(reservation.Bytes, out var kept))
            {
                _free.Add(reservation.Bytes, kept = []);
            }

            if (kept.Count >= MaxKeptPerSize)
            {
                return false;
            }

            kept.Push(reservation);
            return true;
        }
    }
}
