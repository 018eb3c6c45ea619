using System.Collections.Immutable;

namespace SubstraTee.Attestation;

/// <summary>The security patch levels of a platform: one number for each of its firmware's parts.</summary>
/// <param name="Fmc">Turin: the first mutable code; null on other products, which have none.</param>
/// <param name="Bootloader">The boot loader of the security processor.</param>
/// <param name="Tee">The security processor's operating system.</param>
/// <param name="Snp">The SNP firmware.</param>
/// <param name="Microcode">The microcode of the cores.</param>
/// <remarks>
/// AMD #56860, TCB_VERSION. The same eight bytes are read in two ways: Turin has the parts in other places than Milan and
/// Genoa, so the product must be known, from a trusted source, before they mean anything.
/// </remarks>
public readonly record struct SnpTcb(byte? Fmc, byte Bootloader, byte Tee, byte Snp, byte Microcode)
{
    /// <summary>The bytes of a TCB version in a report.</summary>
    public const int Length = 8;

    /// <summary>Reads the eight bytes, of which those without a meaning are passed over.</summary>
    /// <exception cref="ArgumentException">Another number of bytes.</exception>
    public static SnpTcb Read(ReadOnlySpan<byte> bytes, SnpProduct product) => bytes.Length != Length
        ? throw new ArgumentException($"a TCB version has {Length} bytes, not {bytes.Length}", nameof(bytes))
        : product == SnpProduct.Turin
            ? new SnpTcb(bytes[0], bytes[1], bytes[2], bytes[3], bytes[7])
            : new SnpTcb(null, bytes[0], bytes[1], bytes[6], bytes[7]);

    /// <summary>The eight bytes of a report, those without a meaning zero.</summary>
    public ImmutableArray<byte> ToBytes() => Fmc is { } fmc
        ? [fmc, Bootloader, Tee, Snp, 0, 0, 0, Microcode]
        : [Bootloader, Tee, 0, 0, 0, 0, Snp, Microcode];

    /// <summary>Whether every part is at least as new as the other's.</summary>
    public bool IsAtLeast(SnpTcb other) =>
        (Fmc ?? 0) >= (other.Fmc ?? 0) && Bootloader >= other.Bootloader && Tee >= other.Tee && Snp >= other.Snp
        && Microcode >= other.Microcode;

    /// <summary>The parts by name.</summary>
    public override string ToString() =>
        $"{(Fmc is { } fmc ? $"fmc {fmc}, " : string.Empty)}bootloader {Bootloader}, tee {Tee}, snp {Snp}, microcode {Microcode}";
}
