using System.Buffers.Binary;
using System.Text;
using SubstraTee.Crypto;
using SubstraTee.Primitives;

namespace SubstraTee.Attestation;

/// <summary>One measurement for code that the platform measures into several registers.</summary>
/// <remarks>
/// Blake2b-256 over the domain <c>substratee/measurement/v1</c>, the family's number, the count of registers, and for each its
/// name and its value, every variable part behind its length as a 32-bit little-endian number: no two lists have the same
/// input. Which registers belong to a family's measurement is said where the family is verified.
/// </remarks>
public static class CompositeMeasurement
{
    private static ReadOnlySpan<byte> Domain => "substratee/measurement/v1"u8;

    /// <summary>Hashes registers in the order given.</summary>
    public static Measurement Of(MeasurementFamily family, IEnumerable<MeasuredRegister> registers)
    {
        var list = registers.ToList();
        var input = new List<byte>(512);
        Append(input, Domain);
        input.Add((byte)family);
        Append(input, list.Count);
        foreach (var register in list)
        {
            Append(input, Encoding.UTF8.GetBytes(register.Name));
            Append(input, register.Value.AsSpan());
        }

        return new Measurement(family, Blake2b.Hash256(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(input)).Bytes.AsSpan());
    }

    private static void Append(List<byte> input, ReadOnlySpan<byte> part)
    {
        Append(input, part.Length);
        input.AddRange(part);
    }

    private static void Append(List<byte> input, int number)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        input.AddRange(bytes);
    }
}
