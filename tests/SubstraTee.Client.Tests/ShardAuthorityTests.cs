using SubstraTee.Attestation;
using SubstraTee.Codec;
using SubstraTee.Enclave.Protocol;
using SubstraTee.LightClient.Tests;
using SubstraTee.Primitives;
using SubstraTee.Substrate;

namespace SubstraTee.Client.Tests;

public sealed class ShardAuthorityTests(ChainFixture fixture) : IClassFixture<ChainFixture>
{
    private static readonly Measurement Code = new(MeasurementFamily.Sgx, Headers.Filled(21).Bytes.AsSpan());
    private static readonly ShardEvidence Next = Evidence(new Measurement(MeasurementFamily.Sgx, Headers.Filled(22).Bytes.AsSpan()));

    [Fact]
    public async Task An_announced_policy_changes_who_may_join_and_nothing_else()
    {
        using var alice = ChainFixture.Dev("Alice");
        await using var shard = await CreateAsync(alice.AccountId, delay: 2, receiptThreshold: 3, TimeSpan.FromSeconds(7));

        var change = await ShardAuthority.AnnounceAsync(shard, alice, Next, ChainFixture.Limit);

        Assert.Equal((1u, change.Transaction.Block.Number + 2), (change.Version, change.InForceFrom));
        var waiting = await shard.PolicyAsync(ChainFixture.Limit);
        Assert.Equal((0u, change.InForceFrom), (waiting.Version, waiting.Announced!.InForceFrom));
        Assert.Equal(Next.Measurements.AsEnumerable(), waiting.Announced.Policy.Measurements);

        await PassAsync(2);
        var view = await shard.PolicyAsync(ChainFixture.Limit);
        Assert.Equal((1u, null), (view.Version, view.Announced));
        var (before, now) = (shard.Descriptor.Policy, view.InForce);
        Assert.Equal((before.ReceiptThreshold, before.StallAfterMs), (now.ReceiptThreshold, now.StallAfterMs));
        Assert.Equal(before.Metadata.AsEnumerable(), now.Metadata);
        Assert.Equal((3, 7_000u), (now.ReceiptThreshold, now.StallAfterMs));
        Assert.Equal(Next.Rules.LifetimeMs, now.Evidence!.LifetimeMs);
    }

    [Fact]
    public async Task A_second_policy_waits_until_the_first_is_in_force()
    {
        using var alice = ChainFixture.Dev("Alice");
        await using var shard = await CreateAsync(alice.AccountId, delay: 3);
        var change = await ShardAuthority.AnnounceAsync(shard, alice, Next, ChainFixture.Limit);

        var pending = await Assert.ThrowsAsync<ClientException>(() => ShardAuthority.AnnounceAsync(shard, alice, Next, ChainFixture.Limit));
        Assert.Equal("STEE-C0022", pending.Code);
        Assert.Contains($"block {change.InForceFrom}", pending.Why, StringComparison.Ordinal);

        await PassAsync(3);
        Assert.Equal(2u, (await ShardAuthority.AnnounceAsync(shard, alice, Next, ChainFixture.Limit)).Version);
    }

    [Fact]
    public async Task Nobody_but_the_authority_changes_a_shard_and_nobody_is_charged_for_trying()
    {
        using var bob = ChainFixture.Dev("Bob");
        using var eve = ChainFixture.Dev("Eve");
        await using var owned = await CreateAsync(bob.AccountId, delay: 0);
        await using var free = await CreateAsync(authority: null, delay: 0);
        var nonce = await fixture.Chain.Transactions.NextNonceAsync(eve.AccountId, ChainFixture.Limit);

        Assert.Equal("STEE-C0021", await CodeAsync(() => ShardAuthority.AnnounceAsync(owned, eve, Next, ChainFixture.Limit)));
        Assert.Equal("STEE-C0021", await CodeAsync(() => ShardAuthority.FreezeAsync(owned, eve, true, ChainFixture.Limit)));
        Assert.Equal("STEE-C0020", await CodeAsync(() => ShardAuthority.AnnounceAsync(free, eve, Next, ChainFixture.Limit)));
        Assert.Equal("STEE-C0020", await CodeAsync(() => ShardAuthority.FreezeAsync(free, eve, false, ChainFixture.Limit)));
        Assert.Equal(nonce, await fixture.Chain.Transactions.NextNonceAsync(eve.AccountId, ChainFixture.Limit));
    }

    [Fact]
    public async Task Admission_is_frozen_and_freed_again()
    {
        using var alice = ChainFixture.Dev("Alice");
        await using var shard = await CreateAsync(alice.AccountId, delay: 0);
        var decoder = new EventDecoder<(ShardId Shard, bool Frozen)>(
            fixture.Chain.Metadata, "EnclaveBridge", "AdmissionFrozen", Scale.Tuple(Scale.ShardId, Scale.Bool));
        foreach (var frozen in (bool[])[true, false])
        {
            var result = await ShardAuthority.FreezeAsync(shard, alice, frozen, ChainFixture.Limit);
            Assert.Contains(result.Events, one => decoder.TryDecode(one, out var said) && said == (shard.Id, frozen));
        }
    }

    [Fact]
    public async Task Why_the_chain_refused_evidence_is_told_by_the_reasons_code()
    {
        using var alice = ChainFixture.Dev("Alice");
        var register = new CallEncoder<byte[]>(fixture.Chain.Metadata, "EnclaveBridge", "register_collateral", Scale.Bytes);

        var result = await fixture.Chain.Transactions.SubmitAsync(
            alice, register.Encode([1, 2, 3]), TransactionStage.Finalized, ChainFixture.Limit);

        Assert.Equal(RefusalReason.CollateralMalformed, result.EvidenceRefusal);
        Assert.Equal("EnclaveBridge.EvidenceRefused(collateral_malformed)", result.Error);
    }

    private static ShardEvidence Evidence(Measurement code) => new(
        [code],
        new EvidenceRules(
            [.. TrustAnchors.Production.WithRole(AnchorRole.IntelSgxRoot).Select(TrustRoot.Of)],
            TestRoots: false,
            EvidenceRules.MaskOf([TcbStatus.UpToDate]),
            AllowDebug: false,
            60_000,
            [],
            []));

    private static async Task<string> CodeAsync(Func<Task> act) => (await Assert.ThrowsAsync<ClientException>(act)).Code;

    private async Task PassAsync(int blocks)
    {
        using var ferdie = ChainFixture.Dev("Ferdie");
        for (var i = 0; i < blocks; i++)
        {
            var transfer = ChainFixture.Transfer(fixture.Chain, ChainFixture.Fresh(77), 1_000_000_000);
            await fixture.Chain.Transactions.SubmitAsync(ferdie, transfer, TransactionStage.Finalized, ChainFixture.Limit);
        }
    }

    private async Task<ShardClient> CreateAsync(
        AccountId? authority, uint delay, ushort receiptThreshold = 1, TimeSpan? stallAfter = null)
    {
        using var creator = ChainFixture.Dev("Charlie");
        var first = Evidence(Code);
        var descriptor = await ShardCreator.DescribeAsync(
            fixture.Chain,
            new ShardPlan
            {
                StfHash = Headers.Filled(3),
                Measurements = first.Measurements,
                Evidence = first.Rules,
                ReceiptThreshold = receiptThreshold,
                StallAfter = stallAfter ?? TimeSpan.FromSeconds(60),
                Authority = authority,
                ChangeDelayBlocks = delay,
            },
            ChainFixture.Limit);
        var (id, _) = await ShardCreator.CreateAsync(fixture.Chain, creator, descriptor, ChainFixture.Limit);
        return await ShardClient.OpenAsync(fixture.Chain, id, null, ChainFixture.Limit);
    }
}
