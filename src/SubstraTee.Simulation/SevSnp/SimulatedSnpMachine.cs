using System.Buffers.Binary;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SubstraTee.Attestation;
using SubstraTee.Primitives;

namespace SubstraTee.Simulation;

/// <summary>A simulated AMD machine: its VCEK or VLEK with AMD's extensions, and reports that this key signs.</summary>
/// <remarks>Layouts: AMD #56860 (report) and #57230 (certificate).</remarks>
public sealed class SimulatedSnpMachine : IDisposable
{
    private const string Arc = "1.3.6.1.4.1.3704.1.";
    private const int ReportLength = 0x4A0;
    private const int SignedLength = 0x2A0;
    private const int SignatureNumberLength = 72;
    private const int CurveNumberLength = 48;
    private const long VekSerial = 1;

    private readonly SimulatedSnpRoot _root;
    private readonly ECDsa _key;
    private readonly SnpTcb _tcb;
    private readonly bool _isVlek;
    private readonly byte[] _hardwareId;

    /// <summary>Sets a machine up and certifies its key.</summary>
    /// <param name="root">The root of its product.</param>
    /// <param name="seed">What makes it this machine: chip id and key come from it.</param>
    /// <param name="tcb">Its patch levels; with an FMC on Turin only.</param>
    /// <param name="validity">From when to when its certificate is valid.</param>
    /// <param name="certificate">What its certificate says; null for what is true.</param>
    public SimulatedSnpMachine(SimulatedSnpRoot root, SecretBytes seed, SnpTcb tcb, SimulatedValidity validity, SimulatedVek? certificate = null)
    {
        (_root, _tcb) = (root, tcb);
        _key = SeededKeys.P384(seed, $"sev-snp/key/{tcb}");
        _hardwareId = SeededKeys.Bytes(seed, "sev-snp/chip", root.Product == SnpProduct.Turin ? 8 : 64);
        var vek = certificate ?? new SimulatedVek();
        _isVlek = vek.CloudProvider is not null;
        var issuer = _isVlek != vek.IssuedByOtherAuthority ? root.AsvkIssuer : root.AskIssuer;
        var subject = SimulatedIssuer.NameOf(vek.CommonName ?? (_isVlek ? "SEV-VLEK" : "SEV-VCEK"));
        Vek = issuer.Issue(subject, _key.ExportSubjectPublicKeyInfo(), VekSerial, validity, Extensions(vek));
    }

    /// <summary>The certificate of the key that signs, DER.</summary>
    public byte[] Vek { get; }

    /// <summary>The chip's id as reports carry it, 64 bytes.</summary>
    public byte[] ChipId => [.. _hardwareId, .. new byte[64 - _hardwareId.Length]];

    /// <summary>The certificates that a verifier needs.</summary>
    /// <param name="crl">The root's revocation list; empty for none.</param>
    public SevSnpCollateral Collateral(byte[] crl) =>
        new() { Vek = Vek, Ask = _isVlek ? _root.Asvk : _root.Ask, Ark = _root.Ark, ArkCrl = crl };

    /// <summary>Signs a report.</summary>
    public byte[] Report(SimulatedSnpReport content)
    {
        var report = new byte[ReportLength];
        var span = report.AsSpan();
        var version = content.Version ?? (_root.Product == SnpProduct.Turin ? 5u : 3u);
        BinaryPrimitives.WriteUInt32LittleEndian(span, version);
        BinaryPrimitives.WriteUInt32LittleEndian(span[0x04..], content.GuestSvn);
        BinaryPrimitives.WriteUInt64LittleEndian(span[0x08..], content.Policy);
        BinaryPrimitives.WriteUInt32LittleEndian(span[0x30..], content.Vmpl);
        BinaryPrimitives.WriteUInt32LittleEndian(span[0x34..], content.SignatureAlgorithm);
        _tcb.ToBytes().CopyTo(span[0x38..]);
        BinaryPrimitives.WriteUInt64LittleEndian(span[0x40..], content.PlatformInfo);
        BinaryPrimitives.WriteUInt32LittleEndian(span[0x48..], (content.SigningKey ?? (_isVlek ? 1u : 0u)) << 2);
        content.ReportData.CopyTo(span.Slice(0x50, 64));
        content.Measurement.CopyTo(span.Slice(0x90, 48));
        content.IdKeyDigest.CopyTo(span.Slice(0xE0, 48));
        span.Slice(0x160, 32).Fill(0xff);
        (content.ReportedTcb ?? _tcb).ToBytes().CopyTo(span[0x180..]);
        if (version >= 3)
        {
            (content.CpuId ?? [.. ProcessorOf(_root.Product)]).CopyTo(span[0x188..]);
        }

        if (content.ChipId is { } chip)
        {
            chip.CopyTo(span[0x1A0..]);
        }
        else if (!_isVlek)
        {
            _hardwareId.CopyTo(span[0x1A0..]);
        }

        (content.CommittedTcb ?? _tcb).ToBytes().CopyTo(span[0x1E0..]);
        (content.LaunchTcb ?? _tcb).ToBytes().CopyTo(span[0x1F0..]);
        Sign(span);
        return report;
    }

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();

    private void Sign(Span<byte> report)
    {
        var signature = _key.SignData(report[..SignedLength], HashAlgorithmName.SHA384, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        signature.AsSpan(0, CurveNumberLength).Reverse();
        signature.AsSpan(CurveNumberLength).Reverse();
        signature.AsSpan(0, CurveNumberLength).CopyTo(report[SignedLength..]);
        signature.AsSpan(CurveNumberLength).CopyTo(report[(SignedLength + SignatureNumberLength)..]);
    }

    private IEnumerable<X509Extension> Extensions(SimulatedVek vek)
    {
        var tcb = vek.Tcb ?? _tcb;
        var all = new List<(string Arc, byte[] Value)>
        {
            ("1", Integer(tcb.Fmc is null ? 0 : 1)),
            ("2", Ia5String(vek.ProductName ?? _root.Product.ToString())),
            ("3.1", Integer(tcb.Bootloader)),
            ("3.2", Integer(tcb.Tee)),
            ("3.3", Integer(tcb.Snp)),
            ("3.8", Integer(tcb.Microcode)),
        };
        if (tcb.Fmc is { } fmc)
        {
            all.Add(("3.9", Integer(fmc)));
        }

        if (vek.CloudProvider is { } provider)
        {
            all.Add(("5", Ia5String(provider)));
        }
        else
        {
            byte[] id = vek.HardwareId is { } other ? [.. other] : _hardwareId;
            all.Add(("4", vek.WrapHardwareId ? [0x04, (byte)id.Length, .. id] : id));
        }

        return all.Where(extension => extension.Arc != vek.WithoutExtension && extension.Value.Length > 0)
            .Select(extension => new X509Extension(Arc + extension.Arc, extension.Value, critical: false));
    }

    // A processor of each line, by family, model and stepping.
    private static byte[] ProcessorOf(SnpProduct product) => product switch
    {
        SnpProduct.Milan => [0x19, 0x01, 0x01],
        SnpProduct.Genoa => [0x19, 0x11, 0x01],
        _ => [0x1A, 0x02, 0x01],
    };

    private static byte[] Integer(int value)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteInteger(value);
        return writer.Encode();
    }

    private static byte[] Ia5String(string value)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteCharacterString(UniversalTagNumber.IA5String, value);
        return writer.Encode();
    }
}
