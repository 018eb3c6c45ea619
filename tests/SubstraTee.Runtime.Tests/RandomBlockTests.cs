using SubstraTee.Crypto;
using SubstraTee.Primitives;
using SubstraTee.Substrate;

namespace SubstraTee.Runtime.Tests;

public class RandomBlockTests
{
    private static readonly KeyPair[] Senders =
    [
        .. DevelopmentAccounts.Names.Take(4).Select((name, index) => KeyPair.FromSecretUri(name, (KeyType)(index % 3))),
        .. Enumerable.Range(0, 6).Select(number => KeyPair.FromSecretUri($"//Random//{number}", KeyType.Ed25519)),
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_balances_always_add_up_and_every_block_executes_again(int seed)
    {
        var random = new Random(seed);
        var chain = new TestChain(TestChain.DevelopmentGenesis with
        {
            Endowed = [.. Senders.Select(one => (one.AccountId, (UInt128)random.NextInt64(500, 2_000_000_000)))],
            SudoKey = Senders[0].AccountId,
        });
        for (var block = 0; block < 25; block++)
        {
            var builder = TestChain.Runtime.StartBlock(chain.State, chain.Head, TestChain.Start, []);
            for (var i = 0; i < 12; i++)
            {
                var sender = Senders[random.Next(Senders.Length)];
                var nonce = TestChain.Runtime.Pallets.System.Account.Get(builder.Context, sender.AccountId).Nonce;
                builder.Apply(chain.Sign(sender, RandomCall(random, depth: 0), nonce + (uint)(random.Next(10) == 0 ? 1 : 0), tip: (UInt128)random.Next(3)));
            }

            chain.Import(builder.Finish());
            chain.CheckIssuance();
        }

        Assert.True(chain.Head.Number == 25, $"seed {seed}");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void No_bytes_whatever_bring_the_runtime_down(int seed)
    {
        var random = new Random(seed);
        var chain = new TestChain();
        for (var i = 0; i < 2000; i++)
        {
            var bytes = chain.Sign(TestChain.Bob, RandomCall(random, depth: 0));
            for (var change = random.Next(4); change >= 0; change--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            TestChain.Runtime.ValidateTransaction(chain.State, chain.Head, bytes);
            foreach (var api in RuntimeApis.All)
            {
                TestChain.Runtime.CallApi(chain.State, chain.Head, $"{api.Name}_{api.Methods[^1].Name}", bytes);
            }

            // Changed calls are signed anew, so that they are carried out.
            if (i % 10 == 0 && UncheckedExtrinsic.TryDecode(bytes, out var extrinsic))
            {
                chain.Run(TestChain.Bob, extrinsic.Call);
            }
        }

        chain.CheckIssuance();
    }

    private static RuntimeCall RandomCall(Random random, int depth)
    {
        var account = Senders[random.Next(Senders.Length)].AccountId;
        var to = new MultiAddress.Id(account);
        var amount = random.Next(8) switch
        {
            0 => UInt128.MaxValue,
            1 => UInt128.Zero,
            2 => BalancesPallet.ExistentialDeposit,
            _ => (UInt128)random.NextInt64(1, 1_000_000_000),
        };
        var shard = new ShardId(account.Bytes);
        return random.Next(depth < 3 ? 14 : 11) switch
        {
            0 => TestChain.Transfer(account, amount),
            1 => Balances(new BalancesPallet.Call.TransferKeepAlive(to, amount)),
            2 => Balances(new BalancesPallet.Call.TransferAll(to, random.Next(2) == 0)),
            3 => Balances(new BalancesPallet.Call.ForceSetBalance(to, amount)),
            4 => Balances(new BalancesPallet.Call.ForceTransfer(to, to, amount)),
            5 => Balances(new BalancesPallet.Call.Burn(amount, random.Next(2) == 0)),
            6 => new RuntimeCall.System(new SystemPallet.Call.RemarkWithEvent(new byte[random.Next(100)])),
            7 => new RuntimeCall.EnclaveBridge(new EnclaveBridgePallet.Call.Invoke(new Request(shard, new byte[random.Next(300)]))),
            8 => new RuntimeCall.EnclaveBridge(new EnclaveBridgePallet.Call.ShieldFunds(shard, [], amount)),
            9 => new RuntimeCall.EnclaveBridge(new EnclaveBridgePallet.Call.UnshieldFunds(shard, account, amount, new Hash256(account.Bytes))),
            10 => new RuntimeCall.Teerex(new TeerexPallet.Call.RegisterSgxEnclave(
                account.ToArray(), null, new SgxAttestationMethod.Skip(false))),
            11 => TestChain.Sudo(RandomCall(random, depth + 1)),
            12 => new RuntimeCall.Sudo(new SudoPallet.Call.SudoAs(to, RandomCall(random, depth + 1))),
            _ => new RuntimeCall.Sudo(new SudoPallet.Call.SudoUncheckedWeight(RandomCall(random, depth + 1), new Weight(5, 5))),
        };
    }

    private static RuntimeCall.Balances Balances(BalancesPallet.Call call) => new RuntimeCall.Balances(call);
}
