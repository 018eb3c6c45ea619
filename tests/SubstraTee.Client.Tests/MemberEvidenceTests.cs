using System.Collections.Immutable;
using SubstraTee.Attestation;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Substrate;
using static SubstraTee.Client.Tests.ChainFixture;

namespace SubstraTee.Client.Tests;

/// <summary>Members by evidence on a real chain: what the client verifies for itself before anything is encrypted.</summary>
public sealed class MemberEvidenceTests(ChainFixture fixture) : IClassFixture<ChainFixture>
{
    private static readonly Dictionary<string, string> By42 = new() { ["by"] = "42" };

    [Theory]
    [InlineData(EvidenceKind.SgxDcap)]
    [InlineData(EvidenceKind.Tdx)]
    [InlineData(EvidenceKind.SevSnp)]
    [InlineData(EvidenceKind.ArmCca)]
    [InlineData(EvidenceKind.Keystone)]
    public async Task The_evidence_of_a_member_is_verified_and_a_call_has_a_receipt_that_holds_offline(EvidenceKind kind)
    {
        await using var played = await JoinedAsync(kind);
        await using var shard = await played.OpenAsync();
        var verdict = await shard.JudgeAsync(Limit);

        Assert.True(verdict.IsTrusted, string.Join('\n', verdict.Findings));
        Assert.True(verdict.IsSimulated);
        var member = Assert.Single(verdict.Members);
        Assert.Equal((kind, true), (member.Record!.Evidence.Kind, member.IsAdmitted));
        Assert.Equal(played.Worker.OriginalString, member.Url);
        var accepted = Assert.IsType<PolicyDecision.Accepted>(member.Decision);
        Assert.Equal(played.Descriptor.Policy.Measurements[0], accepted.Evidence.Measurement);
        using var alice = Dev("Alice");
        var result = await shard.CallAsync(alice, "increment", By42, null, Limit);
        result.EnsureApplied();
        var receipt = ReceiptVerifier.Verify(result.Receipt, played.Id);
        Assert.True(receipt.Holds, receipt.Why);
        Assert.True(receipt.IsSimulated);
    }

    [Fact]
    public async Task Members_on_one_machine_are_told_Row15()
    {
        await using var played = await JoinedAsync(EvidenceKind.SevSnp);
        await using var shard = await played.OpenAsync();
        var verdict = await shard.JudgeAsync(Limit);
        var member = Assert.Single(verdict.Members);
        Assert.DoesNotContain("platform_shared", verdict.Findings.Select(one => one.Name));

        var twin = member with { Account = Fresh(99) };
        var shared = Assert.Single(Judge([member, twin]).Findings, one => one.Name == "platform_shared");
        Assert.Equal(TrustSeverity.Warning, shared.Severity);
        Assert.Contains(member.Account.ToString(), shared.Text, StringComparison.Ordinal);
        Assert.Contains(twin.Account.ToString(), shared.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("platform_shared", Judge([member, twin with { IsAdmitted = false }]).Findings.Select(one => one.Name));

        TrustVerdict Judge(ImmutableArray<ShardMember> members) => TrustJudge.Judge(
            played.Descriptor, played.Id, verdict.AsOf, members, verdict.Policy, 0, null, simulatedIsAccepted: true, new ShardOptions());
    }

    [Fact]
    public async Task A_client_that_accepts_another_kind_alone_sends_nothing()
    {
        await using var played = await JoinedAsync(EvidenceKind.SevSnp);
        await using var shard = await played.OpenAsync(new ShardOptions { Policy = Own(EvidenceKind.Tdx, test: true) });

        Assert.Contains((await shard.JudgeAsync(Limit)).Findings, one => (one.Severity, one.Name) == (TrustSeverity.Refusal, "kind_not_accepted"));
        using var alice = Dev("Alice");
        var before = await fixture.Chain.HeadAsync(finalized: false, Limit);
        var refused = await Assert.ThrowsAsync<ClientException>(() => shard.CallAsync(alice, "increment", By42, null, Limit));
        Assert.Equal("STEE-A0002", refused.Code);
        Assert.Contains("members share keys", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before.Number, (await fixture.Chain.HeadAsync(finalized: false, Limit)).Number);
    }

    [Theory]
    [InlineData(false, true, RefusalReason.SimulatedEvidenceRefused)]
    [InlineData(true, false, RefusalReason.MeasurementNotAllowed)]
    public async Task A_member_that_the_clients_own_policy_minds_is_refused_although_the_chain_admits_it(bool test, bool anyCode, RefusalReason reason)
    {
        await using var played = await JoinedAsync(EvidenceKind.SevSnp);
        await using var shard = await played.OpenAsync(new ShardOptions { Policy = Own(EvidenceKind.SevSnp, test, anyCode) });
        var verdict = await shard.JudgeAsync(Limit);

        Assert.False(verdict.IsTrusted);
        Assert.True(verdict.Members[0].IsAdmitted);
        Assert.Equal(reason, Assert.IsType<PolicyDecision.Rejected>(verdict.Members[0].Decision).Reason);
        Assert.Contains(
            verdict.Findings, one => one.Name == "member_refused" && one.Text.Contains(reason.Code(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Under_anchors_that_did_not_sign_it_evidence_counts_for_nothing()
    {
        await using var played = await JoinedAsync(EvidenceKind.SgxDcap);
        await using var shard = await played.OpenAsync(new ShardOptions { Anchors = TrustAnchors.Production });

        Assert.IsType<PolicyDecision.Rejected>((await shard.JudgeAsync(Limit)).Members[0].Decision);
    }

    [Fact]
    public async Task Who_does_not_accept_simulations_is_told_of_one()
    {
        await using var played = await JoinedAsync(EvidenceKind.SgxDcap);
        await using var shard = await played.OpenAsync(new ShardOptions { AllowSimulated = false });
        var verdict = await shard.JudgeAsync(Limit);

        Assert.Equal(["simulated", "member_refused"], verdict.Findings.Where(one => one.Severity == TrustSeverity.Refusal).Select(one => one.Name));
    }

    [Fact]
    public async Task Verification_is_skipped_on_development_chains_alone()
    {
        await using var played = await JoinedAsync(EvidenceKind.SevSnp);
        var options = new ShardOptions { Policy = Own(EvidenceKind.SevSnp, test: false), SkipVerification = true };
        await using (var shard = await played.OpenAsync(options))
        {
            var verdict = await shard.JudgeAsync(Limit);
            Assert.True(verdict.IsTrusted);
            Assert.Null(verdict.Members[0].Decision);
        }

        await using var node = await Node.NodeHost.StartAsync(new Node.NodeOptions { RpcPort = 0, Dev = false }, Limit);
        await using var chain = await ChainClient.ConnectAsync(node.WebSocketAddress, null, Limit);
        var refused = await Assert.ThrowsAsync<ClientException>(() => ShardClient.OpenAsync(chain, played.Id, options, Limit));
        Assert.Equal("STEE-A0004", refused.Code);
    }

    [Fact]
    public async Task A_registration_ends_by_itself_and_with_it_the_clients_trust()
    {
        var time = new LeapingTime();
        await using var node = await Node.NodeHost.StartAsync(
            new Node.NodeOptions { RpcPort = 0, TimeProvider = time }, Limit);
        await using var chain = await ChainClient.ConnectAsync(node.WebSocketAddress, null, Limit);
        await using var played = await LyingShard.StartAsync(chain, EvidenceKind.SevSnp, time: time);
        await played.JoinAsync();
        await using var shard = await played.OpenAsync();
        Assert.True((await shard.JudgeAsync(Limit)).IsTrusted);

        time.Leap = TimeSpan.FromDays(1);
        using var alice = Dev("Alice");
        (await chain.Transactions.SubmitAsync(alice, Transfer(chain, Fresh(9), 1_000_000_000_000), TransactionStage.Finalized, Limit))
            .EnsureSucceeded("a block");
        var verdict = await shard.JudgeAsync(Limit);
        Assert.False(verdict.IsTrusted);
        Assert.Equal((false, false), (verdict.Members[0].IsRegistered, verdict.Members[0].IsAdmitted));
        Assert.Contains("expired", verdict.Members[0].Attestation, StringComparison.Ordinal);
        Assert.Contains(verdict.Findings, one => (one.Severity, one.Name) == (TrustSeverity.Refusal, "key_by_stranger"));
    }

    [Fact]
    public async Task An_announced_policy_counts_before_it_is_in_force_and_its_measurements_decide_afterwards()
    {
        const uint Delay = 4;
        using var authority = Dev("Alice");
        await using var played = await LyingShard.StartAsync(
            fixture.Chain, EvidenceKind.SevSnp, plan => plan with { Authority = authority.AccountId, ChangeDelayBlocks = Delay });
        await played.JoinAsync();
        await using var shard = await played.OpenAsync();
        var next = played.Descriptor.Policy with
        {
            Measurements = [SimulatedMeasurement.Of(EvidenceKind.Tdx, new byte[32])],
            Evidence = LyingShard.RulesOf(EvidenceKind.Tdx),
        };
        await SubmitAsync(authority, "announce_policy", [.. played.Id.ToArray(), .. AdmissionPolicy.Codec.Encode(next)]);

        var announced = await shard.JudgeAsync(Limit);
        Assert.Equal((0u, true), (announced.Policy.Version, announced.Members[0].IsAdmitted));
        Assert.Equal(next.Measurements.AsEnumerable(), announced.Policy.Announced!.Policy.Measurements);
        await using (var strict = await played.OpenAsync(new ShardOptions { Policy = Own(EvidenceKind.SevSnp, test: true) }))
        {
            Assert.Contains((await strict.JudgeAsync(Limit)).Findings, one => one.Name == "kind_not_accepted"
                && one.Text.Contains($"in force from block {announced.Policy.Announced.InForceFrom}", StringComparison.Ordinal));
        }

        while ((await fixture.Chain.HeadAsync(finalized: true, Limit)).Number < announced.Policy.Announced.InForceFrom)
        {
            (await fixture.Chain.Transactions.SubmitAsync(authority, Transfer(fixture.Chain, Fresh(9), 1_000_000_000_000), TransactionStage.Finalized, Limit))
                .EnsureSucceeded("a block");
        }

        var changed = await shard.JudgeAsync(Limit);
        Assert.Equal(1u, changed.Policy.Version);
        Assert.Null(changed.Policy.Announced);
        Assert.False(changed.Members[0].IsAdmitted);
        Assert.Contains(changed.Findings, one => (one.Severity, one.Name) == (TrustSeverity.Refusal, "key_by_stranger"));
    }

    /// <summary>The system's clock, set forward.</summary>
    private sealed class LeapingTime : TimeProvider
    {
        public TimeSpan Leap { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Leap;
    }

    private static AttestationPolicy Own(EvidenceKind kind, bool test, bool anyCode = true) => new()
    {
        Name = "mine",
        AcceptTestAnchors = test,
        Kinds = ImmutableDictionary<EvidenceKind, KindPolicy>.Empty.Add(
            kind, new KindPolicy { AnyCode = anyCode, Measurements = anyCode ? [] : [SimulatedMeasurement.Of(kind, new byte[32])] }),
    };

    private async Task<LyingShard> JoinedAsync(EvidenceKind kind)
    {
        var played = await LyingShard.StartAsync(fixture.Chain, kind);
        await played.JoinAsync();
        return played;
    }

    private async Task SubmitAsync(Crypto.KeyPair sender, string call, byte[] arguments) =>
        (await fixture.Chain.Transactions.SubmitAsync(
            sender, Calls.Encode(fixture.Chain.Metadata, BridgeKeys.Bridge, call, arguments), TransactionStage.Finalized, Limit)).EnsureSucceeded(call);
}
