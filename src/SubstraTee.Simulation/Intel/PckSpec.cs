using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;

namespace SubstraTee.Simulation.Intel;

/// <summary>What a PCK certificate is to say about its platform (Intel PCK Certificate and CRL Profile Specification).</summary>
public sealed record PckSpec
{
    private const string Root = "1.2.840.113741.1.13.1";

    /// <summary>The provisioning id, 16 bytes.</summary>
    public required byte[] Ppid { get; init; }

    /// <summary>The 16 component SVNs.</summary>
    public byte[] ComponentSvns { get; init; } = [12, 12, 3, 3, 255, 255, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    /// <summary>The provisioning certification enclave's SVN.</summary>
    public int PceSvn { get; init; } = 13;

    /// <summary>The provisioning certification enclave's id, 2 bytes.</summary>
    public byte[] PceId { get; init; } = [0, 0];

    /// <summary>Family, model, stepping, platform type, custom SKU, 6 bytes; the default is none of Intel's.</summary>
    public byte[] Fmspc { get; init; } = [0x00, 0xA0, 0xFF, 0x00, 0x00, 0x00];

    /// <summary>0 standard, 1 scalable, 2 scalable with integrity.</summary>
    public int SgxType { get; init; } = 1;

    /// <summary>The platform instance id, 16 bytes; empty for a certificate of the Processor CA.</summary>
    public byte[] PlatformInstanceId { get; init; } = [];

    /// <summary>Whether hyper-threading is on; said under the Platform CA.</summary>
    public bool SmtEnabled { get; init; } = true;

    /// <summary>The extension.</summary>
    public X509Extension Extension()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            Entry(writer, $"{Root}.1", () => writer.WriteOctetString(Ppid));
            Entry(writer, $"{Root}.2", () => WriteTcb(writer));
            Entry(writer, $"{Root}.3", () => writer.WriteOctetString(PceId));
            Entry(writer, $"{Root}.4", () => writer.WriteOctetString(Fmspc));
            Entry(writer, $"{Root}.5", () => WriteEnumerated(writer, SgxType));
            if (PlatformInstanceId.Length > 0)
            {
                Entry(writer, $"{Root}.6", () => writer.WriteOctetString(PlatformInstanceId));
                Entry(writer, $"{Root}.7", () => WriteConfiguration(writer));
            }
        }

        return new X509Extension(Root, writer.Encode(), critical: false);
    }

    private void WriteTcb(AsnWriter writer)
    {
        using (writer.PushSequence())
        {
            for (var i = 0; i < ComponentSvns.Length; i++)
            {
                var svn = ComponentSvns[i];
                Entry(writer, $"{Root}.2.{i + 1}", () => writer.WriteInteger(svn));
            }

            Entry(writer, $"{Root}.2.17", () => writer.WriteInteger(PceSvn));
            Entry(writer, $"{Root}.2.18", () => writer.WriteOctetString(ComponentSvns));
        }
    }

    private void WriteConfiguration(AsnWriter writer)
    {
        using (writer.PushSequence())
        {
            Entry(writer, $"{Root}.7.1", () => writer.WriteBoolean(false));
            Entry(writer, $"{Root}.7.2", () => writer.WriteBoolean(true));
            Entry(writer, $"{Root}.7.3", () => writer.WriteBoolean(SmtEnabled));
        }
    }

    // AsnWriter takes ENUMERATED from .NET enumerations only.
    private static void WriteEnumerated(AsnWriter writer, int value) =>
        writer.WriteEncodedValue([(byte)UniversalTagNumber.Enumerated, 1, (byte)value]);

    private static void Entry(AsnWriter writer, string oid, Action value)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(oid);
            value();
        }
    }
}
