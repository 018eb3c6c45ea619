using System.Text.Json;

namespace SubstraTee.JsonRpc.Tests;

public sealed class ConformanceTests
{
    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"add","params":[2,3]}""", """{"jsonrpc":"2.0","result":5,"id":1}""")]
    [InlineData("""{"jsonrpc":"2.0","id":"a\"b","method":"add","params":{"right":3,"left":2}}""", """{"jsonrpc":"2.0","result":5,"id":"a\"b"}""")]
    [InlineData("""{"jsonrpc":"2.0","id":null,"method":"plus","params":["0x2a",0]}""", """{"jsonrpc":"2.0","result":42,"id":null}""")]
    [InlineData("""{"jsonrpc":"2.0","id":12345678901234567890,"method":"add","params":[1,1,null]}""", """{"jsonrpc":"2.0","result":2,"id":12345678901234567890}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"nothing"}""", """{"jsonrpc":"2.0","error":{"code":-32601,"message":"Method not found"},"id":1}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"refuse"}""", """{"jsonrpc":"2.0","error":{"code":1010,"message":"Invalid Transaction","data":"Transaction is outdated"},"id":1}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"fail"}""", """{"jsonrpc":"2.0","error":{"code":-32603,"message":"Internal error"},"id":1}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"add","params":[1]}""", """{"jsonrpc":"2.0","error":{"code":-32602,"message":"Invalid params","data":"parameter 2 (right) is missing"},"id":1}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"add","params":[1,-1]}""", """{"jsonrpc":"2.0","error":{"code":-32602,"message":"Invalid params","data":"parameter 2 (right) is no whole number of 32 bits"},"id":1}""")]
    [InlineData("{\"jsonrpc\":\"2.0\",", """{"jsonrpc":"2.0","error":{"code":-32700,"message":"Parse error"},"id":null}""")]
    [InlineData("", """{"jsonrpc":"2.0","error":{"code":-32700,"message":"Parse error"},"id":null}""")]
    [InlineData("""{"id":1,"method":"add"}""", """{"jsonrpc":"2.0","error":{"code":-32600,"message":"Invalid request"},"id":null}""")]
    [InlineData("""{"jsonrpc":"2.0","id":{},"method":"add"}""", """{"jsonrpc":"2.0","error":{"code":-32600,"message":"Invalid request"},"id":null}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"add","params":7}""", """{"jsonrpc":"2.0","error":{"code":-32600,"message":"Invalid request"},"id":null}""")]
    [InlineData("17", """{"jsonrpc":"2.0","error":{"code":-32600,"message":"Invalid request"},"id":null}""")]
    [InlineData("[]", """{"jsonrpc":"2.0","error":{"code":-32600,"message":"Invalid request"},"id":null}""")]
    [InlineData("""{"jsonrpc":"2.0","method":"add","params":[2,3]}""", "")]
    [InlineData("""[{"jsonrpc":"2.0","method":"add","params":[2,3]}]""", "")]
    [InlineData(
        """[{"jsonrpc":"2.0","id":1,"method":"add","params":[1,1]},5,{"jsonrpc":"2.0","method":"add"},{"jsonrpc":"2.0","id":1,"method":"add","params":[1,2]}]""",
        """[{"jsonrpc":"2.0","result":2,"id":1},{"jsonrpc":"2.0","error":{"code":-32600,"message":"Invalid request"},"id":null},{"jsonrpc":"2.0","result":3,"id":1}]""")]
    public async Task A_message_is_answered_as_JSON_RPC_2_says(string message, string expected)
    {
        await using var server = await TestServer.StartAsync();
        Assert.Equal(expected, await server.PostAsync(message));
        if (expected.Length > 0)
        {
            using var client = await server.ConnectAsync();
            await client.SendAsync(message);
            Assert.Equal(expected, await client.ReceiveAsync());
        }
    }

    [Fact]
    public async Task Deep_nesting_is_a_parse_error_and_the_connection_goes_on()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await server.ConnectAsync();
        var answer = await client.AskAsync(new string('[', 10_000));
        Assert.Equal(-32700, answer.GetProperty("error").GetProperty("code").GetInt32());
        answer = await client.AskAsync("""{"jsonrpc":"2.0","id":1,"method":"add","params":[1,2]}""");
        Assert.Equal(3, answer.GetProperty("result").GetInt32());
    }

    [Fact]
    public async Task Methods_are_listed_with_their_aliases()
    {
        await using var server = await TestServer.StartAsync();
        var answer = await server.PostAsync("""{"jsonrpc":"2.0","id":1,"method":"rpc_methods"}""");
        Assert.Equal(
            """{"jsonrpc":"2.0","result":{"version":1,"methods":["add","fail","long","plus","refuse","rpc_methods","slow","ticks_subscribe","ticks_unsubscribe"]},"id":1}""",
            answer);
    }

    [Fact]
    public async Task A_slow_call_does_not_hold_up_the_next()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await server.ConnectAsync();
        await client.SendAsync("""{"jsonrpc":"2.0","id":1,"method":"slow"}""");
        var second = await client.AskAsync("""{"jsonrpc":"2.0","id":2,"method":"add","params":[1,2]}""");
        Assert.Equal(2, second.GetProperty("id").GetInt32());
        server.Ticker.Gate.Release();
        Assert.Equal("""{"jsonrpc":"2.0","result":1,"id":1}""", await client.ReceiveAsync());
    }

    [Fact]
    public async Task Messages_of_a_subscription_come_after_its_id_and_stop_at_its_end()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await server.ConnectAsync();
        var answer = await client.AskAsync("""{"jsonrpc":"2.0","id":1,"method":"ticks_subscribe","params":[]}""");
        var id = answer.GetProperty("result").GetString()!;
        Assert.Equal($$$"""{"jsonrpc":"2.0","method":"ticks","params":{"subscription":"{{{id}}}","result":"first"}}""", await client.ReceiveAsync());
        await server.Ticker.First;
        server.Ticker.Subscriptions[0].Notify("second", TestJson.Default.String);
        Assert.Contains("second", await client.ReceiveAsync(), StringComparison.Ordinal);

        answer = await client.AskAsync($$"""{"jsonrpc":"2.0","id":2,"method":"ticks_unsubscribe","params":["{{id}}"]}""");
        Assert.Equal(JsonValueKind.True, answer.GetProperty("result").ValueKind);
        Assert.True(server.Ticker.Subscriptions[0].Ended);
        server.Ticker.Subscriptions[0].Notify("third", TestJson.Default.String);
        answer = await client.AskAsync($$"""{"jsonrpc":"2.0","id":3,"method":"ticks_unsubscribe","params":["{{id}}"]}""");
        Assert.Equal(JsonValueKind.False, answer.GetProperty("result").ValueKind);
    }

    [Fact]
    public async Task A_subscription_over_HTTP_is_refused()
    {
        await using var server = await TestServer.StartAsync();
        Assert.Contains("-32601", await server.PostAsync("""{"jsonrpc":"2.0","id":1,"method":"ticks_subscribe"}"""), StringComparison.Ordinal);
    }
}
