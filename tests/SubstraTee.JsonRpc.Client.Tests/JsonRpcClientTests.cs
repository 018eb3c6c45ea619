using System.Collections.Concurrent;
using System.Text.Json;
using SubstraTee.Testing;

namespace SubstraTee.JsonRpc.Client.Tests;

public sealed class JsonRpcClientTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly SubscriptionOptions Resuming = new() { Resume = true };

    private static CancellationToken Limit => new CancellationTokenSource(Patience).Token;

    [Fact]
    public async Task Calls_get_their_own_answers_though_they_come_in_another_order()
    {
        var held = new ConcurrentStack<JsonElement>();
        await using var server = new FakeRpcServer(async (connection, request) =>
        {
            held.Push(request);
            if (held.Count == 3)
            {
                while (held.TryPop(out var one))
                {
                    await connection.ReplyAsync(one, one.GetProperty("params")[0].GetRawText());
                }
            }
        });
        await using var client = await JsonRpcClient.ConnectAsync(server.Uri, cancellationToken: Limit);

        var answers = await Task.WhenAll(Enumerable.Range(1, 3).Select(number => client.CallAsync("echo", [number], Limit)));

        Assert.Equal([1, 2, 3], answers.Select(answer => answer.GetInt32()));
    }

    [Fact]
    public async Task Parameters_arrive_as_they_were_given()
    {
        await using var server = new FakeRpcServer((connection, request) => connection.ReplyAsync(request, request.GetProperty("params").GetRawText()));
        await using var client = await JsonRpcClient.ConnectAsync(server.Uri, cancellationToken: Limit);

        var echoed = await client.CallAsync("echo", ["0xab", 7u, null, true, "a\"b"], Limit);

        Assert.Equal("""["0xab",7,null,true,"a\u0022b"]""", echoed.GetRawText());
    }

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":ID,"result":{"a":[1,"x"]}}""")]
    [InlineData("""{ "result" : {"a":[1,"x"]}, "more": {"id": 7, "result": [0]}, "error": null, "id" : ID }""")]
    public async Task A_result_can_be_read_where_it_lies(string answer)
    {
        await using var server = new FakeRpcServer((connection, request) =>
            connection.SendAsync(answer.Replace("ID", request.GetProperty("id").GetRawText(), StringComparison.Ordinal)));
        await using var client = await JsonRpcClient.ConnectAsync(server.Uri, cancellationToken: Limit);

        var read = await client.ReadAsync("read", [], result => System.Text.Encoding.UTF8.GetString(result), Limit);

        Assert.Equal("""{"a":[1,"x"]}""", read);
    }

    [Fact]
    public async Task What_a_reader_cannot_read_is_its_callers_alone()
    {
        await using var server = new FakeRpcServer((connection, request) => request.GetProperty("method").GetString() == "refuse"
            ? connection.RefuseAsync(request, """{"code":7,"message":"no"}""")
            : connection.ReplyAsync(request, "5"));
        await using var client = await JsonRpcClient.ConnectAsync(server.Uri, cancellationToken: Limit);

        await Assert.ThrowsAsync<InvalidDataException>(() => client.ReadAsync<int>("read", [], _ => throw new InvalidDataException(), Limit));
        var refused = await Assert.ThrowsAsync<JsonRpcException>(() => client.ReadAsync("refuse", [], result => result.Length, Limit));

        Assert.Equal(7, refused.Code);
        Assert.Equal(1, await client.ReadAsync("read", [], result => result.Length, Limit));
        Assert.Equal(5, (await client.CallAsync("call", [], Limit)).GetInt32());
    }

    [Fact]
    public async Task An_error_carries_code_message_and_data()
    {
        await using var server = new FakeRpcServer((connection, request) =>
            connection.RefuseAsync(request, """{"code":1010,"message":"Invalid Transaction","data":"Transaction has a bad signature"}"""));
        await using var client = await JsonRpcClient.ConnectAsync(server.Uri, cancellationToken: Limit);

        var refused = await Assert.ThrowsAsync<JsonRpcException>(() => client.CallAsync("author_submitExtrinsic", ["0x"], Limit));

        Assert.Equal(1010, refused.Code);
        Assert.Equal("Invalid Transaction", refused.ServerMessage);
        Assert.Equal("Transaction has a bad signature", refused.ErrorData?.GetString());
        Assert.Equal("author_submitExtrinsic: Invalid Transaction: Transaction has a bad signature (1010)", refused.Message);
    }

    [Fact]
    public async Task Replies_of_a_batch_stand_in_the_order_of_its_requests()
    {
        await using var server = new FakeRpcServer((connection, batch) =>
        {
            var answers = batch.EnumerateArray().Reverse().Select(request => request.GetProperty("method").GetString() == "bad"
                ? $$$"""{"jsonrpc":"2.0","id":{{{request.GetProperty("id").GetInt64()}}},"error":{"code":-32601,"message":"Method not found"}}"""
                : $$"""{"jsonrpc":"2.0","id":{{request.GetProperty("id").GetInt64()}},"result":{{request.GetProperty("params")[0].GetRawText()}}}""");
            return connection.SendAsync($"[{string.Join(',', answers)}]");
        });
        await using var client = await JsonRpcClient.ConnectAsync(server.Uri, cancellationToken: Limit);

        var replies = await client.BatchAsync([new("echo", [1]), new("bad", []), new("echo", [3])], Limit);

        Assert.Equal(1, replies[0].GetResult().GetInt32());
        Assert.Equal(-32601, replies[1].Error!.Code);
        Assert.Equal(3, replies[2].GetResult().GetInt32());
        Assert.Empty(await client.BatchAsync([], Limit));
    }

    [Fact]
    public async Task Messages_right_behind_the_answer_reach_their_subscription()
    {
        await using var server = new FakeRpcServer(async (connection, request) =>
        {
            await connection.ReplyAsync(request, "\"s1\"");
            await connection.NotifyAsync("head", "s1", "1");
            await connection.NotifyAsync("head", "other", "9");
            await connection.NotifyAsync("head", "s1", "2");
        });
        await using var client = await JsonRpcClient.ConnectAsync(server.Uri, cancellationToken: Limit);

        await using var subscription = await client.SubscribeAsync("subscribe", "unsubscribe", [], null, Limit);

        Assert.Equal([1, 2], (await TakeAsync(subscription, 2)).Select(message => message.GetInt32()));
    }

    [Fact]
    public async Task A_disposed_subscription_is_ended_at_the_server()
    {
        var ended = new TaskCompletionSource<string>();
        await using var server = new FakeRpcServer((connection, request) =>
        {
            if (request.GetProperty("method").GetString() == "unsubscribe")
            {
                ended.SetResult(request.GetProperty("params")[0].GetString()!);
            }

            return connection.ReplyAsync(request, "\"s1\"");
        });
        await using var client = await JsonRpcClient.ConnectAsync(server.Uri, cancellationToken: Limit);
        var subscription = await client.SubscribeAsync("subscribe", "unsubscribe", [], null, Limit);

        await subscription.DisposeAsync();

        Assert.Equal("s1", await ended.Task.WaitAsync(Limit));
    }

    [Fact]
    public async Task A_call_on_the_way_fails_with_the_connection_and_the_next_one_finds_a_new_connection()
    {
        await using var server = new FakeRpcServer((connection, request) =>
        {
            if (request.GetProperty("method").GetString() == "drop")
            {
                connection.Drop();
                return Task.CompletedTask;
            }

            return connection.ReplyAsync(request, "true");
        });
        await using var client = await JsonRpcClient.ConnectAsync(server.Uri, cancellationToken: Limit);

        var lost = await Assert.ThrowsAsync<ConnectionException>(() => client.CallAsync("drop", [], Limit));
        var found = await client.CallAsync("ping", [], Limit);

        Assert.Equal(server.Uri, lost.Endpoint);
        Assert.True(found.GetBoolean());
        Assert.Equal(2, server.Connections.Count);
    }

    [Fact]
    public async Task A_resumed_subscription_goes_on_over_the_next_connection()
    {
        var opened = 0;
        await using var server = new FakeRpcServer(async (connection, request) =>
        {
            var number = Interlocked.Increment(ref opened);
            await connection.ReplyAsync(request, $"\"s{number}\"");
            await connection.NotifyAsync("head", $"s{number}", $"{number}");
            if (number == 1)
            {
                connection.Drop();
            }
        });
        await using var client = await JsonRpcClient.ConnectAsync(server.Uri, cancellationToken: Limit);

        await using var subscription = await client.SubscribeAsync("subscribe", "unsubscribe", [], Resuming, Limit);

        Assert.Equal([1, 2], (await TakeAsync(subscription, 2)).Select(message => message.GetInt32()));
    }

    [Fact]
    public async Task A_subscription_that_is_not_resumed_says_that_the_connection_was_lost()
    {
        await using var server = new FakeRpcServer((connection, request) => connection.ReplyAsync(request, "\"s1\""));
        await using var client = await JsonRpcClient.ConnectAsync(server.Uri, cancellationToken: Limit);
        await using var subscription = await client.SubscribeAsync("subscribe", "unsubscribe", [], null, Limit);

        server.Connections.First().Drop();

        await Assert.ThrowsAsync<ConnectionException>(() => TakeAsync(subscription, 1));
    }

    [Fact]
    public async Task A_message_above_the_limit_closes_the_connection_and_says_so()
    {
        await using var server = new FakeRpcServer((connection, request) => connection.ReplyAsync(request, $"\"{new string('x', 70_000)}\""));
        var options = new JsonRpcClientOptions { MaxMessageBytes = 65_536, Reconnect = null };
        await using var client = await JsonRpcClient.ConnectAsync(server.Uri, options, Limit);

        var lost = await Assert.ThrowsAsync<ConnectionException>(() => client.CallAsync("big", [], Limit));

        Assert.Contains("more than 65536 bytes", lost.Message, StringComparison.Ordinal);
        Assert.False(client.IsConnected);
    }

    [Theory]
    [InlineData("no json")]
    [InlineData("{\"jsonrpc\":")]
    public async Task Something_that_is_no_json_closes_the_connection_and_says_so(string sent)
    {
        await using var server = new FakeRpcServer((connection, _) => connection.SendAsync(sent));
        await using var client = await JsonRpcClient.ConnectAsync(server.Uri, new JsonRpcClientOptions { Reconnect = null }, Limit);

        var lost = await Assert.ThrowsAsync<ConnectionException>(() => client.CallAsync("call", [], Limit));

        Assert.Contains("no JSON", lost.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_of_any_other_shape_is_passed_over()
    {
        string[] noise =
        [
            "1", "[]", "null", "[1,null]", "{}", """{"id":99,"result":1}""", """{"id":"x"}""", """{"method":"m"}""",
            """{"method":"m","params":[1]}""", """{"method":"m","params":{"subscription":{},"result":1}}""",
        ];
        await using var server = new FakeRpcServer(async (connection, request) =>
        {
            foreach (var one in noise)
            {
                await connection.SendAsync(one);
            }

            await connection.ReplyAsync(request, "true");
        });
        await using var client = await JsonRpcClient.ConnectAsync(server.Uri, cancellationToken: Limit);

        Assert.True((await client.CallAsync("call", [], Limit)).GetBoolean());
    }

    [Fact]
    public async Task An_answer_without_result_and_error_is_refused()
    {
        await using var server = new FakeRpcServer((connection, request) =>
            connection.SendAsync($$"""{"jsonrpc":"2.0","id":{{request.GetProperty("id").GetInt64()}}}"""));
        await using var client = await JsonRpcClient.ConnectAsync(server.Uri, cancellationToken: Limit);

        await Assert.ThrowsAsync<JsonRpcException>(() => client.CallAsync("call", [], Limit));
    }

    [Fact]
    public async Task An_error_without_an_id_fails_every_call_that_waits()
    {
        await using var server = new FakeRpcServer((connection, _) =>
            connection.SendAsync("""{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"Parse error"}}"""));
        await using var client = await JsonRpcClient.ConnectAsync(server.Uri, cancellationToken: Limit);

        var refused = await Assert.ThrowsAsync<JsonRpcException>(() => client.CallAsync("call", [], Limit));

        Assert.Equal(-32700, refused.Code);
    }

    [Fact]
    public async Task A_call_without_an_answer_ends_when_its_time_is_over()
    {
        var asked = new TaskCompletionSource();
        await using var server = new FakeRpcServer((connection, request) =>
        {
            asked.TrySetResult();
            return request.GetProperty("method").GetString() == "ping" ? connection.ReplyAsync(request, "true") : Task.CompletedTask;
        });
        var time = new ManualTime();
        var options = new JsonRpcClientOptions { Time = time, CallTimeout = TimeSpan.FromSeconds(30) };
        await using var client = await JsonRpcClient.ConnectAsync(server.Uri, options, Limit);

        var call = client.CallAsync("never", [], Limit);
        await asked.Task.WaitAsync(Limit);
        time.Advance(TimeSpan.FromSeconds(31));

        var late = await Assert.ThrowsAsync<TimeoutException>(() => call);
        Assert.Contains("no answer to never within 30 s", late.Message, StringComparison.Ordinal);
        Assert.True((await client.CallAsync("ping", [], Limit)).GetBoolean());
    }

    [Fact]
    public async Task A_cancelled_call_leaves_the_others_alone()
    {
        await using var server = new FakeRpcServer((connection, request) =>
            request.GetProperty("method").GetString() == "ping" ? connection.ReplyAsync(request, "true") : Task.CompletedTask);
        await using var client = await JsonRpcClient.ConnectAsync(server.Uri, cancellationToken: Limit);
        using var cancel = new CancellationTokenSource();
        var call = client.CallAsync("never", [], cancel.Token);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.True((await client.CallAsync("ping", [], Limit)).GetBoolean());
    }

    [Fact]
    public async Task A_slow_reader_is_told_that_it_missed_messages()
    {
        await using var server = new FakeRpcServer((connection, request) => SendManyAsync(connection, request, 5));
        await using var client = await JsonRpcClient.ConnectAsync(server.Uri, cancellationToken: Limit);

        await using var subscription = await client.SubscribeAsync("subscribe", "unsubscribe", [], new SubscriptionOptions { Capacity = 2 }, Limit);
        await client.CallAsync("ping", [], Limit);

        var missed = await Assert.ThrowsAsync<InvalidOperationException>(() => TakeAsync(subscription, 5));
        Assert.Contains("2 messages wait to be read", missed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_slow_reader_gets_the_newest_messages_when_it_asked_for_that()
    {
        await using var server = new FakeRpcServer((connection, request) => SendManyAsync(connection, request, 5));
        await using var client = await JsonRpcClient.ConnectAsync(server.Uri, cancellationToken: Limit);
        var options = new SubscriptionOptions { Capacity = 2, WhenFull = WhenFull.DropOldest };

        await using var subscription = await client.SubscribeAsync("subscribe", "unsubscribe", [], options, Limit);
        await client.CallAsync("ping", [], Limit);

        Assert.Equal([4, 5], (await TakeAsync(subscription, 2)).Select(message => message.GetInt32()));
    }

    [Fact]
    public async Task Where_nobody_listens_the_address_and_the_cause_are_named()
    {
        Uri free;
        await using (var server = new FakeRpcServer((_, _) => Task.CompletedTask))
        {
            free = server.Uri;
        }

        var refused = await Assert.ThrowsAsync<ConnectionException>(() => JsonRpcClient.ConnectAsync(free, cancellationToken: Limit));

        Assert.Contains(free.ToString(), refused.Message, StringComparison.Ordinal);
        Assert.Contains("refused", refused.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task After_the_last_attempt_to_reconnect_calls_fail_at_once()
    {
        var server = new FakeRpcServer((_, _) => Task.CompletedTask);
        var options = new JsonRpcClientOptions { Reconnect = new ReconnectPolicy { MaxAttempts = 1 } };
        await using var client = await JsonRpcClient.ConnectAsync(server.Uri, options, Limit);

        await server.DisposeAsync();

        var lost = await Assert.ThrowsAsync<ConnectionException>(async () =>
        {
            // The first call may still meet the old connection; both ways end in the same exception.
            await client.CallAsync("call", [], Limit);
        });
        lost = await Assert.ThrowsAsync<ConnectionException>(() => client.CallAsync("call", [], Limit));
        Assert.Contains("given up after 1 attempts", lost.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Closing_the_client_ends_its_calls_and_subscriptions()
    {
        await using var server = new FakeRpcServer((connection, request) =>
            request.GetProperty("method").GetString() == "subscribe" ? connection.ReplyAsync(request, "\"s1\"") : Task.CompletedTask);
        var client = await JsonRpcClient.ConnectAsync(server.Uri, cancellationToken: Limit);
        var subscription = await client.SubscribeAsync("subscribe", "unsubscribe", [], Resuming, Limit);
        var call = client.CallAsync("never", [], Limit);

        await client.DisposeAsync();

        await Assert.ThrowsAsync<ConnectionException>(() => call);
        Assert.Empty(await TakeAsync(subscription, 1));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => client.CallAsync("call", [], Limit));
    }

    [Fact]
    public async Task Further_calls_wait_while_as_many_as_allowed_are_on_the_way()
    {
        var held = new ConcurrentQueue<(FakeRpcConnection Connection, JsonElement Request)>();
        var second = new TaskCompletionSource();
        await using var server = new FakeRpcServer((connection, request) =>
        {
            held.Enqueue((connection, request));
            if (held.Count == 2)
            {
                second.TrySetResult();
            }

            return Task.CompletedTask;
        });
        await using var client = await JsonRpcClient.ConnectAsync(server.Uri, new JsonRpcClientOptions { MaxPendingCalls = 2 }, Limit);

        var calls = Enumerable.Range(0, 3).Select(_ => client.CallAsync("call", [], Limit)).ToArray();
        await second.Task.WaitAsync(Limit);
        Assert.Equal(2, held.Count);
        held.TryDequeue(out var first);
        await first.Connection.ReplyAsync(first.Request, "1");
        await Task.WhenAny(calls).WaitAsync(Limit);
        held.TryDequeue(out var next);
        await next.Connection.ReplyAsync(next.Request, "1");

        while (held.IsEmpty)
        {
            await Task.Yield();
        }

        held.TryDequeue(out var last);
        await last.Connection.ReplyAsync(last.Request, "1");
        Assert.Equal(3, (await Task.WhenAll(calls)).Length);
    }

    [Theory]
    [InlineData("http://127.0.0.1:1")]
    [InlineData("127.0.0.1:9944")]
    public async Task An_address_of_another_kind_is_refused(string address) =>
        await Assert.ThrowsAsync<ArgumentException>(() => JsonRpcClient.ConnectAsync(new Uri(address, UriKind.RelativeOrAbsolute), cancellationToken: Limit));

    [Fact]
    public void Pauses_between_attempts_grow_to_the_longest()
    {
        var policy = new ReconnectPolicy { FirstPause = TimeSpan.FromMilliseconds(100), LongestPause = TimeSpan.FromSeconds(1) };

        Assert.Equal([100, 200, 400, 800, 1000, 1000], Enumerable.Range(1, 6).Select(failures => policy.PauseAfter(failures).TotalMilliseconds));
        Assert.Equal(1000, policy.PauseAfter(int.MaxValue).TotalMilliseconds);
    }

    private static async Task SendManyAsync(FakeRpcConnection connection, JsonElement request, int count)
    {
        if (request.GetProperty("method").GetString() != "subscribe")
        {
            await connection.ReplyAsync(request, "true");
            return;
        }

        await connection.ReplyAsync(request, "\"s1\"");
        for (var i = 1; i <= count; i++)
        {
            await connection.NotifyAsync("head", "s1", $"{i}");
        }
    }

    private static async Task<List<JsonElement>> TakeAsync(JsonRpcSubscription subscription, int count)
    {
        var taken = new List<JsonElement>();
        await foreach (var message in subscription.ReadAllAsync(Limit))
        {
            taken.Add(message);
            if (taken.Count == count)
            {
                break;
            }
        }

        return taken;
    }
}
