using SubstraTee.Crypto;
using SubstraTee.Primitives;
using SubstraTee.Testing;

namespace SubstraTee.Attestation.Tests.Manifest;

/// <summary>Every case of AMD, Arm, Keystone and Nitro: the verdict, and every value that the manifest lists.</summary>
public class SmallFamilyTests
{
    private const string KeyPairCase = "keystone/test-device-key";

    public static TheoryData<string> Cases =>
        Vectors.Folder is null
            ? ["none"]
            : [.. new[] { "sev-snp", "arm-psa", "arm-cca", "keystone", "nitro" }.SelectMany(ManifestCase.Of).Select(one => one.Id).Where(id => id != KeyPairCase)];

    [VectorTheory]
    [MemberData(nameof(Cases))]
    public void A_published_case_has_the_published_verdict_and_values(string id)
    {
        var one = ManifestCase.Get(id);

        var verdict = ManifestJudgement.Judge(one);

        var expected = one.Verdict switch
        {
            "valid" => typeof(Verdict.Verified),
            "decode-ok" => typeof(Verdict.Decoded),
            _ => typeof(Verdict.Refused),
        };
        Assert.True(verdict.GetType() == expected, $"{id}: expected {one.Verdict}, got {verdict}");
        Findings.None(
            $"values of {id} that differ",
            one.ExpectedValues().Where(value => verdict.Diagnostics.Find(value.Key) != value.Value)
                .Select(value => $"{value.Key}: expected {value.Value}, got {verdict.Diagnostics.Find(value.Key) ?? "nothing"}"));
    }

    [VectorFact]
    public void There_are_as_many_cases_as_when_this_was_written() =>
        Assert.Equal([11, 9, 11, 2, 5], new[] { "sev-snp", "arm-psa", "arm-cca", "keystone", "nitro" }.Select(kind => ManifestCase.Of(kind).Count()));

    [VectorFact]
    public void The_published_key_pair_of_keystone_fits()
    {
        var one = ManifestCase.Get(KeyPairCase);
        using var secret = new SecretBytes(one.File("device_secret_key_expanded"));

        Assert.Equal(one.File("device_public_key"), Ed25519Sha3.PublicKey(secret));
        Assert.Equal(one.Expected.GetProperty("device_public_key").GetString(), Convert.ToHexStringLower(Ed25519Sha3.PublicKey(secret)));
    }
}
