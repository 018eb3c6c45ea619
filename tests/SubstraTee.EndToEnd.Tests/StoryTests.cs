using System.Diagnostics;
using SubstraTee.Codec;

namespace SubstraTee.EndToEnd.Tests;

/// <summary>Real processes over real sockets: node, worker, enclave, client.</summary>
public class StoryTests
{
    private static readonly Dictionary<string, string> NoArguments = [];

    [Fact]
    public async Task Alice_and_bob_count_in_private_and_a_killed_enclave_loses_nothing()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        await using var network = await TestNetwork.StartAsync(limit.Token);
        await using (var shard = await network.OpenAsync(limit.Token))
        {
            (await shard.CallAsync(TestNetwork.Alice, "increment", By(42), null, limit.Token)).EnsureApplied();
            var second = (await shard.CallAsync(TestNetwork.Alice, "increment", By(42), null, limit.Token)).EnsureApplied();
            (await shard.CallAsync(TestNetwork.Bob, "increment", By(7), null, limit.Token)).EnsureApplied();
            Assert.Equal(84ul, await ValueAsync(shard, TestNetwork.Alice, limit.Token));
            Assert.Equal(7ul, await ValueAsync(shard, TestNetwork.Bob, limit.Token));
            Assert.True(Client.ReceiptVerifier.Verify(second.Receipt, network.Shard).Holds);
            var refused = await Assert.ThrowsAsync<Client.ClientException>(() => shard.QueryAsync(
                TestNetwork.Bob,
                "value",
                new Dictionary<string, string>(StringComparer.Ordinal) { ["of"] = TestNetwork.Alice.AccountId.ToString() },
                limit.Token));
            Assert.Equal("STEE-E0104", refused.Code);
        }

        using (var enclave = Process.GetProcessById(network.Worker.EnclaveProcessId))
        {
            enclave.Kill();
        }

        await Assert.ThrowsAnyAsync<Exception>(() => network.Worker.Ended.WaitAsync(limit.Token));
        await network.Worker.DisposeAsync();
        await network.StartWorkerAsync(limit.Token);
        await using var again = await network.OpenAsync(limit.Token);
        Assert.Equal(84ul, await ValueAsync(again, TestNetwork.Alice, limit.Token));
        (await again.CallAsync(TestNetwork.Alice, "increment", By(1), null, limit.Token)).EnsureApplied();
        Assert.Equal(85ul, await ValueAsync(again, TestNetwork.Alice, limit.Token));
    }

    [Fact]
    public async Task Many_calls_under_way_at_once_are_each_proved_and_their_receipts_are_found_later()
    {
        const int Each = 60;
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        await using var network = await TestNetwork.StartAsync(limit.Token);
        await using var shard = await network.OpenAsync(limit.Token);
        var first = (await shard.CallAsync(TestNetwork.Alice, "increment", By(1), null, limit.Token)).EnsureApplied();
        var unwatched = new Client.CallOptions { WatchTransaction = false };

        var results = await Task.WhenAll(Enumerable.Range(0, Each).SelectMany(i => new[]
        {
            shard.CallAsync(TestNetwork.Alice, "increment", By(1), null, limit.Token),
            shard.CallAsync(TestNetwork.Bob, "increment", By(2), unwatched, limit.Token),
        }));

        Assert.All(results, result => Assert.True(result.IsApplied, result.Error));
        Assert.All(results, result => Assert.True(Client.ReceiptVerifier.Verify(result.Receipt, network.Shard).Holds));
        Assert.Equal(results.Length, results.Select(result => result.Position).Distinct().Count());
        Assert.Equal(1ul + Each, await ValueAsync(shard, TestNetwork.Alice, limit.Token));
        Assert.Equal(2ul * Each, await ValueAsync(shard, TestNetwork.Bob, limit.Token));

        var later = await shard.FindReceiptAsync(first.CiphertextHash, limit.Token);
        Assert.NotNull(later);
        Assert.False(later.Anchor.Metadata.IsEmpty);
        Assert.True(Client.ReceiptVerifier.Verify(later, network.Shard).Holds);
        Assert.True(Client.ReceiptBundle.TryParse(later.ToJson(), out var read, out _));
        Assert.True(Client.ReceiptVerifier.Verify(read, network.Shard).Holds);
        Assert.Null(await shard.FindReceiptAsync(network.Node.GenesisHash, limit.Token));
    }

    private static Dictionary<string, string> By(int by) =>
        new(StringComparer.Ordinal) { ["by"] = by.ToString(System.Globalization.CultureInfo.InvariantCulture) };

    private static async Task<ulong> ValueAsync(Client.ShardClient shard, Crypto.KeyPair owner, CancellationToken cancellationToken) =>
        Scale.U64.Decode((await shard.QueryAsync(owner, "value", NoArguments, cancellationToken)).Bytes.Span);
}
