using System.Collections.Immutable;
using System.Security.Cryptography;
using SubstraTee.Attestation;
using SubstraTee.Attestation.Cose;
using SubstraTee.Attestation.SevSnp;
using SubstraTee.Attestation.X509;
using SubstraTee.Primitives;
using SubstraTee.Simulation;

namespace SubstraTee.Fuzz;

/// <summary>Evidence of AMD, Arm, Keystone and Nitro, and what it is made of. Seeds come from the simulation.</summary>
internal static class EvidenceTargets
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly SimulatedValidity Validity = SimulatedValidity.Days(Now, 30);
    private static readonly VerificationOptions DecodeWithNotes = new() { Depth = VerificationDepth.DecodeOnly, CollectDiagnostics = true };
    private static readonly ImmutableArray<SimulatedComponent> Components = [new("BL", Bytes(32), Bytes(32)), new("PRoT", Bytes(48), Bytes(64))];

    public static IEnumerable<IFuzzTarget> All =>
    [
        new FunctionTarget("attestation-cbor", CborSeeds, RunCbor),
        new FunctionTarget("attestation-cose-sign1", () => [PsaToken(PsaProfile.Rfc9783), NitroDocument()], RunCose),
        new FunctionTarget("attestation-snp-report", () => [SnpMachine(out _).Report(SnpContent())], input => Decode(EvidenceKind.SevSnp, input)),
        new FunctionTarget("attestation-snp-certificate", SnpCertificates, RunCertificate),
        new FunctionTarget("attestation-snp-table", () => [SnpTable()], RunTable),
        new FunctionTarget("attestation-psa-token", () => Enum.GetValues<PsaProfile>().Select(PsaToken), input => Decode(EvidenceKind.ArmPsa, input)),
        new FunctionTarget("attestation-cca-token", () => [CcaToken(legacy: true), CcaToken(legacy: false)], input => Decode(EvidenceKind.ArmCca, input)),
        new FunctionTarget("attestation-keystone-report", KeystoneReports, RunKeystone),
        new FunctionTarget("attestation-nitro-payload", () => [CoseSign1.Read(NitroDocument(), CborLimits.NitroDocument, CoseTagging.Optional, "seed").Payload.ToArray()], RunNitro),
    ];

    private static IEnumerable<byte[]> CborSeeds() =>
    [
        CborMap.Empty.With(1, CborItem.Bytes([1, 2])).With("a", CborItem.Array(CborItem.Number(-7), CborItem.Null)).Encode(),
        CborItem.Tag(18, CborItem.Array(CborItem.Text("x"))),
        [0xbf, 0x01, 0x9f, 0x02, 0xff, 0xff],
    ];

    private static int RunCbor(ReadOnlySpan<byte> input)
    {
        var bytes = input.ToArray();
        var strict = CborReader.TryRead(bytes, CborLimits.Token, out var fault) is null ? (int)fault : -1;
        var open = CborReader.TryRead(bytes, CborLimits.NitroPayload, out fault) is null ? (int)fault : -1;
        return strict == -1 && open is not -1 and not (int)CborFault.TooManyItems and not (int)CborFault.TooDeep
            ? throw new InvalidOperationException("the wider reader refuses what the narrower accepts")
            : (strict << 8) | open;
    }

    private static int RunCose(ReadOnlySpan<byte> input)
    {
        try
        {
            return -1 - (int)CoseSign1.Read(input.ToArray(), CborLimits.Token, CoseTagging.Optional, "input").Algorithm;
        }
        catch (RefusalException refusal)
        {
            return Place(refusal);
        }
    }

    private static int Decode(EvidenceKind kind, ReadOnlySpan<byte> input)
    {
        var verdict = EvidenceVerifier.Verify(kind, input.ToArray(), Collateral.None, TrustAnchors.None, Now.ToUnixTimeSeconds(), DecodeWithNotes);
        var full = EvidenceVerifier.Verify(kind, input.ToArray(), Collateral.None, TrustAnchors.None, Now.ToUnixTimeSeconds(), VerificationOptions.Default);
        return full is not Verdict.Refused
            ? throw new InvalidOperationException("evidence is accepted that nobody vouches for")
            : verdict is Verdict.Refused refused ? ((int)refused.Reason << 8) | verdict.Diagnostics.Entries.Length : -1;
    }

    private static IEnumerable<byte[]> SnpCertificates()
    {
        using var milan = SnpMachine(out var root);
        return [milan.Vek, root.Ask, root.Ark];
    }

    private static int RunCertificate(ReadOnlySpan<byte> input)
    {
        try
        {
            var certificate = Certificate.Parse(input.ToArray(), "input");
            return -1 - VekExtensions.Read(certificate, SnpProduct.Milan).HardwareId.Length;
        }
        catch (RefusalException refusal)
        {
            return Place(refusal);
        }
    }

    private static int RunTable(ReadOnlySpan<byte> input) =>
        SnpCertificateTable.TryRead(input.ToArray(), out var collateral, out _, out var detail)
            ? -1 - collateral.Vek.Length
            : detail.Length;

    private static int RunKeystone(ReadOnlySpan<byte> input)
    {
        var anchor = new TrustAnchor(AnchorRole.KeystoneDevice, AnchorClass.Test, new byte[32], "zeros", "fuzzing");
        var verdict = EvidenceVerifier.Verify(
            EvidenceKind.Keystone, input.ToArray(), Collateral.None, TrustAnchors.Of([anchor]), 0, VerificationOptions.Default);
        return verdict is Verdict.Refused refused ? (int)refused.Reason : throw new InvalidOperationException("a key of zeros was believed");
    }

    private static int RunNitro(ReadOnlySpan<byte> input)
    {
        try
        {
            var document = Attestation.Nitro.NitroDocument.Read(input.ToArray());
            return -1 - document.Registers.Length - (document.IsDebug ? 1 << 8 : 0);
        }
        catch (RefusalException refusal)
        {
            return Place(refusal);
        }
    }

    private static int Place(RefusalException refusal) => ((int)refusal.Reason << 8) | (refusal.Message.Length & 0xff);

    private static SimulatedSnpMachine SnpMachine(out SimulatedSnpRoot root)
    {
        root = new SimulatedSnpRoot(SnpProduct.Milan, RSA.Create(2048), RSA.Create(2048), Validity);
        using var seed = Seed();
        return new SimulatedSnpMachine(root, seed, new SnpTcb(null, 4, 0, 24, 219), Validity);
    }

    private static SimulatedSnpReport SnpContent() => new() { ReportData = Bytes(64), Measurement = Bytes(48) };

    // One entry and its contents; layout as in the table's reader.
    private static byte[] SnpTable() =>
    [
        .. new Guid("63da758d-e664-4564-adc5-f4b93be8accd").ToByteArray(bigEndian: true), 48, 0, 0, 0, 3, 0, 0, 0, .. new byte[24], 1, 2, 3,
    ];

    private static byte[] PsaToken(PsaProfile profile)
    {
        using var seed = Seed();
        using var device = new SimulatedArmDevice(seed, onP256: true);
        return device.PsaToken(new SimulatedPsaToken { Nonce = Bytes(32), Components = Components, Profile = profile });
    }

    private static byte[] CcaToken(bool legacy)
    {
        using var seed = Seed();
        using var device = new SimulatedArmDevice(seed, onP256: true);
        return device.CcaToken(new SimulatedCcaToken
        {
            Challenge = Bytes(64),
            InitialMeasurement = Bytes(32),
            PlatformComponents = Components,
            IsLegacy = legacy,
            RealmKeyOnP256 = true,
        });
    }

    private static IEnumerable<byte[]> KeystoneReports()
    {
        using var seed = Seed();
        using var device = new SimulatedKeystoneDevice(seed);
        var report = device.Report(new SimulatedKeystoneReport { EnclaveHash = Bytes(64), Data = Bytes(8), DeviceKey = Bytes(32) });
        return [report, """{"device_pubkey":"00","security_monitor":{},"enclave":{"datalen":1}}"""u8.ToArray()];
    }

    private static byte[] NitroDocument()
    {
        using var seed = Seed();
        using var root = new SimulatedNitroRoot(seed, Validity);
        return root.Document(new SimulatedNitroDocument { Time = Now, Registers = [Bytes(48)], Intermediates = 1 });
    }

    private static SecretBytes Seed() => new(new byte[32]);

    private static ImmutableArray<byte> Bytes(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)i)];
}
