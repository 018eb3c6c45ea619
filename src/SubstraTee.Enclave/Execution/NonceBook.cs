using System.Buffers.Binary;
using SubstraTee.Primitives;
using SubstraTee.Trie;

namespace SubstraTee.Enclave;

/// <summary>The next nonce of every account, in the shard's state beside the STF's part.</summary>
internal static class NonceBook
{
    private const byte NoncePrefix = 0;

    public static uint Next(TrieOverlay overlay, AccountId account) =>
        overlay.TryGet(KeyOf(account), out var value) ? BinaryPrimitives.ReadUInt32LittleEndian(value.Span) : 0;

    public static void Consume(TrieOverlay overlay, AccountId account, uint nonce)
    {
        Span<byte> value = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(value, checked(nonce + 1));
        overlay.Set(KeyOf(account), value);
    }

    private static byte[] KeyOf(AccountId account) => [NoncePrefix, .. account.ToArray()];
}
