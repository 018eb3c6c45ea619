using System.Collections.Concurrent;
using SubstraTee.Testing;

namespace SubstraTee.Attestation.Tests.Robustness;

/// <summary>Evidence cut at every byte and with every single bit changed: a refusal each time, and never an exception.</summary>
public class DamageTests
{
    public static TheoryData<string> Families => [.. Specimen.Names];

    [Theory]
    [MemberData(nameof(Families))]
    public void Evidence_cut_at_any_byte_is_refused(string family)
    {
        var specimen = Specimen.Of(family);
        Assert.IsType<Verdict.Verified>(specimen.Verifier()(specimen.Evidence));
        var accepted = new ConcurrentBag<string>();
        Parallel.For(0, specimen.Evidence.Length, specimen.Verifier, (length, _, verify) =>
        {
            if (verify(specimen.Evidence.AsMemory(0, length)) is not Verdict.Refused)
            {
                accepted.Add($"{family} cut to {length} bytes");
            }

            return verify;
        }, _ => { });
        Findings.None("cut evidence that was not refused", accepted);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Evidence_with_any_bit_changed_is_refused_but_for_the_listed_unsigned_ones(string family)
    {
        var specimen = Specimen.Of(family);
        var accepted = new ConcurrentBag<int>();
        Parallel.For(0, specimen.Evidence.Length * 8, specimen.Verifier, (bit, _, verify) =>
        {
            var changed = specimen.Evidence.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            if (verify(changed) is not Verdict.Refused)
            {
                accepted.Add(bit);
            }

            return verify;
        }, _ => { });

        Findings.None(
            "changed bits that were not refused and are not listed as unsigned",
            accepted.Where(bit => !specimen.Unsigned.Any(stretch => stretch.Contains(bit))).Order().Select(bit => $"{family} byte {bit / 8} bit {bit % 8}"));
        // The list says what is so, not what might be: every bit of it really can change.
        Assert.Equal(specimen.Unsigned.Sum(stretch => stretch.Length * 8), accepted.Count);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Evidence_of_one_family_is_refused_as_that_of_any_other(string family)
    {
        var evidence = Specimen.Of(family).Evidence;
        foreach (var kind in EvidenceKinds.All.Where(kind => kind.Text() != family))
        {
            Assert.IsType<Verdict.Refused>(
                EvidenceVerifier.Verify(kind, evidence, Collateral.None, TrustAnchors.Production, 0, VerificationOptions.Default));
        }
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Diagnostics_of_damaged_evidence_make_nothing_throw(string family)
    {
        var specimen = Specimen.Of(family);
        var kind = EvidenceKinds.All.Single(one => one.Text() == family);
        var options = new VerificationOptions { CollectDiagnostics = true, Depth = VerificationDepth.DecodeOnly };
        // Notes on weak keys of Keystone take milliseconds, so not every byte.
        for (var i = 0; i < specimen.Evidence.Length; i += 5)
        {
            var changed = specimen.Evidence.ToArray();
            changed[i] ^= 0xff;
            _ = EvidenceVerifier.Verify(kind, changed, Collateral.None, TrustAnchors.None, 0, options);
            _ = EvidenceVerifier.Verify(kind, changed.AsMemory(0, i), Collateral.None, TrustAnchors.None, 0, options);
        }
    }
}
