namespace SubstraTee.Primitives.Tests;

public class PrimitivesTests
{
    [Fact]
    public void Bytes32_keeps_the_order_of_its_bytes()
    {
        var bytes = Enumerable.Range(0, 32).Select(i => (byte)i).ToArray();
        var value = new Bytes32(bytes);
        Assert.Equal(bytes, value.ToArray());
        Assert.Equal("0x000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f", value.ToString());
        Assert.Equal(value, Bytes32.Parse(value.ToString()));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    public void Bytes32_refuses_any_other_length(int length) =>
        Assert.Throws<ArgumentException>(() => new Bytes32(new byte[length]));

    [Fact]
    public void Identifiers_sort_by_unsigned_bytes()
    {
        var low = new Hash256(new byte[32]);
        var high = new byte[32];
        high[0] = 0x80;
        Assert.True(low.CompareTo(new Hash256(high)) < 0);
    }

    [Theory]
    [InlineData("0x0")]
    [InlineData("0xzz")]
    [InlineData("0x00112233")]
    public void Hex_refuses_odd_foreign_or_too_long_text(string text) =>
        Assert.False(Hex.TryDecode(text, 3, out _));

    [Theory]
    [InlineData("0x0")]
    [InlineData("0xzz")]
    [InlineData("0x00112233")]
    [InlineData("0x0\u00e9")]
    public void Hex_in_utf8_refuses_odd_foreign_or_too_long_text(string text) =>
        Assert.False(Hex.TryDecode(System.Text.Encoding.UTF8.GetBytes(text), 3, out _));

    [Fact]
    public void Hex_in_utf8_is_the_text_of_hex_in_strings()
    {
        for (var length = 0; length < 70; length++)
        {
            var bytes = Enumerable.Range(0, length).Select(i => (byte)(i * 37)).ToArray();
            var text = new byte[2 + (2 * length)];
            Hex.Encode(bytes, text);
            Assert.Equal(Hex.Encode(bytes), System.Text.Encoding.UTF8.GetString(text));
            Assert.True(Hex.TryDecode(text, length, out var read));
            Assert.Equal(bytes, read);
            Assert.True(Hex.TryDecode(text.AsSpan(2), length, out read));
            Assert.Equal(bytes, read);
            Assert.Throws<ArgumentException>(() => Hex.Encode(bytes, new byte[1 + (2 * length)]));
        }
    }

    [Fact]
    public void Secret_is_never_printed_and_is_gone_after_disposal()
    {
        var secret = new SecretBytes([1, 2, 3]);
        Assert.Equal("[secret]", secret.ToString());
        Assert.True(secret.FixedTimeEquals([1, 2, 3]));
        secret.Dispose();
        Assert.Throws<ObjectDisposedException>(() => secret.Reveal().Length);
    }

    [Theory]
    [InlineData(31)]
    [InlineData(65)]
    public void Measurement_refuses_lengths_outside_32_to_64(int length) =>
        Assert.Throws<ArgumentException>(() => new Measurement(MeasurementFamily.Sgx, new byte[length]));
}
