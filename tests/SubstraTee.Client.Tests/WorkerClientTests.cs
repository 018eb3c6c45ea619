using SubstraTee.LightClient.Tests;
using SubstraTee.Testing;
using static SubstraTee.Client.Tests.ChainFixture;

namespace SubstraTee.Client.Tests;

public sealed class WorkerClientTests
{
    private static readonly string Hash = $"\"{Headers.Filled(1)}\"";

    [Fact]
    public async Task What_a_worker_says_of_itself_is_read()
    {
        await using var server = Answering($$$"""
            {"shard":{{{Hash}}},"descriptor":"0x01","platform":"simulated","measurement":"simulated:00","enclave":{{{Hash}}},
             "instance":{{{Hash}}},"epoch":2,"shieldingKey":{{{Hash}}},"state":"stalled","reason":"parentchain_stalled",
             "asOf":{"number":9,"hash":{{{Hash}}}},"pendingReceipts":3,"simulated":true,
             "evidence":"sev-snp","expiresAt":1900000000000,"policyVersion":4}
            """);
        await using var worker = await WorkerClient.ConnectAsync(server.Uri, null, Limit);

        var info = await worker.InfoAsync(Limit);

        Assert.Equal(("stalled", "parentchain_stalled", 9u, 3u), (info.State, info.Reason, info.AsOf.Number, info.PendingReceipts));
        Assert.True(info.Simulated);
        Assert.Equal(("sev-snp", 1_900_000_000_000ul, 4u), (info.Evidence, info.ExpiresAtMs, info.PolicyVersion));
    }

    [Theory]
    [InlineData("7")]
    [InlineData("{}")]
    [InlineData("""{"receipt":"0x","signatures":"0x00","leaf":"0x","index":0,"path":[],"sealedOutcome":"0x"}""")]
    [InlineData("""{"receipt":7,"signatures":"0x00","leaf":"0x","index":0,"path":[],"sealedOutcome":"0x"}""")]
    [InlineData("""{"receipt":"0x","signatures":"0x00","leaf":"0x","index":0,"path":"0x","sealedOutcome":"0x"}""")]
    public async Task A_receipt_of_another_form_is_refused(string json)
    {
        await using var server = Answering(json);
        await using var worker = await WorkerClient.ConnectAsync(server.Uri, null, Limit);

        var refused = await Assert.ThrowsAsync<ClientException>(() => worker.ReceiptAsync(Headers.Filled(1), Limit));

        Assert.Equal("STEE-N0104", refused.Code);
    }

    [Fact]
    public async Task A_path_longer_than_any_tree_is_refused_before_it_is_read()
    {
        var path = string.Join(',', Enumerable.Repeat(Hash, 33));
        await using var server = Answering($$"""{"receipt":"0x","signatures":"0x00","leaf":"0x","index":0,"path":[{{path}}],"sealedOutcome":"0x"}""");
        await using var worker = await WorkerClient.ConnectAsync(server.Uri, null, Limit);

        var refused = await Assert.ThrowsAsync<ClientException>(() => worker.ReceiptAsync(Headers.Filled(1), Limit));

        Assert.Contains("at most 32 hashes", refused.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_receipt_yet_is_null_and_a_worker_that_is_not_there_is_named()
    {
        Uri address;
        await using (var server = Answering("null"))
        {
            address = server.Uri;
            await using var worker = await WorkerClient.ConnectAsync(server.Uri, null, Limit);
            Assert.Null(await worker.ReceiptAsync(Headers.Filled(1), Limit));
        }

        var refused = await Assert.ThrowsAsync<ClientException>(() => WorkerClient.ConnectAsync(address, null, Limit));
        Assert.Equal("STEE-N0101", refused.Code);
        Assert.Contains("the worker", refused.What, StringComparison.Ordinal);
    }

    private static FakeRpcServer Answering(string result) => new((connection, message) =>
    {
        // The client asks for receipts in batches, and takes single answers as well.
        var request = message.ValueKind == System.Text.Json.JsonValueKind.Array ? message[0] : message;
        return connection.ReplyAsync(request, result.ReplaceLineEndings(string.Empty));
    });
}
