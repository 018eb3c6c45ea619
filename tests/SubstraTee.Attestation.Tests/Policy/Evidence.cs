using System.Collections.Immutable;
using SubstraTee.Attestation.Intel;
using SubstraTee.Primitives;

namespace SubstraTee.Attestation.Tests.Policy;

/// <summary>Verified evidence made by hand, to judge it: each test changes the one thing that it is about.</summary>
internal static class Evidence
{
    public const long IssuedAt = 1_700_000_000;

    public static byte[] Code { get; } = [.. Enumerable.Repeat((byte)0xC0, 32)];

    public static byte[] Author { get; } = [.. Enumerable.Repeat((byte)0xA0, 32)];

    public static Measurement Measurement { get; } = new(MeasurementFamily.Sgx, Code);

    public static PlatformIdentity Platform { get; } = new(PlatformIdentityKind.Ppid, [1, 2, 3]);

    public static VerifiedEvidence Sgx(
        TcbStatus tcb = TcbStatus.UpToDate,
        bool debug = false,
        AnchorClass anchor = AnchorClass.Production,
        ulong? svn = 5,
        ImmutableArray<SkippedCheck> skipped = default,
        params ImmutableArray<string> advisories) =>
        new(
            new EvidenceFacts
            {
                Kind = EvidenceKind.SgxDcap,
                Measurement = Measurement,
                Registers = [new MeasuredRegister("mrenclave", Code), new MeasuredRegister("configid", new byte[64])],
                Signer = [.. Author],
                ProductId = 7,
                SecurityVersion = svn,
                SecurityVersions = svn is { } value ? [new SecurityVersion("isv_svn", value), new SecurityVersion("pce_svn", 13)] : [],
                ReportData = [.. new byte[64]],
                Debug = debug,
                Tcb = tcb,
                Advisories = advisories.IsDefault ? [] : advisories,
                Platform = [Platform],
                Validity = new ValidityWindow(IssuedAt, IssuedAt + 1000),
                IssuedAt = IssuedAt,
                TcbEvaluationNumber = 17,
                SignedBy = SigningKeyKind.IntelPck,
                Claims = new NoClaims(),
            },
            anchor,
            skipped.IsDefault ? [] : skipped);

    public static VerifiedEvidence Td(ulong attributes, byte serviceTd = 0)
    {
        var bytes = new byte[TdReport.Length15];
        BitConverter.TryWriteBytes(bytes.AsSpan(120), attributes);
        bytes[600] = serviceTd;
        return new(
            new EvidenceFacts
            {
                Kind = EvidenceKind.Tdx,
                Measurement = new Measurement(MeasurementFamily.Tdx, Code),
                Registers = [],
                ReportData = [.. new byte[64]],
                Debug = false,
                Tcb = TcbStatus.UpToDate,
                Validity = ValidityWindow.Always,
                SignedBy = SigningKeyKind.IntelPck,
                Claims = new TdxClaims(
                    new TdReport(bytes), null!, new DcapTcb(TcbStatus.UpToDate, TcbStatus.UpToDate, null, TcbStatus.UpToDate, 0, []), []),
            },
            AnchorClass.Production,
            []);
    }

    private sealed class NoClaims : EvidenceClaims;
}
