namespace SubstraTee.Enclave.Protocol.Tests;

public class FrameTests
{
    [Fact]
    public void A_header_reads_back_as_it_was_written()
    {
        var bytes = new byte[FrameHeader.Size];
        var header = new FrameHeader(5, 77, FrameKind.Effects);
        header.Write(bytes);
        Assert.Equal([14, 0, 0, 0, 77, 0, 0, 0, 0, 0, 0, 0, 2], bytes);
        Assert.True(FrameHeader.TryRead(bytes, out var read, out _));
        Assert.Equal(header, read);
    }

    [Theory]
    [InlineData(8u, 1, RefusalCode.FrameMalformed)]
    [InlineData(16_777_217u, 1, RefusalCode.FrameTooLarge)]
    [InlineData(9u, 0, RefusalCode.FrameMalformed)]
    [InlineData(9u, 5, RefusalCode.FrameMalformed)]
    public void Lengths_outside_the_limits_and_unknown_kinds_are_refused(uint length, byte kind, RefusalCode code)
    {
        var bytes = new byte[FrameHeader.Size];
        BitConverter.TryWriteBytes(bytes, length);
        bytes[12] = kind;
        Assert.False(FrameHeader.TryRead(bytes, out _, out var fault));
        Assert.Equal(code, fault);
    }
}
