using SubstraTee.Attestation;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Simulation;

namespace SubstraTee.Enclave.Tests;

/// <summary>A host that brings anything but the evidence and the collateral that was asked for.</summary>
public sealed class HostileEvidenceTests : IDisposable
{
    private readonly TestPlatform _platform = new(kind: EvidenceKind.SevSnp);
    private readonly TestShard _shard;
    private readonly TestWorker _worker;

    public HostileEvidenceTests()
    {
        _shard = TestShard.ByEvidence(_platform);
        _worker = new TestWorker(_shard, _platform);
        Assert.Null(_worker.Boot());
        _shard.Chain.Fund(_worker.Status.Account);
    }

    public void Dispose() => _worker.Dispose();

    [Fact]
    public void What_was_not_asked_for_is_refused()
    {
        _worker.Host = _ => null;
        RefusedAs(RefusalCode.EvidenceNotWanted, new EnclaveInput.Evidence(new byte[64], EvidenceKind.SevSnp, [1]));
        RefusedAs(RefusalCode.EvidenceNotWanted, new EnclaveInput.Collateral([]));
        var wanted = Ask();
        RefusedAs(RefusalCode.EvidenceNotWanted, new EnclaveInput.Collateral([]));
        Assert.Null(_worker.Handle(_worker.Answer(wanted)));
        RefusedAs(RefusalCode.EvidenceNotWanted, (EnclaveInput.Evidence)_worker.Answer(wanted));
        _worker.Host = null;
        _worker.Platform.MonotonicMs += EvidenceFlow.AskAgainAfterMs;
        _worker.Settle();
        RefusedAs(RefusalCode.EvidenceNotWanted, (EnclaveInput.Evidence)_worker.Answer(wanted));
        RefusedAs(RefusalCode.EvidenceNotWanted, new EnclaveInput.Collateral([]));
    }

    [Fact]
    public void Evidence_of_another_kind_over_other_report_data_or_empty_is_refused()
    {
        _worker.Host = _ => null;
        var wanted = Ask();
        var honest = (EnclaveInput.Evidence)_worker.Answer(wanted);
        RefusedAs(RefusalCode.EvidenceMismatch, honest with { Kind = EvidenceKind.Tdx });
        RefusedAs(RefusalCode.EvidenceMismatch, honest with { ReportData = new byte[64] });
        RefusedAs(RefusalCode.EvidenceMismatch, honest with { Bytes = [] });
        Finish(honest);
    }

    [Fact]
    public void Evidence_of_another_enclave_another_moment_or_an_open_one_never_leaves_the_enclave()
    {
        var time = TestParentchain.TimeOf(_shard.Chain.Height);
        var cases = new (RefusalReason Reason, Func<byte[], (byte[] Evidence, byte[] Bundle)> Mint)[]
        {
            (RefusalReason.MeasurementNotAllowed, data => _platform.Quote(data, time, new SimulatedFaults { OtherMeasurement = true })),
            (RefusalReason.DebugEnclave, data => _platform.Quote(data, time, new SimulatedFaults { Debug = true })),
            (RefusalReason.CertificateRevoked, data => _platform.Quote(data, time, new SimulatedFaults { Tcb = SimulatedTcb.Revoked })),
            (RefusalReason.CrlExpired, data => _platform.Quote(data, time, new SimulatedFaults { ExpiredCollateral = true })),
            (RefusalReason.ReportDataMismatch, data => _platform.Quote([.. data[..63], (byte)(data[63] ^ 1)], time)),
            (RefusalReason.EvidenceTruncated, _ => ([1, 2, 3], [])),
        };
        foreach (var (reason, mint) in cases)
        {
            byte[] bundle = [];
            _worker.Host = question =>
            {
                if (question is not EnclaveEffect.WantEvidence wanted)
                {
                    return new EnclaveInput.Collateral(bundle);
                }

                (var evidence, bundle) = mint(wanted.ReportData);
                return new EnclaveInput.Evidence(wanted.ReportData, EvidenceKind.SevSnp, evidence);
            };
            _worker.Platform.MonotonicMs += EvidenceFlow.AskAgainAfterMs;
            _worker.Advance(1);
            Assert.Equal(RefusalCode.EvidenceRefused, _worker.RefusedAnswers[^1]);
            Assert.Equal(reason, _worker.RefusedEvidence[^1]);
            Assert.Empty(_worker.Sent);
        }

        Assert.Equal(cases.Length, _worker.RefusedEvidence.Count);
        _worker.Host = null;
        _worker.Platform.MonotonicMs += EvidenceFlow.AskAgainAfterMs;
        _worker.Settle();
    }

    [Fact]
    public void Swapped_collateral_is_refused_and_the_right_one_still_taken()
    {
        _worker.Host = _ => null;
        var wanted = Ask();
        Assert.Null(_worker.Handle(_worker.Answer(wanted)));
        var honest = (EnclaveInput.Collateral)_worker.Answer(_worker.Questions[^1]);
        Assert.True(CollateralBundle.TryRead(honest.Bundle, out var bundle));
        var intel = new TestPlatform(kind: EvidenceKind.SgxDcap).Quote(new byte[64], TestParentchain.TimeOf(_shard.Chain.Height)).Bundle;
        var another = new TestPlatform("another machine", kind: EvidenceKind.SevSnp).Quote(new byte[64], TestParentchain.TimeOf(_shard.Chain.Height)).Bundle;
        RefusedAs(RefusalCode.CollateralMalformed, new EnclaveInput.Collateral(intel));
        RefusedAs(RefusalCode.CollateralMalformed, new EnclaveInput.Collateral([1, 2, 3]));
        RefusedAs(RefusalCode.CollateralMalformed, new EnclaveInput.Collateral(CollateralBundle.Codec.Encode(bundle with { Items = [.. bundle.Items.Reverse()] })));
        RefusedAs(RefusalCode.EvidenceRefused, new EnclaveInput.Collateral([]));
        RefusedAs(RefusalCode.EvidenceRefused, new EnclaveInput.Collateral(another));
        RefusedAs(RefusalCode.EvidenceRefused, new EnclaveInput.Collateral(CollateralBundle.Codec.Encode(bundle with { Items = bundle.Items.RemoveAt(0) })));
        Assert.Null(_worker.Handle(honest));
        _worker.Host = null;
        _worker.Settle();
    }

    [Fact]
    public void A_question_that_is_never_answered_is_put_again_and_in_the_end_anew()
    {
        _worker.Host = _ => null;
        var first = Ask();
        _worker.Advance(3);
        Assert.Single(_worker.Questions);
        _worker.Platform.MonotonicMs += EvidenceFlow.AskAgainAfterMs;
        _worker.Advance(1);
        Assert.Equal(2, _worker.Questions.Count);
        Assert.Equal(first.ReportData, ((EnclaveEffect.WantEvidence)_worker.Questions[^1]).ReportData);

        _worker.Advance((int)EvidenceFlow.FreshBlocks);
        var last = (EnclaveEffect.WantEvidence)_worker.Questions[^1];
        Assert.Equal(3, _worker.Questions.Count);
        Assert.NotEqual(first.ReportData, last.ReportData);
        Assert.Equal(RefusalCode.EvidenceMismatch, _worker.Handle(_worker.Answer(first)));
        Assert.Equal((EnclaveState.Joining, RefusalCode.NotRegistered), (_worker.Status.State, _worker.Status.Reason));
        Finish((EnclaveInput.Evidence)_worker.Answer(last));
    }

    [Fact]
    public void A_registration_that_the_host_swallows_is_sent_again_with_evidence_that_is_fresh()
    {
        _worker.Swallow = true;
        _worker.Advance((int)EvidenceFlow.FreshBlocks + 4);
        Assert.Equal(4, _worker.Questions.Count);
        Assert.Equal((EnclaveState.Joining, RefusalCode.NotRegistered), (_worker.Status.State, _worker.Status.Reason));
        _worker.Swallow = false;
        _worker.Advance((int)Outbox.LifetimeBlocks + 2).Settle();
    }

    [Fact]
    public void Showing_the_same_head_again_and_again_does_not_hide_that_the_chain_stands_still()
    {
        _worker.Settle();
        for (var i = 0; i < 4; i++)
        {
            _worker.Platform.MonotonicMs += 10_000;
            Assert.Null(_worker.Handle(new EnclaveInput.ProveHead(_shard.Chain.Input(_worker.Status.Finalized.Number, _worker.WantedKeys))));
        }

        Assert.Equal(RefusalCode.ParentchainStalled, _shard.Query(_worker, TestShard.Alice, new Query.Nonce()).Refusal);
        Assert.Equal(EnclaveState.Stalled, _worker.Status.State);
    }

    private EnclaveEffect.WantEvidence Ask()
    {
        _worker.Advance(1);
        return Assert.IsType<EnclaveEffect.WantEvidence>(Assert.Single(_worker.Questions));
    }

    private void Finish(EnclaveInput.Evidence evidence)
    {
        _worker.Host = null;
        Assert.Null(_worker.Handle(evidence));
        _worker.Settle();
    }

    private void RefusedAs(RefusalCode code, EnclaveInput input)
    {
        var (before, sent) = (_worker.Status, _worker.Sent.Count);
        Assert.Equal(code, _worker.Handle(input));
        Assert.Equal(before, _worker.Status);
        Assert.Equal(sent, _worker.Sent.Count);
    }
}
