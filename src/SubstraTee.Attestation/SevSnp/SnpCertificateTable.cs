using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace SubstraTee.Attestation;

/// <summary>The table of certificates that a host puts beside an extended report, and that configfs-tsm serves as <c>auxblob</c>.</summary>
/// <remarks>
/// AMD #56421 (GHCB), MSG_REPORT_REQ: entries of GUID, offset and length, ended by one of zeros. The host writes it and can write
/// what it likes; it only saves a request to AMD's service. Both byte orders of GUIDs occur.
/// </remarks>
public static class SnpCertificateTable
{
    private const int EntryLength = 24;
    private const int GuidLength = 16;
    private const int MaxEntries = 32;
    private const int MaxLength = 128 * 1024;

    private static readonly Guid Vcek = new("63da758d-e664-4564-adc5-f4b93be8accd");
    private static readonly Guid Vlek = new("a8074bc2-a25a-483e-aae6-39c045a0b8a1");
    private static readonly Guid Ask = new("4ab7b379-bbac-4fe4-a02f-05aef327c782");
    private static readonly Guid Ark = new("c0b406a4-a803-4952-9743-3fb6014cd0ae");
    private static readonly Guid Crl = new("92f81bc3-5811-4d3d-97ff-d19f88dc67ea");

    /// <summary>Reads the table; certificates that are not in it stay empty, and their absence is refused when a report is verified.</summary>
    /// <param name="table">The table with the certificates behind it; empty for none.</param>
    /// <param name="collateral">What was found.</param>
    /// <param name="reason">Why not, or <see cref="RefusalReason.None"/>.</param>
    /// <param name="detail">What was seen, for people.</param>
    public static bool TryRead(
        ReadOnlyMemory<byte> table, [NotNullWhen(true)] out SevSnpCollateral? collateral, out RefusalReason reason, out string detail)
    {
        try
        {
            collateral = Read(table);
            (reason, detail) = (RefusalReason.None, "");
            return true;
        }
        catch (RefusalException refusal)
        {
            (collateral, reason, detail) = (null, refusal.Reason, refusal.Message);
            return false;
        }
    }

    private static SevSnpCollateral Read(ReadOnlyMemory<byte> table)
    {
        Malformed(table.Length <= MaxLength, $"{table.Length} bytes, at most {MaxLength} are read");
        var found = new Dictionary<Guid, ReadOnlyMemory<byte>>();
        for (var offset = 0; ; offset += EntryLength)
        {
            if (table.IsEmpty)
            {
                break;
            }

            Malformed(offset + EntryLength <= table.Length && offset < MaxEntries * EntryLength, "no entry of zeros ends it");
            var entry = table.Span.Slice(offset, EntryLength);
            if (!entry.ContainsAnyExcept((byte)0))
            {
                break;
            }

            var start = BinaryPrimitives.ReadUInt32LittleEndian(entry[GuidLength..]);
            var length = BinaryPrimitives.ReadUInt32LittleEndian(entry[(GuidLength + 4)..]);
            Malformed(start <= table.Length && length <= table.Length - start, "an entry points beyond it");
            Malformed(found.TryAdd(Known(entry[..GuidLength]), table.Slice((int)start, (int)length)), "an entry occurs twice");
        }

        Malformed(!found.ContainsKey(Vcek) || !found.ContainsKey(Vlek), "it has both a VCEK and a VLEK");
        return new SevSnpCollateral
        {
            Vek = found.GetValueOrDefault(found.ContainsKey(Vlek) ? Vlek : Vcek),
            Ask = found.GetValueOrDefault(Ask),
            Ark = found.GetValueOrDefault(Ark),
            ArkCrl = found.GetValueOrDefault(Crl),
        };
    }

    // An unknown GUID stays as it is: hosts may add entries of their own.
    private static Guid Known(ReadOnlySpan<byte> bytes)
    {
        var (mixed, big) = (new Guid(bytes), new Guid(bytes, bigEndian: true));
        return mixed == Vcek || mixed == Vlek || mixed == Ask || mixed == Ark || mixed == Crl ? mixed : big;
    }

    private static void Malformed(bool condition, string what) =>
        Check.That(condition, RefusalReason.SnpCertificateTableMalformed, $"the table of certificates: {what}");
}
