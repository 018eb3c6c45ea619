using SubstraTee.Crypto;
using SubstraTee.Substrate;

namespace SubstraTee.Runtime.Tests;

public class BatchTests
{
    [Fact]
    public void Transactions_judged_together_get_the_verdicts_they_get_alone()
    {
        var chain = new TestChain();
        var random = new Random(7);
        KeyPair[] senders = [TestChain.Alice, TestChain.Bob, TestChain.Charlie];
        var extrinsics = new List<ReadOnlyMemory<byte>>();
        for (var i = 0; i < 60; i++)
        {
            var bytes = chain.Sign(
                senders[i % 3], TestChain.Transfer(TestChain.Bob.AccountId, TestChain.Unit), nonce: (uint)(i % 2), tip: (UInt128)i);
            if (i % 5 == 0)
            {
                bytes[random.Next(bytes.Length)] ^= 1;
            }

            extrinsics.Add(bytes);
        }

        extrinsics.Add(new byte[3]);
        var together = new ChainRuntime().ValidateTransactions(chain.State, chain.Head, extrinsics);

        Assert.Equal(extrinsics.Select(one => new ChainRuntime().ValidateTransaction(chain.State, chain.Head, one)), together);
        Assert.Contains(together, one => one.Error == TransactionValidityError.Of(InvalidTransaction.BadProof));
        Assert.Empty(TestChain.Runtime.ValidateTransactions(chain.State, chain.Head, []));
    }
}
