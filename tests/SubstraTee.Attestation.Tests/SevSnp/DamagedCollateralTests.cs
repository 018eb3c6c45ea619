using System.Collections.Concurrent;
using SubstraTee.Attestation.Tests.Simulation;
using SubstraTee.Simulation;
using SubstraTee.Testing;

namespace SubstraTee.Attestation.Tests.SevSnp;

/// <summary>Each byte of each certificate and of the revocation list changed in one bit, and each of them cut: always refused.</summary>
public class DamagedCollateralTests
{
    [Theory]
    [InlineData("vek")]
    [InlineData("ask")]
    [InlineData("ark")]
    [InlineData("crl")]
    public void Damaged_collateral_is_refused(string part)
    {
        using var seed = Mint.Seed(70);
        var root = Mint.SnpRoot();
        using var machine = new SimulatedSnpMachine(root, seed, Mint.Tcb, Mint.Validity);
        var report = machine.Report(Mint.SnpReport());
        var good = machine.Collateral(root.Crl(Mint.CrlValidity));
        var anchors = TrustAnchors.Of([root.Anchor]);
        Verdict Verify(ReadOnlyMemory<byte> changed) => EvidenceVerifier.Verify(
            EvidenceKind.SevSnp,
            report,
            new SevSnpCollateral
            {
                Vek = part == "vek" ? changed : good.Vek,
                Ask = part == "ask" ? changed : good.Ask,
                Ark = part == "ark" ? changed : good.Ark,
                ArkCrl = part == "crl" ? changed : good.ArkCrl,
            },
            anchors,
            Mint.Time,
            VerificationOptions.Default);

        var whole = part switch { "vek" => good.Vek, "ask" => good.Ask, "ark" => good.Ark, _ => good.ArkCrl };
        Judge.Accepted(Verify(whole));
        var accepted = new ConcurrentBag<int>();
        Parallel.For(0, whole.Length, i =>
        {
            var changed = whole.ToArray();
            changed[i] ^= (byte)(1 << (i % 8));
            if (Verify(changed) is not Verdict.Refused || Verify(whole[..i]) is not Verdict.Refused)
            {
                accepted.Add(i);
            }
        });
        Findings.None("bytes whose damage was not refused", accepted.Order().Select(i => $"{part} byte {i}"));
    }
}
