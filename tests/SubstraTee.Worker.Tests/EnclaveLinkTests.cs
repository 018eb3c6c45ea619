using SubstraTee.Enclave.Protocol;

namespace SubstraTee.Worker.Tests;

/// <summary>The stream to an enclave that ends: whoever meets the end first, it has the same name.</summary>
public class EnclaveLinkTests
{
    private static readonly EnclaveInput Input = new EnclaveInput.Tick();

    [Fact]
    public async Task Whoever_sends_after_the_reader_met_the_end_is_told_that_the_enclave_is_gone()
    {
        await using var link = new EnclaveLink(new EndedStream());
        var reading = link.RunAsync(CancellationToken.None);
        var first = await Assert.ThrowsAsync<WorkerException>(() => link.SendAsync(Input, CancellationToken.None));
        Assert.Equal(EnclaveLink.GoneCode, (await Assert.ThrowsAsync<WorkerException>(() => reading)).Code);
        var later = await Assert.ThrowsAsync<WorkerException>(() => link.SendAsync(Input, CancellationToken.None));
        Assert.Equal((EnclaveLink.GoneCode, EnclaveLink.GoneCode), (first.Code, later.Code));
    }

    [Fact]
    public async Task Whoever_meets_the_end_while_writing_is_told_the_same()
    {
        await using var link = new EnclaveLink(new EndedStream { WritesFail = true });
        Assert.Equal(
            EnclaveLink.GoneCode,
            (await Assert.ThrowsAsync<WorkerException>(() => link.SendAsync(Input, CancellationToken.None))).Code);
    }

    /// <summary>A stream whose other end is gone.</summary>
    private sealed class EndedStream : MemoryStream
    {
        public bool WritesFail { get; init; }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            WritesFail ? throw new IOException("broken pipe") : ValueTask.CompletedTask;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(0);
    }
}
