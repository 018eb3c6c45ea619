using System.Collections.Immutable;
using SubstraTee.Attestation;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;

namespace SubstraTee.Runtime.Tests;

/// <summary>A simulated platform of one family, as the registry's tests need it.</summary>
internal abstract class TestPlatform : IDisposable
{
    public abstract EvidenceKind Kind { get; }

    /// <summary>The root that its evidence ends in.</summary>
    public abstract TrustAnchor Anchor { get; }

    /// <summary>What vouches for its evidence, or null where the family needs nothing.</summary>
    /// <param name="nowMs">The chain's time.</param>
    public virtual CollateralBundle? Collateral(ulong nowMs) => null;

    /// <summary>Evidence of an enclave whose code is told by a number.</summary>
    /// <param name="code">The number.</param>
    /// <param name="reportData">What it binds, 64 bytes.</param>
    /// <param name="nowMs">The chain's time.</param>
    public abstract byte[] Evidence(byte code, byte[] reportData, ulong nowMs);

    /// <summary>The measurement of an enclave, as the family's verifier has it.</summary>
    public Measurement Measurement(byte code, ulong nowMs) => Verified(code, nowMs).Measurement;

    /// <summary>What a policy has to name beside the enclave: who measures it, where the family asks for that.</summary>
    public ImmutableArray<RegisterRule> Firmware()
    {
        var verified = Verified(0, TestChain.Start);
        return
        [
            .. new[] { "sm_hash", "platform_firmware" }
                .Where(name => !verified.Register(name).IsEmpty)
                .Select(name => new RegisterRule(Kind, name, verified.Register(name))),
        ];
    }

    private VerifiedEvidence Verified(byte code, ulong nowMs)
    {
        var verdict = EvidenceVerifier.Verify(
            Kind,
            Evidence(code, new byte[64], nowMs),
            Collateral(nowMs)?.ToCollateral() ?? Attestation.Collateral.None,
            TrustAnchors.Of([Anchor]),
            (long)(nowMs / 1000),
            VerificationOptions.Default);
        return Assert.IsType<Verdict.Verified>(verdict).Evidence;
    }

    public abstract void Dispose();

    protected static DateTimeOffset Time(ulong nowMs) => DateTimeOffset.FromUnixTimeMilliseconds((long)nowMs);

    protected static ImmutableArray<byte> Fill(byte value, int length) => [.. Enumerable.Repeat(value, length)];

    protected static SecretBytes Seed(byte value) => new([.. Enumerable.Repeat(value, 32)]);
}
