using Org.BouncyCastle.Crypto.Digests;
using SubstraTee.Primitives;

namespace SubstraTee.Crypto.Tests;

public sealed class Blake2bTests
{
    [Fact]
    public void Rfc_7693_appendix_A_abc()
    {
        var output = new byte[64];
        Blake2b.Hash("abc"u8, output);
        Assert.Equal(
            "0xba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1"
            + "7d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923",
            Hex.Encode(output));
    }

    [Fact]
    public void Rfc_7693_appendix_E_self_test()
    {
        Span<int> outputLengths = [20, 32, 48, 64];
        Span<int> inputLengths = [0, 3, 128, 129, 255, 1024];
        var hasher = new Blake2bHasher(32);
        foreach (var outputLength in outputLengths)
        {
            foreach (var inputLength in inputLengths)
            {
                var input = SelfTestSequence(inputLength, (uint)inputLength);
                var digest = new byte[outputLength];
                Blake2b.Hash(input, digest);
                hasher.Append(digest);
                Blake2b.HashKeyed(SelfTestSequence(outputLength, (uint)outputLength), input, digest);
                hasher.Append(digest);
            }
        }

        Assert.Equal("0xc23a7800d98123bd10f506c61e29da5603d763b8bbad2e737f5e765a7bccd475", hasher.FinishHash256().ToString());
    }

    [Fact]
    public void Every_length_equals_the_oracle_at_once_in_pieces_and_keyed()
    {
        var input = SelfTestSequence(600, 7);
        for (var length = 0; length <= input.Length; length++)
        {
            var outputLength = (length % 64) + 1;
            var key = input.AsSpan(0, length % 65).ToArray();
            var output = new byte[outputLength];
            var message = input.AsSpan(0, length);
            if (key.Length == 0)
            {
                Blake2b.Hash(message, output);
            }
            else
            {
                Blake2b.HashKeyed(key, message, output);
            }

            Assert.Equal(Oracle(key, message, outputLength), output);
            var hasher = new Blake2bHasher(outputLength, key);
            var cut = length * 37 % (length + 1);
            hasher.Append(message[..cut]);
            hasher.Append(message[cut..]);
            var pieces = new byte[outputLength];
            hasher.Finish(pieces);
            Assert.Equal(output, pieces);
        }
    }

    [Fact]
    public void Eight_at_once_equal_one_by_one_for_any_mix_of_lengths()
    {
        var buffer = SelfTestSequence(8 * 700, 3);
        for (var round = 0; round < 300; round++)
        {
            var count = round % 9;
            var ends = new int[count];
            var end = 0;
            for (var i = 0; i < count; i++)
            {
                end += (round * 131 + (i * 97 * round)) % (i % 3 == 0 ? 700 : 129);
                ends[i] = end;
            }

            var digests = new Hash256[8];
            Blake2b.Hash256x8(buffer, ends, digests);
            for (var i = 0; i < count; i++)
            {
                Assert.Equal(Blake2b.Hash256(buffer.AsSpan((i == 0 ? 0 : ends[i - 1])..ends[i])), digests[i]);
            }
        }
    }

    [Fact]
    public void Lengths_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Blake2b.Hash([], []));
        Assert.Throws<ArgumentException>(() => Blake2b.Hash([], new byte[65]));
        Assert.Throws<ArgumentException>(() => Blake2b.Keyed256([], []));
        Assert.Throws<ArgumentException>(() => Blake2b.Keyed256(new byte[65], []));
        Assert.Throws<ArgumentException>(() => Blake2b.Hash256x8(new byte[4], [5], new Hash256[8]));
        Assert.Throws<ArgumentException>(() => Blake2b.Hash256x8(new byte[4], [3, 2], new Hash256[8]));
        Assert.Throws<ArgumentException>(() => Blake2b.Hash256x8(new byte[4], new int[9], new Hash256[9]));
    }

    private static byte[] Oracle(byte[] key, ReadOnlySpan<byte> message, int outputLength)
    {
        var digest = new Blake2bDigest(key.Length == 0 ? null : key, outputLength, null, null);
        digest.BlockUpdate(message.ToArray(), 0, message.Length);
        var output = new byte[outputLength];
        digest.DoFinal(output, 0);
        return output;
    }

    // The deterministic sequence of RFC 7693, appendix E.
    private static byte[] SelfTestSequence(int length, uint seed)
    {
        var output = new byte[length];
        var (a, b) = (0xDEAD4BADu * seed, 1u);
        for (var i = 0; i < length; i++)
        {
            var t = a + b;
            (a, b) = (b, t);
            output[i] = (byte)(t >> 24);
        }

        return output;
    }
}
