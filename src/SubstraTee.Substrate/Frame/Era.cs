using System.Numerics;
using SubstraTee.Codec;

namespace SubstraTee.Substrate;

/// <summary>The blocks in which a transaction is valid (<c>sp_runtime::generic::Era</c>).</summary>
public readonly record struct Era
{
    /// <summary>The shortest period of a mortal era, in blocks.</summary>
    public const uint MinPeriod = 4;

    /// <summary>The longest period of a mortal era, in blocks.</summary>
    public const uint MaxPeriod = 65536;

    private Era(uint period, uint phase)
    {
        Period = period;
        Phase = phase;
    }

    /// <summary>How eras are encoded: one zero byte, or two bytes for period and phase.</summary>
    public static ScaleCodec<Era> Codec { get; } = new EraCodec();

    /// <summary>Valid for ever; the checkpoint is the first block.</summary>
    public static Era Immortal => default;

    /// <summary>Blocks from birth to death: a power of two; 0 when immortal.</summary>
    public uint Period { get; }

    /// <summary>Where in the period an era begins.</summary>
    public uint Phase { get; }

    /// <summary>True when it never ends.</summary>
    public bool IsImmortal => Period == 0;

    /// <summary>An era that begins at <paramref name="current"/> or a little before it.</summary>
    /// <param name="period">Rounded up to a power of two between <see cref="MinPeriod"/> and <see cref="MaxPeriod"/>.</param>
    /// <param name="current">The block that the signer takes as the newest.</param>
    public static Era Mortal(uint period, uint current)
    {
        var rounded = period > MaxPeriod ? MaxPeriod : Math.Max(BitOperations.RoundUpToPowerOf2(period), MinPeriod);
        var phase = current % rounded;
        return new Era(rounded, phase / Quantum(rounded) * Quantum(rounded));
    }

    /// <summary>The first block of the era that <paramref name="current"/> lies in; its hash is what gets signed.</summary>
    public uint Birth(uint current) => IsImmortal ? 0 : ((Math.Max(current, Phase) - Phase) / Period * Period) + Phase;

    /// <summary>The first block in which the transaction is no longer valid.</summary>
    public ulong Death(uint current) => IsImmortal ? ulong.MaxValue : (ulong)Birth(current) + Period;

    internal static Era FromBits(ushort bits, out bool valid)
    {
        var period = 2u << (bits & 15);
        var phase = (uint)(bits >> 4) * Quantum(period);
        valid = period >= MinPeriod && phase < period;
        return valid ? new Era(period, phase) : default;
    }

    internal ushort ToBits() => (ushort)(
        Math.Clamp(BitOperations.TrailingZeroCount(Period) - 1, 1, 15) | (int)(Phase / Quantum(Period) << 4));

    // Long periods have coarser phases, so that twelve bits hold them.
    private static uint Quantum(uint period) => Math.Max(period >> 12, 1);
}

internal sealed class EraCodec() : NamedCodec<Era>("sp_runtime::generic::era::Era")
{
    public override int MinSize => 1;

    public override void Write(ScaleWriter writer, Era value)
    {
        if (value.IsImmortal)
        {
            writer.WriteByte(0);
        }
        else
        {
            writer.WriteU16(value.ToBits());
        }
    }

    public override Era Read(ref ScaleReader reader)
    {
        var first = reader.ReadByte();
        if (first == 0)
        {
            return Era.Immortal;
        }

        var era = Era.FromBits((ushort)(first | (reader.ReadByte() << 8)), out var valid);
        return valid ? era : throw reader.Fault(ScaleFault.InvalidValue);
    }

    // scale-info sees the first byte as a variant: 0, and one for each of the 255 others.
    protected override TypeDefinition Define(TypeRegistryBuilder types)
    {
        var field = new TypeField(null, Scale.U8.Describe(types));
        return new TypeDefinition.Variant(
        [
            Variant("Immortal", 0),
            .. Enumerable.Range(1, byte.MaxValue).Select(index => Variant($"Mortal{index}", (byte)index, field)),
        ]);
    }
}
