using SubstraTee.Attestation;

namespace SubstraTee.Enclave.Protocol.Tests;

public class AdmissionPolicyTests
{
    private static readonly AdmissionPolicy Strict = Samples.Descriptor.Policy with
    {
        AllowSkippedAttestation = false,
        Evidence = Samples.EvidenceRules with { TestRoots = false },
    };

    [Fact]
    public void What_admits_enclaves_that_nothing_protects_is_for_development()
    {
        Assert.False(Strict.IsDevelopment);
        Assert.True((Strict with { AllowSkippedAttestation = true }).IsDevelopment);
        Assert.True((Strict with { Evidence = Strict.Evidence! with { TestRoots = true } }).IsDevelopment);
        Assert.True((Strict with { Evidence = Strict.Evidence! with { AllowDebug = true } }).IsDevelopment);
    }

    [Fact]
    public void Every_role_of_collateral_belongs_to_kinds_that_need_it()
    {
        foreach (var kind in EvidenceKinds.All)
        {
            var roles = CollateralRoles.Of(kind);
            Assert.Equal(roles.Distinct(), roles);
            var bundle = CollateralBundle.Of(kind, roles.Select(role => new CollateralItem(role, [1])));
            Assert.True(CollateralBundle.TryRead(CollateralBundle.Codec.Encode(bundle), out var read));
            Assert.Equal(roles.IsEmpty, ReferenceEquals(read.ToCollateral(), Collateral.None));
        }
    }
}
