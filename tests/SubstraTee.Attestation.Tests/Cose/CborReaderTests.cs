using SubstraTee.Attestation.Cose;

namespace SubstraTee.Attestation.Tests.Cose;

public class CborReaderTests
{
    private static readonly CborLimits Limits = CborLimits.Token;
    private static readonly CborLimits Open = CborLimits.NitroPayload;

    // RFC 8949, appendix A: what is accepted, written down again in its diagnostic notation.
    [Theory]
    [InlineData("00", "0")]
    [InlineData("17", "23")]
    [InlineData("1818", "24")]
    [InlineData("1903e8", "1000")]
    [InlineData("1a000f4240", "1000000")]
    [InlineData("1b000000e8d4a51000", "1000000000000")]
    [InlineData("1b7fffffffffffffff", "9223372036854775807")]
    [InlineData("20", "-1")]
    [InlineData("3903e7", "-1000")]
    [InlineData("3b7fffffffffffffff", "-9223372036854775808")]
    [InlineData("f4", "false")]
    [InlineData("f5", "true")]
    [InlineData("f6", "null")]
    [InlineData("c074323031332d30332d32315432303a30343a30305a", "0(\"2013-03-21T20:04:00Z\")")]
    [InlineData("d74401020304", "23(h'01020304')")]
    [InlineData("40", "h''")]
    [InlineData("60", "\"\"")]
    [InlineData("62c3bc", "\"\u00fc\"")]
    [InlineData("80", "[]")]
    [InlineData("8301820203820405", "[1, [2, 3], [4, 5]]")]
    [InlineData("a201020304", "{1: 2, 3: 4}")]
    [InlineData("a26161016162820203", "{\"a\": 1, \"b\": [2, 3]}")]
    [InlineData("a203040102", "{3: 4, 1: 2}")]
    public void Items_are_read(string hex, string text) => Assert.Equal(text, Text(Read(hex, Limits)!));

    [Theory]
    [InlineData("", nameof(CborFault.Truncated))]
    [InlineData("18", nameof(CborFault.Truncated))]
    [InlineData("1b00", nameof(CborFault.Truncated))]
    [InlineData("4201", nameof(CborFault.Truncated))]
    [InlineData("8201", nameof(CborFault.Truncated))]
    [InlineData("a101", nameof(CborFault.Truncated))]
    [InlineData("c1", nameof(CborFault.Truncated))]
    [InlineData("0000", nameof(CborFault.TrailingBytes))]
    [InlineData("1800", nameof(CborFault.NotShortest))]
    [InlineData("1817", nameof(CborFault.NotShortest))]
    [InlineData("1900ff", nameof(CborFault.NotShortest))]
    [InlineData("1a0000ffff", nameof(CborFault.NotShortest))]
    [InlineData("1b00000000ffffffff", nameof(CborFault.NotShortest))]
    [InlineData("580161", nameof(CborFault.NotShortest))]
    [InlineData("d81200", nameof(CborFault.NotShortest))]
    [InlineData("1b8000000000000000", nameof(CborFault.NumberTooLarge))]
    [InlineData("3b8000000000000000", nameof(CborFault.NumberTooLarge))]
    [InlineData("1c", nameof(CborFault.Malformed))]
    [InlineData("1f", nameof(CborFault.Malformed))]
    [InlineData("df00", nameof(CborFault.Malformed))]
    [InlineData("ff", nameof(CborFault.Malformed))]
    [InlineData("5f41014102ff", nameof(CborFault.IndefiniteLength))]
    [InlineData("7f61616162ff", nameof(CborFault.IndefiniteLength))]
    [InlineData("9f01ff", nameof(CborFault.IndefiniteLength))]
    [InlineData("bf0102ff", nameof(CborFault.IndefiniteLength))]
    [InlineData("f7", nameof(CborFault.UnusedType))]
    [InlineData("f0", nameof(CborFault.UnusedType))]
    [InlineData("f814", nameof(CborFault.UnusedType))]
    [InlineData("f90014", nameof(CborFault.UnusedType))]
    [InlineData("fa00000014", nameof(CborFault.UnusedType))]
    [InlineData("fb3ff0000000000000", nameof(CborFault.UnusedType))]
    [InlineData("a201020103", nameof(CborFault.DuplicateKey))]
    [InlineData("a2616101616102", nameof(CborFault.DuplicateKey))]
    [InlineData("a1800000", nameof(CborFault.KeyType))]
    [InlineData("a1410000", nameof(CborFault.KeyType))]
    [InlineData("61ff", nameof(CborFault.InvalidText))]
    [InlineData("62c080", nameof(CborFault.InvalidText))]
    public void Anything_else_is_refused_with_its_fault(string hex, string fault)
    {
        Assert.Null(CborReader.TryRead(Convert.FromHexString(hex), Limits, out var found));
        Assert.Equal(fault, found.ToString());
    }

    [Theory]
    [InlineData("9fff", "[]")]
    [InlineData("9f0102ff", "[1, 2]")]
    [InlineData("bf61610101f5ff", "{\"a\": 1, 1: true}")]
    public void Open_arrays_and_maps_are_read_where_they_are_allowed(string hex, string text) => Assert.Equal(text, Text(Read(hex, Open)!));

    [Theory]
    [InlineData("9f01", nameof(CborFault.Truncated))]
    [InlineData("bf01ff", nameof(CborFault.Malformed))]
    [InlineData("bf01020103ff", nameof(CborFault.DuplicateKey))]
    [InlineData("5f4101ff", nameof(CborFault.IndefiniteLength))]
    public void Open_items_are_as_strict_as_others(string hex, string fault)
    {
        Assert.Null(CborReader.TryRead(Convert.FromHexString(hex), Open, out var found));
        Assert.Equal(fault, found.ToString());
    }

    [Theory]
    [InlineData("9b00ffffffffffffff", nameof(CborFault.Truncated))]
    [InlineData("bb00ffffffffffffff", nameof(CborFault.Truncated))]
    [InlineData("5b7fffffffffffffff", nameof(CborFault.Truncated))]
    [InlineData("7affffffff00", nameof(CborFault.Truncated))]
    public void A_length_is_believed_only_when_that_much_is_there(string hex, string fault)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Null(CborReader.TryRead(Convert.FromHexString(hex), Limits, out var found));
        Assert.Equal(fault, found.ToString());
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000);
    }

    [Theory]
    [InlineData(0x81)]
    [InlineData(0xC1)]
    [InlineData(0xA1)]
    public void Deep_nesting_is_refused_soon(byte head)
    {
        var bomb = new byte[Limits.MaxBytes];
        bomb.AsSpan().Fill(head);
        Assert.Null(CborReader.TryRead(bomb, Limits, out var fault));
        Assert.True(fault is CborFault.TooDeep or CborFault.KeyType, fault.ToString());
    }

    [Fact]
    public void Too_many_items_are_refused_before_room_is_made_for_them()
    {
        byte[] bomb = [0x99, 0x7f, 0x00, .. new byte[0x7f00]];
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Null(CborReader.TryRead(bomb, Limits, out var fault));
        Assert.Equal(CborFault.TooManyItems, fault);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000);
    }

    [Fact]
    public void Too_many_items_are_refused_also_when_they_are_nested_or_open()
    {
        var nested = Enumerable.Repeat<byte[]>([0x98, 0x40, .. new byte[0x40]], 60).SelectMany(bytes => bytes);
        Assert.Null(CborReader.TryRead(new byte[] { 0x98, 60 }.Concat(nested).ToArray(), Limits, out var fault));
        Assert.Equal(CborFault.TooManyItems, fault);
        Assert.Null(CborReader.TryRead(new byte[] { 0x9f }.Concat(new byte[Open.MaxItems]).Append((byte)0xff).ToArray(), Open, out fault));
        Assert.Equal(CborFault.TooManyItems, fault);
    }

    [Fact]
    public void Too_many_bytes_are_not_looked_at()
    {
        Assert.Null(CborReader.TryRead(new byte[Limits.MaxBytes + 1], Limits, out var fault));
        Assert.Equal(CborFault.TooLong, fault);
    }

    [Fact]
    public void A_prefix_is_read_with_its_length()
    {
        Assert.IsType<CborValue.Array>(CborReader.TryReadFirst(new byte[] { 0x81, 0x00, 0xff }, Limits, out var length, out _));
        Assert.Equal(2, length);
    }

    private static CborValue? Read(string hex, CborLimits limits) => CborReader.TryRead(Convert.FromHexString(hex), limits, out _);

    private static string Text(CborValue value) => value switch
    {
        CborValue.Integer number => $"{number.Value}",
        CborValue.Bytes bytes => $"h'{Convert.ToHexStringLower(bytes.Value.Span)}'",
        CborValue.Text text => $"\"{text.Value}\"",
        CborValue.Boolean boolean => boolean.Value ? "true" : "false",
        CborValue.Null => "null",
        CborValue.Tag tag => $"{tag.Number}({Text(tag.Content)})",
        CborValue.Array array => $"[{string.Join(", ", array.Items.Select(Text))}]",
        CborValue.Map map => $"{{{string.Join(", ", map.Entries.Select(entry => $"{Text(entry.Key)}: {Text(entry.Value)}"))}}}",
        _ => throw new InvalidOperationException(),
    };
}
