using System.Collections.Immutable;
using SubstraTee.Crypto;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;

namespace SubstraTee.Worker.Tests;

public sealed class ReceiptStoreTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("stee-receipts-");

    private string File => Path.Combine(_folder.FullName, "receipts.db");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Every_leaf_is_found_with_its_proof_also_after_a_restart()
    {
        var receipts = new[] { Publish(1, 40), Publish(2, 1), Publish(3, 7) };
        await using (var store = new ReceiptStore(File))
        {
            Array.ForEach(receipts, store.Add);
            Check(store);
        }

        await using var again = new ReceiptStore(File);
        Check(again);
        Assert.Null(again.Find(NameOf(4, 0)));

        void Check(ReceiptStore store)
        {
            foreach (var published in receipts)
            {
                for (var i = 0; i < published.Leaves.Length; i++)
                {
                    var served = store.Find(published.Leaves[i].Leaf.CiphertextHash);
                    Assert.NotNull(served);
                    Assert.Equal(published.Receipt, served.Receipt);
                    Assert.Equal(published.Leaves[i].Leaf, served.Leaf);
                    Assert.Equal(published.Leaves[i].SealedOutcome, served.SealedOutcome);
                    Assert.Equal((uint)i, served.Index);
                    Assert.True(MerkleTree.Verify(
                        served.Receipt.LeavesRoot, served.Leaf.Hash, served.Index, served.Receipt.LeafCount, served.Path));
                }
            }
        }
    }

    [Fact]
    public async Task The_oldest_receipt_is_served_to_who_has_a_copied_envelope_and_names_that_begin_alike_are_told_apart()
    {
        var name = NameOf(9, 9);
        var alike = name.ToArray();
        alike[31] ^= 1;
        await using var store = new ReceiptStore(File);
        store.Add(Publish(1, 2, new Hash256(alike), name));
        store.Add(Publish(2, 1, name));
        var served = store.Find(name);
        Assert.NotNull(served);
        Assert.Equal(new Position(1, 1), served.Leaf.Position);
        Assert.Equal(new Position(1, 0), store.Find(new Hash256(alike))!.Leaf.Position);
    }

    [Fact]
    public async Task A_receipt_takes_the_place_of_those_that_cover_its_blocks_and_is_stored_once()
    {
        await using var store = new ReceiptStore(File);
        var first = Publish(5, 3);
        store.Add(first);
        store.Add(first);
        var other = Publish(5, 2, NameOf(5, 0), NameOf(5, 7));
        store.Add(other);
        Assert.Equal(other.Receipt, store.Find(NameOf(5, 0))!.Receipt);
        Assert.NotNull(store.Find(NameOf(5, 7)));
        Assert.Null(store.Find(NameOf(5, 1)));
    }

    [Fact]
    public async Task Leaves_are_found_in_every_generation()
    {
        const int Each = 40_000;
        await using (var store = new ReceiptStore(File))
        {
            for (var block = 1u; block <= 3; block++)
            {
                store.Add(Publish(block, Each));
            }
        }

        await using var again = new ReceiptStore(File);
        again.Add(Publish(4, 3));
        foreach (var (block, index) in new[] { (1u, 0), (2u, Each - 1), (3u, 77), (4u, 2) })
        {
            Assert.Equal(new Position(block, (uint)index), again.Find(NameOf(block, index))!.Leaf.Position);
        }
    }

    private static Hash256 NameOf(uint block, int index) => Blake2b.Hash256([(byte)block, .. BitConverter.GetBytes(index)]);

    private static EnclaveEffect.PublishReceipt Publish(uint block, int count, params Hash256[] names)
    {
        ImmutableArray<PublishedLeaf> leaves =
        [
            .. Enumerable.Range(0, count).Select(i => new PublishedLeaf(
                new Leaf(new Position(block, (uint)i), names.Length > 0 ? names[i] : NameOf(block, i), default), [(byte)i, (byte)block])),
        ];
        var last = new BlockRef(block, default);
        var receipt = new Receipt(
            Receipt.CurrentVersion, default, 0, last, last, default, default, (uint)count, MerkleTree.Root(Leaf.HashesOf(leaves)));
        return new EnclaveEffect.PublishReceipt(receipt, new ReceiptSignature(default, new byte[64]), leaves);
    }
}
