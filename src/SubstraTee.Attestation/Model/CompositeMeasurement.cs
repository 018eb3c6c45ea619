using System.Collections.Immutable;
using SubstraTee.Codec;
using SubstraTee.Crypto;
using SubstraTee.Primitives;

namespace SubstraTee.Attestation;

/// <summary>One measurement for code that the platform measures into several registers.</summary>
/// <remarks>
/// Blake2b-256 over the domain tag, the family's number and the list of names and values, all in SCALE, so that no two lists
/// have the same input (docs/protocol.md, section 2). Which registers belong to a family's measurement, and in which order, is
/// said where the family is verified.
/// </remarks>
public static class CompositeMeasurement
{
    private const string Tag = "substratee/composite-measurement/1";

    private static readonly ScaleCodec<(string Tag, byte Family, ImmutableArray<(string Name, ReadOnlyMemory<byte> Value)> Registers)> Codec =
        Scale.Tuple(Scale.Str, Scale.U8, Scale.Vec(Scale.Tuple(Scale.Str, Scale.Memory)));

    /// <summary>Hashes what nobody has verified, for whoever computes beforehand what evidence will say.</summary>
    public static Measurement Foretell(MeasurementFamily family, IEnumerable<(string Name, ImmutableArray<byte> Value)> registers) =>
        Of(family, registers.Select(register => new MeasuredRegister(register.Name, register.Value.AsSpan())));

    /// <summary>Hashes registers in the order given.</summary>
    public static Measurement Of(MeasurementFamily family, IEnumerable<MeasuredRegister> registers)
    {
        var input = Codec.Encode((Tag, (byte)family, [.. registers.Select(register => (register.Name, register.Value.AsMemory()))]));
        return new Measurement(family, Blake2b.Hash256(input).Bytes.AsSpan());
    }
}
