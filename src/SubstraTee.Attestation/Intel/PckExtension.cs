using System.Formats.Asn1;
using System.Numerics;
using SubstraTee.Attestation.X509;

namespace SubstraTee.Attestation.Intel;

/// <summary>The SGX extension of a PCK certificate (Intel PCK Certificate and CRL Profile Specification, section 1.3.5).</summary>
internal sealed class PckExtension
{
    private const string Root = "1.2.840.113741.1.13.1";
    private const string Tcb = Root + ".2";
    private const int Components = 16;

    private readonly byte[] _components = new byte[Components];

    private PckExtension(ReadOnlyMemory<byte> value)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var outer = new AsnReader(value, AsnEncodingRules.DER);
        var list = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        while (list.HasData)
        {
            var entry = list.ReadSequence();
            var oid = entry.ReadObjectIdentifier();
            if (!seen.Add(oid))
            {
                throw new AsnContentException($"{oid} occurs twice");
            }

            ReadEntry(oid, entry);
            entry.ThrowIfNotEmpty();
        }

        foreach (var needed in (string[])[Root + ".1", Tcb, Root + ".3", Root + ".4", Root + ".5"])
        {
            if (!seen.Contains(needed))
            {
                throw new AsnContentException($"{needed} is missing");
            }
        }
    }

    /// <summary>The provisioning id, 16 bytes: names the processor.</summary>
    public ReadOnlyMemory<byte> Ppid { get; private set; }

    /// <summary>The 16 component SVNs, by which the platform's TCB is judged.</summary>
    public ReadOnlySpan<byte> ComponentSvns => _components;

    /// <summary>The provisioning certification enclave's SVN.</summary>
    public ushort PceSvn { get; private set; }

    /// <summary>CPUSVN, 16 bytes.</summary>
    public ReadOnlyMemory<byte> CpuSvn { get; private set; }

    /// <summary>The provisioning certification enclave's id, 2 bytes.</summary>
    public ReadOnlyMemory<byte> PceId { get; private set; }

    /// <summary>Family, model, stepping, platform type, custom SKU: 6 bytes.</summary>
    public ReadOnlyMemory<byte> Fmspc { get; private set; }

    /// <summary>0 standard, 1 scalable, 2 scalable with integrity.</summary>
    public int SgxType { get; private set; }

    /// <summary>The platform instance id, 16 bytes; empty under the Processor CA.</summary>
    public ReadOnlyMemory<byte> PlatformInstanceId { get; private set; }

    /// <summary>Whether CPUs may be added; null where the certificate does not say.</summary>
    public bool? DynamicPlatform { get; private set; }

    /// <summary>Whether platform root keys are cached by the registration service; null where the certificate does not say.</summary>
    public bool? CachedKeys { get; private set; }

    /// <summary>Whether hyper-threading is on; null where the certificate does not say.</summary>
    public bool? SmtEnabled { get; private set; }

    /// <summary>Reads the extension of a PCK certificate.</summary>
    /// <exception cref="RefusalException">There is none, or it is malformed.</exception>
    public static PckExtension Of(Certificate certificate)
    {
        Check.That(
            certificate.TryGetExtension(Root, out var value), RefusalReason.PckExtensionMalformed, "the PCK certificate has no SGX extension");
        try
        {
            return new PckExtension(value);
        }
        catch (AsnContentException fault)
        {
            throw new RefusalException(RefusalReason.PckExtensionMalformed, $"SGX extension of the PCK certificate: {fault.Message}");
        }
    }

    private void ReadEntry(string oid, AsnReader entry)
    {
        switch (oid)
        {
            case Root + ".1":
                Ppid = Octets(entry, 16);
                break;
            case Tcb:
                ReadTcb(entry.ReadSequence());
                break;
            case Root + ".3":
                PceId = Octets(entry, 2);
                break;
            case Root + ".4":
                Fmspc = Octets(entry, 6);
                break;
            case Root + ".5":
                SgxType = ReadSgxType(entry);
                break;
            case Root + ".6":
                PlatformInstanceId = Octets(entry, 16);
                break;
            case Root + ".7":
                ReadConfiguration(entry.ReadSequence());
                break;
            default:
                // Later profiles add entries; what they mean does not change the meaning of those known here.
                entry.ReadEncodedValue();
                break;
        }
    }

    private void ReadTcb(AsnReader list)
    {
        // .2.1 to .2.16 component SVNs, .2.17 PCESVN, .2.18 CPUSVN, in this order and all of them.
        for (var i = 1; i <= Components; i++)
        {
            _components[i - 1] = (byte)Number(Entry(list, i), byte.MaxValue);
        }

        PceSvn = (ushort)Number(Entry(list, 17), ushort.MaxValue);
        CpuSvn = Octets(Entry(list, 18), 16);
        list.ThrowIfNotEmpty();
    }

    private static AsnReader Entry(AsnReader list, int number)
    {
        var entry = list.ReadSequence();
        var oid = entry.ReadObjectIdentifier();
        return oid == $"{Tcb}.{number}" ? entry : throw new AsnContentException($"{oid} stands where {Tcb}.{number} has to");
    }

    private void ReadConfiguration(AsnReader list)
    {
        while (list.HasData)
        {
            var entry = list.ReadSequence();
            var oid = entry.ReadObjectIdentifier();
            var value = entry.ReadBoolean();
            entry.ThrowIfNotEmpty();
            switch (oid)
            {
                case Root + ".7.1":
                    DynamicPlatform = value;
                    break;
                case Root + ".7.2":
                    CachedKeys = value;
                    break;
                case Root + ".7.3":
                    SmtEnabled = value;
                    break;
                default:
                    throw new AsnContentException($"{oid} is no known configuration");
            }
        }
    }

    private static int ReadSgxType(AsnReader entry)
    {
        var value = new BigInteger(entry.ReadEnumeratedBytes().Span, isBigEndian: true);
        return value >= 0 && value <= 2 ? (int)value : throw new AsnContentException($"SGX type {value} is unknown");
    }

    private static int Number(AsnReader entry, int max)
    {
        var value = entry.ReadInteger();
        entry.ThrowIfNotEmpty();
        return value >= 0 && value <= max ? (int)value : throw new AsnContentException($"an SVN of {value}");
    }

    private static ReadOnlyMemory<byte> Octets(AsnReader entry, int length)
    {
        var value = Der.ReadOctets(entry);
        return value.Length == length ? value : throw new AsnContentException($"{value.Length} bytes, where {length} have to be");
    }
}
