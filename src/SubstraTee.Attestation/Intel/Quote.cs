using System.Buffers.Binary;

namespace SubstraTee.Attestation.Intel;

/// <summary>An ECDSA quote, versions 3, 4 and 5 (Intel SGX and TDX DCAP quoting library APIs), laid open and not yet believed.</summary>
/// <remarks>
/// Every inner length has to be used up exactly. Bytes after the whole quote are allowed and never looked at: TDX buffers come
/// padded.
/// </remarks>
internal sealed class Quote
{
    /// <summary>The longest quote, with its padding, that is read.</summary>
    public const int MaxLength = 64 * 1024;

    private const int HeaderLength = 48;
    private const int KeyAndSignature = 128;
    private const uint TeeSgx = 0;
    private const uint TeeTdx = 0x81;
    private const ushort EcdsaP256 = 2;

    private readonly ReadOnlyMemory<byte> _bytes;

    private Quote(ReadOnlyMemory<byte> bytes)
    {
        Check.That(bytes.Length <= MaxLength, RefusalReason.EvidenceTooLarge, $"a quote of {bytes.Length} bytes, at most {MaxLength} are read");
        Check.That(bytes.Length >= HeaderLength, RefusalReason.EvidenceTruncated, "the quote ends within its header");
        _bytes = bytes;
        Version = ReadUInt16(bytes.Span, 0);
        AttestationKeyType = ReadUInt16(bytes.Span, 2);
        var (offset, length) = ReadBodyPlace();
        Body = Slice(offset, length, "body");
        SignedBytes = bytes[..(offset + length)];
        var signatureLength = Slice(offset + length, 4, "length of the signature").Span;
        var declared = BinaryPrimitives.ReadUInt32LittleEndian(signatureLength);
        Check.That(declared <= MaxLength, RefusalReason.EvidenceMalformed, $"signature data of {declared} bytes");
        var start = offset + length + 4;
        ReadSignatureData(Slice(start, (int)declared, "signature data"));
        PaddingLength = bytes.Length - start - (int)declared;
    }

    /// <summary>3, 4 or 5.</summary>
    public int Version { get; }

    /// <summary>The attestation key's type as the header names it.</summary>
    public ushort AttestationKeyType { get; }

    /// <summary>Whether the quote is about a trust domain and not about an enclave.</summary>
    public bool IsTdx { get; private set; }

    /// <summary>The report: 384 bytes for SGX, 584 or 648 for TDX.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>Header and body, which the attestation key signs.</summary>
    public ReadOnlyMemory<byte> SignedBytes { get; }

    /// <summary>The attestation key's signature, r ‖ s.</summary>
    public ReadOnlyMemory<byte> Signature { get; private set; }

    /// <summary>The attestation key, x ‖ y.</summary>
    public ReadOnlyMemory<byte> AttestationKey { get; private set; }

    /// <summary>The quoting enclave's own report.</summary>
    public ReadOnlyMemory<byte> QeReport { get; private set; }

    /// <summary>The PCK key's signature over <see cref="QeReport"/>, r ‖ s.</summary>
    public ReadOnlyMemory<byte> QeReportSignature { get; private set; }

    /// <summary>What the QE report binds beside the attestation key.</summary>
    public ReadOnlyMemory<byte> AuthenticationData { get; private set; }

    /// <summary>What <see cref="CertificationData"/> is: 5 for a chain of PEM certificates.</summary>
    public int CertificationDataType { get; private set; }

    /// <summary>What certifies the PCK key.</summary>
    public ReadOnlyMemory<byte> CertificationData { get; private set; }

    /// <summary>Unsigned bytes after the quote.</summary>
    public int PaddingLength { get; }

    /// <summary>Intel's quoting enclave vendor id.</summary>
    public static ReadOnlySpan<byte> IntelVendorId =>
        [0x93, 0x9A, 0x72, 0x33, 0xF7, 0x9C, 0x4C, 0xA9, 0x94, 0x0A, 0x0D, 0xB3, 0x95, 0x7F, 0x06, 0x07];

    /// <summary>Lays a quote open.</summary>
    /// <exception cref="RefusalException">It does not have the layout, or is of an unknown version or kind.</exception>
    public static Quote Parse(ReadOnlyMemory<byte> bytes) => new(bytes);

    /// <summary>Checks what the header says about key and quoting enclave.</summary>
    /// <exception cref="RefusalException">It is not what can be verified.</exception>
    public void CheckHeader()
    {
        Check.That(
            AttestationKeyType == EcdsaP256,
            RefusalReason.AttestationKeyTypeUnsupported,
            $"attestation key type {AttestationKeyType}; only 2, ECDSA on P-256, is in use");
        Check.That(
            _bytes.Span.Slice(12, 16).SequenceEqual(IntelVendorId),
            RefusalReason.QeVendorUnknown,
            $"the quoting enclave's vendor is {Convert.ToHexStringLower(_bytes.Span.Slice(12, 16))}, not Intel");
    }

    private (int Offset, int Length) ReadBodyPlace()
    {
        var tee = BinaryPrimitives.ReadUInt32LittleEndian(_bytes.Span[4..]);
        Check.That(Version is 3 or 4 or 5, RefusalReason.UnsupportedEvidence, $"quote version {Version}; 3, 4 and 5 are known");
        Check.That(tee is TeeSgx or TeeTdx, RefusalReason.UnsupportedEvidence, $"TEE type 0x{tee:x}; 0 (SGX) and 0x81 (TDX) are known");
        Check.That(Version != 3 || tee == TeeSgx, RefusalReason.UnsupportedEvidence, "a quote of version 3 is about SGX");
        IsTdx = tee == TeeTdx;
        if (Version < 5)
        {
            return (HeaderLength, IsTdx ? TdReport.Length10 : SgxReport.Length);
        }

        var descriptor = Slice(HeaderLength, 6, "body descriptor").Span;
        var type = ReadUInt16(descriptor, 0);
        var size = BinaryPrimitives.ReadUInt32LittleEndian(descriptor[2..]);
        var expected = type switch
        {
            1 => SgxReport.Length,
            2 => TdReport.Length10,
            3 => TdReport.Length15,
            _ => throw new RefusalException(RefusalReason.UnsupportedEvidence, $"body type {type}; 1, 2 and 3 are known"),
        };
        Check.That(size == expected, RefusalReason.EvidenceMalformed, $"a body of type {type} and {size} bytes");
        Check.That(type == 1 != IsTdx, RefusalReason.EvidenceMalformed, $"body type {type} under TEE type 0x{tee:x}");
        return (HeaderLength + 6, expected);
    }

    private void ReadSignatureData(ReadOnlyMemory<byte> data)
    {
        Check.That(data.Length >= KeyAndSignature, RefusalReason.EvidenceMalformed, "signature data is too short");
        Signature = data[..64];
        AttestationKey = data[64..KeyAndSignature];
        var rest = data[KeyAndSignature..];
        if (Version > 3)
        {
            var (type, inner) = ReadTyped(rest, "QE report certification data");
            Check.That(type == 6, RefusalReason.EvidenceMalformed, $"certification data of type {type}, where 6 has to be");
            rest = inner;
        }

        Check.That(rest.Length >= SgxReport.Length + 66, RefusalReason.EvidenceMalformed, "signature data ends before the QE report does");
        QeReport = rest[..SgxReport.Length];
        QeReportSignature = rest.Slice(SgxReport.Length, 64);
        rest = rest[(SgxReport.Length + 64)..];
        var length = ReadUInt16(rest.Span, 0);
        Check.That(rest.Length >= 2 + length, RefusalReason.EvidenceMalformed, "authentication data ends beyond the signature data");
        AuthenticationData = rest.Slice(2, length);
        (CertificationDataType, CertificationData) = ReadTyped(rest[(2 + length)..], "certification data");
    }

    private static (int Type, ReadOnlyMemory<byte> Data) ReadTyped(ReadOnlyMemory<byte> bytes, string what)
    {
        Check.That(bytes.Length >= 6, RefusalReason.EvidenceMalformed, $"{what} is too short");
        var length = BinaryPrimitives.ReadUInt32LittleEndian(bytes.Span[2..]);
        Check.That(
            length == bytes.Length - 6,
            RefusalReason.EvidenceMalformed,
            $"{what} says that it has {length} bytes, and {bytes.Length - 6} are there");
        return (ReadUInt16(bytes.Span, 0), bytes[6..]);
    }

    private ReadOnlyMemory<byte> Slice(int offset, int length, string what)
    {
        Check.That(
            _bytes.Length - offset >= length, RefusalReason.EvidenceTruncated, $"the quote ends within its {what} ({_bytes.Length} bytes)");
        return _bytes.Slice(offset, length);
    }

    private static ushort ReadUInt16(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[offset..]);
}
