using System.Collections.Immutable;
using SubstraTee.Primitives;

namespace SubstraTee.Enclave.Protocol.Tests;

public class ReceiptTests
{
    [Fact]
    public void Every_leaf_has_a_path_that_verifies_at_its_index_and_nowhere_else()
    {
        for (var count = 1; count <= 17; count++)
        {
            ImmutableArray<Hash256> leaves = [.. Enumerable.Range(0, count).Select(i => new Hash256(Samples.Fill((byte)(i + 1))))];
            var root = MerkleTree.Root(leaves);
            for (var index = 0; index < count; index++)
            {
                var path = MerkleTree.Path(leaves, index);
                Assert.True(MerkleTree.Verify(root, leaves[index], (uint)index, (uint)count, path));
                Assert.False(MerkleTree.Verify(root, leaves[index], (uint)index, (uint)count, path.Add(default)));
                Assert.False(MerkleTree.Verify(root, new Hash256(Samples.Fill(0xee)), (uint)index, (uint)count, path));
                for (var other = 0; other < count; other++)
                {
                    Assert.Equal(other == index, MerkleTree.Verify(root, leaves[index], (uint)other, (uint)count, path));
                }
            }
        }
    }

    [Fact]
    public void The_root_of_no_leaves_is_zero_and_no_leaf_stands_under_it()
    {
        Assert.Equal(default, MerkleTree.Root([]));
        Assert.False(MerkleTree.Verify(default, default, 0, 0, []));
    }

    [Fact]
    public void Leaves_hashed_side_by_side_have_their_own_hashes()
    {
        for (var count = 0; count < 20; count++)
        {
            ImmutableArray<PublishedLeaf> leaves =
            [
                .. Enumerable.Range(0, count).Select(i => new PublishedLeaf(
                    new Leaf(new Position(3, (uint)i), new Hash256(Samples.Fill((byte)i)), new Hash256(Samples.Fill(9))), [])),
            ];
            Assert.Equal(leaves.Select(leaf => leaf.Leaf.Hash), Leaf.HashesOf(leaves));
        }
    }

    [Fact]
    public void What_an_enclave_publishes_is_what_the_callers_keys_give()
    {
        using var secret = Samples.Secret(0x40);
        using var keys = OutcomeKeys.Derive(secret, Samples.Shard, new Position(7, 2));
        var outcome = new Outcome(new Position(7, 2), new Hash256(Samples.Fill(0xc0)), new OutcomeStatus.BadNonce(1, 2));
        var published = OutcomeKeys.Publish(secret.Reveal(), Samples.Shard, outcome);
        Assert.Equal(keys.LeafOf(outcome), published.Leaf);
        Assert.Equal(keys.Seal(outcome, published.Leaf), published.SealedOutcome);
    }

    [Fact]
    public void An_outcome_opens_for_its_position_alone_and_must_fit_its_leaf()
    {
        using var secret = Samples.Secret(0x40);
        using var keys = OutcomeKeys.Derive(secret, Samples.Shard, new Position(7, 2));
        var outcome = new Outcome(new Position(7, 2), new Hash256(Samples.Fill(0xc0)), new OutcomeStatus.Applied([1, 2]));
        var leaf = keys.LeafOf(outcome);
        var sealedOutcome = keys.Seal(outcome, leaf);
        Assert.True(keys.TryOpen(sealedOutcome, leaf, out var opened));
        Assert.Equal([1, 2], Assert.IsType<OutcomeStatus.Applied>(opened.Status).Output);
        Assert.False(keys.TryOpen(sealedOutcome, leaf with { OutcomeHash = default }, out _));
        using var elsewhere = OutcomeKeys.Derive(secret, Samples.Shard, new Position(8, 2));
        Assert.False(elsewhere.TryOpen(sealedOutcome, leaf, out _));
        Assert.NotEqual(leaf.OutcomeHash, elsewhere.LeafOf(outcome).OutcomeHash);
    }

    [Fact]
    public void A_receipt_is_signed_by_its_signer_over_exactly_its_bytes()
    {
        var signature = new ReceiptSignature(
            Samples.Alice.AccountId, Samples.Alice.Sign(Samples.Receipt.SigningPayload()).Bytes.ToArray());
        Assert.True(Samples.Receipt.IsSignedBy(signature));
        Assert.False((Samples.Receipt with { LeafCount = 3 }).IsSignedBy(signature));
        Assert.False(Samples.Receipt.IsSignedBy(signature with { Signer = new AccountId(Samples.Fill(1)) }));
    }

    [Fact]
    public void A_descriptor_that_nobody_vouches_for_is_read_strictly()
    {
        var bytes = ShardDescriptor.Codec.Encode(Samples.Descriptor);
        Assert.True(ShardDescriptor.TryRead(bytes, out _, out _));
        Assert.False(ShardDescriptor.TryRead([.. bytes, 0], out _, out var why));
        Assert.Contains("TrailingBytes", why, StringComparison.Ordinal);
        Assert.False(Reads(Samples.Descriptor with { Version = 2 }));
        Assert.False(Reads(Samples.Descriptor with { Authorities = [] }));
        Assert.False(Reads(Samples.Descriptor with { Authorities = [Samples.Descriptor.Authorities[0], Samples.Descriptor.Authorities[0]] }));
        Assert.False(Reads(Samples.Descriptor with { Policy = Samples.Descriptor.Policy with { ReceiptThreshold = 0 } }));
        Assert.False(Reads(Samples.Descriptor with { Policy = Samples.Descriptor.Policy with { Measurements = [] } }));
        Assert.False(ShardDescriptor.TryRead(new byte[ProtocolLimits.MaxDescriptorBytes + 1], out _, out why));
        Assert.Contains("16384", why, StringComparison.Ordinal);
    }

    private static bool Reads(ShardDescriptor descriptor) =>
        ShardDescriptor.TryRead(ShardDescriptor.Codec.Encode(descriptor), out _, out _);
}
