using SubstraTee.Codec;
using SubstraTee.Crypto;
using SubstraTee.Enclave.Protocol;
using SubstraTee.LightClient.Tests;
using SubstraTee.Primitives;
using static SubstraTee.Client.Tests.ChainFixture;

namespace SubstraTee.Client.Tests;

public sealed class ShardClientTests(ChainFixture fixture) : IClassFixture<ChainFixture>, IAsyncLifetime
{
    private static readonly Dictionary<string, string> None = [];
    private static readonly Dictionary<string, string> One = new() { ["by"] = "1" };

    private readonly KeyPair _alice = Dev("Alice");
    private LyingShard _shard = null!;

    public async Task InitializeAsync()
    {
        _shard = await LyingShard.StartAsync(fixture.Chain);
        await _shard.JoinAsync();
    }

    public async Task DisposeAsync()
    {
        _alice.Dispose();
        await _shard.DisposeAsync();
    }

    [Fact]
    public async Task Calls_are_proved_and_queries_answered()
    {
        await using var client = await _shard.OpenAsync();

        var first = await client.CallAsync(_alice, "increment", One, null, Limit);
        var second = await client.CallAsync(_alice, "increment", One, null, Limit);
        var answer = await client.QueryAsync(_alice, "value", None, Limit);

        Assert.True(first.IsApplied);
        Assert.Equal(first.Verdict.Signers[0].Account, _shard.Enclave);
        Assert.True(second.Position.Block > first.Position.Block);
        Assert.Equal("84", ScaleJson.ToText(answer.Value));
        Assert.Equal(_shard.Enclave, answer.Enclave);
        Assert.True(answer.IsSimulated);
        Assert.True(ReceiptVerifier.Verify(second.Receipt, _shard.Id).Holds);
    }

    [Fact]
    public async Task The_verdict_tells_all_that_it_rests_on()
    {
        await using var client = await _shard.OpenAsync();
        var verdict = await client.JudgeAsync(Limit);

        Assert.True(verdict.IsTrusted);
        Assert.True(verdict.IsSimulated);
        var member = Assert.Single(verdict.Members);
        Assert.Equal((_shard.Enclave, true, true), (member.Account, member.IsAdmitted, member.IsSimulated));
        Assert.Equal(_shard.Worker.OriginalString, member.Url);
        Assert.Contains(_shard.Id, await ShardClient.ListAsync(fixture.Chain, Limit));
    }

    [Fact]
    public async Task The_worker_that_a_member_registered_is_found_on_chain()
    {
        await using var client = await ShardClient.OpenAsync(fixture.Chain, _shard.Id, null, Limit);
        Assert.Equal(_shard.Worker, (await client.WorkerAsync(Limit)).Endpoint);
    }

    [Fact]
    public async Task A_simulated_shard_is_refused_unless_it_is_accepted()
    {
        await using var client = await _shard.OpenAsync(new ShardOptions { AllowSimulated = false });

        Assert.Equal("STEE-A0001", (await RefusedAsync(() => client.CallAsync(_alice, "increment", One, null, Limit))).Code);
        Assert.Equal("STEE-A0001", (await RefusedAsync(() => client.QueryAsync(_alice, "value", None, Limit))).Code);
    }

    [Fact]
    public async Task A_shard_that_no_enclave_has_started_takes_no_calls()
    {
        await using var empty = await LyingShard.StartAsync(fixture.Chain);
        await using var client = await empty.OpenAsync();
        Assert.Equal("STEE-A0003", (await RefusedAsync(() => client.CallAsync(_alice, "increment", One, null, Limit))).Code);
    }

    [Fact]
    public async Task A_shard_that_is_not_there_is_named() =>
        Assert.Equal(
            "STEE-C0005",
            (await RefusedAsync(() => ShardClient.OpenAsync(fixture.Chain, new ShardId(Headers.Filled(99).Bytes), null, Limit))).Code);

    [Fact]
    public async Task What_the_stf_refuses_and_what_was_not_valid_are_told_apart()
    {
        await using var client = await _shard.OpenAsync();
        _shard.Outcome = _ => new OutcomeStatus.Failed(0, [0]);
        var failed = await client.CallAsync(_alice, "increment", One, null, Limit);
        _shard.Outcome = call => new OutcomeStatus.BadNonce(7, call.Nonce);
        var invalid = await client.CallAsync(_alice, "increment", One, null, Limit);

        Assert.StartsWith("counter.Overflow", failed.Error, StringComparison.Ordinal);
        Assert.Equal("STEE-E0103", Assert.Throws<ClientException>(() => failed.EnsureApplied()).Code);
        Assert.Contains("next one is 7", invalid.Error, StringComparison.Ordinal);
        Assert.Equal("STEE-E0102", Assert.Throws<ClientException>(() => invalid.EnsureApplied()).Code);
    }

    [Fact]
    public async Task A_worker_that_serves_another_receipt_convinces_nobody()
    {
        await using var client = await _shard.OpenAsync();
        (await client.CallAsync(_alice, "increment", One, null, Limit)).EnsureApplied();
        Func<ServedReceipt, ServedReceipt>[] lies =
        [
            served => served with { Signatures = [served.Signatures[0] with { Signature = new byte[64] }] },
            served => served with { Signatures = [] },
            served => served with { Leaf = served.Leaf with { OutcomeHash = default } },
            served => served with { SealedOutcome = new byte[served.SealedOutcome.Length] },
            served => served with { Receipt = served.Receipt with { Shard = default } },
        ];
        foreach (var lie in lies)
        {
            _shard.Serve = lie;
            Assert.Equal("STEE-A0010", (await RefusedAsync(() => client.CallAsync(_alice, "increment", One, null, Limit))).Code);
        }

        _shard.Serve = served => served;
        (await client.CallAsync(_alice, "increment", One, null, Limit)).EnsureApplied();
    }

    [Fact]
    public async Task A_receipt_that_the_enclave_made_anew_after_a_crash_is_asked_for_again()
    {
        await using var client = await _shard.OpenAsync();
        var asked = 0;
        _shard.Serve = served => asked++ == 0 ? _shard.Unsubmitted(served) : served;

        Assert.True((await client.CallAsync(_alice, "increment", One, null, Limit)).IsApplied);
        Assert.Equal(2, asked);
    }

    [Fact]
    public async Task A_receipt_that_is_served_for_ever_and_never_anchored_is_named()
    {
        await using var client = await _shard.OpenAsync();
        _shard.Serve = _shard.Unsubmitted;
        Assert.Equal("STEE-C0011", (await RefusedAsync(() => client.CallAsync(_alice, "increment", One, null, Limit))).Code);
    }

    [Fact]
    public async Task Calls_that_fail_together_do_not_hold_up_those_that_follow()
    {
        await using var client = await _shard.OpenAsync();
        _shard.Serve = served => served with { Signatures = [] };
        async Task FailAsync()
        {
            for (var i = 0; i < 6; i++)
            {
                await RefusedAsync(() => client.CallAsync(_alice, "increment", One, null, Limit));
            }
        }

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => FailAsync()));
        _shard.Serve = served => served;
        Assert.True((await client.CallAsync(_alice, "increment", One, null, Limit)).IsApplied);
    }

    [Fact]
    public async Task Another_requests_receipt_is_not_this_ones()
    {
        await using var client = await _shard.OpenAsync();
        ServedReceipt? earlier = null;
        _shard.Serve = served => earlier ??= served;
        (await client.CallAsync(_alice, "increment", One, null, Limit)).EnsureApplied();

        Assert.Equal("STEE-A0010", (await RefusedAsync(() => client.CallAsync(_alice, "increment", One, null, Limit))).Code);
    }

    [Fact]
    public async Task A_query_waits_while_the_shard_stalls_or_does_not_serve_yet()
    {
        await using var client = await _shard.OpenAsync();
        _shard.Refusals.Enqueue(RefusalCode.ParentchainStalled);
        _shard.Refusals.Enqueue(RefusalCode.NotServing);

        var answer = await client.QueryAsync(_alice, "value", None, Limit);

        Assert.Equal("84", ScaleJson.ToText(answer.Value));
        Assert.Empty(_shard.Refusals);
    }

    [Fact]
    public async Task Patience_with_a_stalled_shard_ends_with_the_callers()
    {
        await using var client = await _shard.OpenAsync();
        await client.InterfaceAsync(Limit);
        for (var i = 0; i < 1000; i++)
        {
            _shard.Refusals.Enqueue(RefusalCode.ParentchainStalled);
        }

        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        var late = await Assert.ThrowsAnyAsync<Exception>(() => client.QueryAsync(_alice, "value", None, patience.Token));

        Assert.True(late is ClientException { Code: "STEE-N0103" } or OperationCanceledException, late.ToString());
    }

    [Fact]
    public async Task Other_refusals_of_the_enclave_are_told_by_name()
    {
        await using var client = await _shard.OpenAsync();
        _shard.Refusals.Enqueue(RefusalCode.QueryMalformed);

        var refused = await RefusedAsync(() => client.QueryAsync(_alice, "value", None, Limit));

        Assert.Equal("STEE-E0101", refused.Code);
        Assert.Contains("query-malformed", refused.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_to_another_query_is_refused()
    {
        await using var client = await _shard.OpenAsync();
        _shard.Answer = answer => answer with { QueryHash = Headers.Filled(1) };

        // The seal is bound to the query as well, so the answer does not even open.
        Assert.Equal("STEE-A0011", (await RefusedAsync(() => client.QueryAsync(_alice, "value", None, Limit))).Code);
    }

    [Fact]
    public async Task An_answer_by_a_stranger_is_refused_Row10()
    {
        await using var client = await _shard.OpenAsync();
        using var stranger = KeyPair.FromSecretUri("//stranger", KeyType.Ed25519);
        _shard.Impostor = stranger;

        var refused = await RefusedAsync(() => client.QueryAsync(_alice, "value", None, Limit));

        Assert.Equal("STEE-A0011", refused.Code);
        Assert.Contains("no admitted member", refused.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_about_a_block_that_is_not_final_here_is_refused()
    {
        await using var client = await _shard.OpenAsync();
        _shard.Answer = answer => answer with { AsOf = answer.AsOf with { Hash = Headers.Filled(1) } };

        var refused = await RefusedAsync(() => client.QueryAsync(_alice, "value", None, Limit));

        Assert.Equal("STEE-A0011", refused.Code);
        Assert.Contains("not the final block", refused.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_is_too_old_is_refused()
    {
        await using var client = await _shard.OpenAsync(new ShardOptions { MaxAnswerLagBlocks = 1 });
        var genesis = fixture.Chain.GenesisHash;
        _shard.Answer = answer => answer with { AsOf = new BlockRef(0, genesis) };

        var refused = await RefusedAsync(() => client.QueryAsync(_alice, "value", None, Limit));

        Assert.Equal("STEE-A0011", refused.Code);
        Assert.Contains("behind the final head", refused.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refusals_inside_an_answer_say_what_to_try()
    {
        await using var client = await _shard.OpenAsync();
        QueryError[] errors =
        [
            new QueryError.NotAllowed(), new QueryError.SignatureRequired(), new QueryError.BadSignature(), new QueryError.Expired(),
            new QueryError.ExpiryTooFar(), new QueryError.UnknownGetter(), new QueryError.Failed(3),
        ];
        foreach (var error in errors)
        {
            _shard.Answer = answer => answer with { Result = Result<byte[], QueryError>.Fail(error) };
            var refused = await RefusedAsync(() => client.QueryAsync(_alice, "value", None, Limit));
            Assert.Equal("STEE-E0104", refused.Code);
            Assert.NotEmpty(refused.Tries);
        }
    }

    [Fact]
    public async Task A_schema_that_the_descriptor_does_not_name_is_refused()
    {
        _shard.SchemaBytes = StfSchema.Codec.Encode(LyingShard.Schema with { StfVersion = 9 });
        await using var client = await _shard.OpenAsync();
        Assert.Equal("STEE-A0012", (await RefusedAsync(() => client.InterfaceAsync(Limit))).Code);
    }

    [Fact]
    public async Task A_call_that_nobody_can_pay_for_leaves_the_next_one_its_nonce()
    {
        await using var client = await _shard.OpenAsync();
        using var poor = KeyPair.FromSecretUri("//nothing", KeyType.Sr25519);

        var refused = await RefusedAsync(() => client.CallAsync(poor, "increment", One, null, Limit));
        var paid = await client.CallAsync(poor, "increment", One, new CallOptions { Payer = _alice }, Limit);

        Assert.Equal("STEE-C0001", refused.Code);
        Assert.True(paid.IsApplied);
    }

    private static Task<ClientException> RefusedAsync(Func<Task> act) => Assert.ThrowsAsync<ClientException>(act);
}
