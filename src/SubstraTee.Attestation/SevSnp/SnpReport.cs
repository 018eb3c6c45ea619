using System.Buffers.Binary;

namespace SubstraTee.Attestation.SevSnp;

/// <summary>The attestation report of AMD's security processor: a view of its bytes, of which nothing is checked yet.</summary>
/// <remarks>AMD #56860 (SEV-SNP firmware ABI), ATTESTATION_REPORT; numbers are little-endian.</remarks>
internal readonly struct SnpReport(ReadOnlyMemory<byte> bytes)
{
    /// <summary>The length of every version.</summary>
    public const int Length = 0x4A0;

    /// <summary>Where the signed bytes end and the signature begins.</summary>
    public const int SignedLength = 0x2A0;

    /// <summary>The only signature algorithm there is: ECDSA on P-384 with SHA-384.</summary>
    public const uint EcdsaP384Sha384 = 1;

    /// <summary>The number's length in the signature, of which the curve needs 48 bytes.</summary>
    private const int SignatureNumberLength = 72;

    private const int CurveNumberLength = 48;

    private readonly ReadOnlyMemory<byte> _bytes = bytes;

    private ReadOnlySpan<byte> Span => _bytes.Span;

    public uint Version => U32(0x00);

    public uint GuestSvn => U32(0x04);

    public ulong Policy => U64(0x08);

    public ReadOnlySpan<byte> FamilyId => Span.Slice(0x10, 16);

    public ReadOnlySpan<byte> ImageId => Span.Slice(0x20, 16);

    public uint Vmpl => U32(0x30);

    public uint SignatureAlgorithm => U32(0x34);

    public ReadOnlySpan<byte> CurrentTcb => Span.Slice(0x38, SnpTcb.Length);

    public ulong PlatformInfo => U64(0x40);

    public uint Flags => U32(0x48);

    public ReadOnlySpan<byte> ReportData => Span.Slice(0x50, 64);

    public ReadOnlySpan<byte> Measurement => Span.Slice(0x90, 48);

    public ReadOnlySpan<byte> HostData => Span.Slice(0xC0, 32);

    public ReadOnlySpan<byte> IdKeyDigest => Span.Slice(0xE0, 48);

    public ReadOnlySpan<byte> AuthorKeyDigest => Span.Slice(0x110, 48);

    public ReadOnlySpan<byte> ReportId => Span.Slice(0x140, 32);

    public ReadOnlySpan<byte> MigrationAgentReportId => Span.Slice(0x160, 32);

    public ReadOnlySpan<byte> ReportedTcb => Span.Slice(0x180, SnpTcb.Length);

    /// <summary>Family, model and stepping, from version 3 on.</summary>
    public ReadOnlySpan<byte> CpuId => Span.Slice(0x188, 3);

    public ReadOnlySpan<byte> ChipId => Span.Slice(0x1A0, 64);

    public ReadOnlySpan<byte> CommittedTcb => Span.Slice(0x1E0, SnpTcb.Length);

    public ReadOnlySpan<byte> LaunchTcb => Span.Slice(0x1F0, SnpTcb.Length);

    /// <summary>What is signed.</summary>
    public ReadOnlySpan<byte> Signed => Span[..SignedLength];

    /// <summary>The kind of key that signed: 0 VCEK, 1 VLEK, 7 none.</summary>
    public uint SigningKey => (Flags >> 2) & 0b111;

    public bool AuthorKeyEnabled => (Flags & 1) != 0;

    public bool ChipKeyMasked => (Flags & 2) != 0;

    public bool SmtAllowed => Bit(16);

    public bool MigrationAgentAllowed => Bit(18);

    public bool DebugAllowed => Bit(19);

    public bool HasCpuId => Version >= 3;

    /// <summary>The signature as r and s of 48 bytes each, big-endian; null where it has bytes that a signature has not.</summary>
    /// <remarks>R and S are little-endian numbers of 72 bytes, the rest is reserved: what is not zero there is signed by nobody.</remarks>
    public byte[]? Signature()
    {
        var r = Span.Slice(SignedLength, SignatureNumberLength);
        var s = Span.Slice(SignedLength + SignatureNumberLength, SignatureNumberLength);
        if (r[CurveNumberLength..].ContainsAnyExcept((byte)0)
            || s[CurveNumberLength..].ContainsAnyExcept((byte)0)
            || Span[(SignedLength + (2 * SignatureNumberLength))..].ContainsAnyExcept((byte)0))
        {
            return null;
        }

        byte[] signature = [.. r[..CurveNumberLength], .. s[..CurveNumberLength]];
        signature.AsSpan(0, CurveNumberLength).Reverse();
        signature.AsSpan(CurveNumberLength).Reverse();
        return signature;
    }

    private uint U32(int offset) => BinaryPrimitives.ReadUInt32LittleEndian(Span[offset..]);

    private ulong U64(int offset) => BinaryPrimitives.ReadUInt64LittleEndian(Span[offset..]);

    private bool Bit(int number) => (Policy >> number & 1) != 0;
}
