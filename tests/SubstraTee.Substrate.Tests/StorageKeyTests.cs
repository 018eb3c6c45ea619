using SubstraTee.Primitives;

namespace SubstraTee.Substrate.Tests;

public class StorageKeyTests
{
    private const string SystemAccountPrefix = "0x26aa394eea5630e07c48ae0c9558cef7b99d880ec681799c0cf30e8886371da9";
    private const string Alice = "0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d";

    [Fact]
    public void A_plain_value_lies_under_two_hashes_of_names() =>
        Assert.Equal(SystemAccountPrefix, StorageKey.Prefix("System", "Account").ToString());

    [Fact]
    public void An_account_lies_under_its_hash_and_itself() => Assert.Equal(
        SystemAccountPrefix + "de1e86a9a8c739864cf3cc5ec2bea59f" + Alice[2..],
        StorageKey.Map("System", "Account", (StorageHasher.Blake2_128Concat, Hex.Decode(Alice))).ToString());

    [Fact]
    public void Well_known_keys_are_text() => Assert.Equal("0x3a636f6465", StorageKey.WellKnown(":code").ToString());

    [Theory]
    [InlineData(StorageHasher.Blake2_128, 16)]
    [InlineData(StorageHasher.Blake2_256, 32)]
    [InlineData(StorageHasher.Blake2_128Concat, 19)]
    [InlineData(StorageHasher.Twox128, 16)]
    [InlineData(StorageHasher.Twox256, 32)]
    [InlineData(StorageHasher.Twox64Concat, 11)]
    [InlineData(StorageHasher.Identity, 3)]
    public void Each_hasher_has_its_length_and_keeps_the_key_where_it_says_so(StorageHasher hasher, int expected)
    {
        var key = StorageKey.Prefix("Pallet", "Item").Append(hasher, [7, 8, 9]);

        Assert.Equal(StorageKey.PrefixLength + expected, key.Length);
        Assert.Equal(expected, hasher.OutputLength(3));
        Assert.Equal(hasher.KeepsKey(), key.Span.EndsWith(new byte[] { 7, 8, 9 }));
        Assert.True(key.StartsWith(StorageKey.Prefix("Pallet", "Item")));
        Assert.True(key.StartsWith(StorageKey.Pallet("Pallet")));
    }

    [Fact]
    public void Keys_are_compared_by_their_bytes()
    {
        var one = new StorageKey([1, 2]);
        Assert.Equal(one, new StorageKey([1, 2]));
        Assert.True(one != new StorageKey([1, 3]));
        Assert.True(one.CompareTo(new StorageKey([1, 3])) < 0);
        Assert.Equal(default, new StorageKey([]));
    }
}
