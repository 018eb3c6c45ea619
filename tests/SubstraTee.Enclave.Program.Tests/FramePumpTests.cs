using SubstraTee.Attestation;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Enclave.Tests;

namespace SubstraTee.Enclave.Program.Tests;

/// <summary>A platform that makes its own evidence: the pump answers, and the host is neither asked nor heard.</summary>
public class FramePumpTests
{
    [Fact]
    public void The_platforms_evidence_is_registered_without_the_host()
    {
        var source = new Hardware();
        var shard = TestShard.ByEvidence(source.Platform);
        using var worker = Worker(shard, source).Serve();
        Assert.Equal(1, source.Asked);
        Assert.All(worker.Questions, question => Assert.IsType<EnclaveEffect.WantCollateral>(question));
        Assert.Equal(worker.Status.Instance, shard.Member(worker.Status.Account)!.Evidence.Binding.Instance);
    }

    [Fact]
    public void Evidence_from_the_host_is_refused_also_while_the_platform_has_none()
    {
        var source = new Hardware { IsBroken = true };
        var shard = TestShard.ByEvidence(source.Platform);
        using var worker = Worker(shard, source);
        Assert.Null(worker.Boot());
        shard.Chain.Fund(worker.Status.Account);
        worker.Advance(1);
        Assert.Equal(1, source.Asked);
        Assert.Empty(worker.Questions);
        var (evidence, _) = source.Platform.Quote(source.Wanted, TestParentchain.TimeOf(shard.Chain.Height));
        Assert.Equal(
            RefusalCode.EvidenceNotWanted, worker.Handle(new EnclaveInput.Evidence(source.Wanted, EvidenceKind.SevSnp, evidence)));
        Assert.Equal((EnclaveState.Joining, RefusalCode.NotRegistered), (worker.Status.State, worker.Status.Reason));

        source.IsBroken = false;
        worker.Platform.MonotonicMs += 30_000;
        worker.Settle();
        Assert.Equal(2, source.Asked);
    }

    private static TestWorker Worker(TestShard shard, Hardware source) => new(
        shard, source.Platform, around: machine => new FramePump(Stream.Null, machine, source).Handle);

    private sealed class Hardware : IEvidenceSource
    {
        public TestPlatform Platform { get; } = new(kind: EvidenceKind.SevSnp);

        public bool IsBroken { get; set; }

        public int Asked { get; private set; }

        public byte[] Wanted { get; private set; } = [];

        public PlatformEvidence Collect(ReadOnlySpan<byte> reportData)
        {
            Asked++;
            Wanted = reportData.ToArray();
            return IsBroken
                ? throw new PlatformException("the quoting service is away")
                : new PlatformEvidence(EvidenceKind.SevSnp, Platform.Quote(Wanted, TestParentchain.TimeOf(1)).Evidence, []);
        }
    }
}
