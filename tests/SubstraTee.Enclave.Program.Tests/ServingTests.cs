using System.Net;
using System.Net.Sockets;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Stf.Counter;

namespace SubstraTee.Enclave.Program.Tests;

/// <summary>The program on a stream of either kind: it connects, answers what is no frame, and ends with the stream.</summary>
public sealed class ServingTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("substratee-serving-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("--socket")]
    [InlineData("--tcp")]
    public async Task A_worker_is_served_over_a_socket_or_over_tcp(string option)
    {
        EndPoint address = option == "--tcp" ? new IPEndPoint(IPAddress.Loopback, 0) : new UnixDomainSocketEndPoint(Path.Combine(_folder, "worker.sock"));
        using var listener = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(address);
        listener.Listen();
        string[] arguments = [option, listener.LocalEndPoint!.ToString()!, "--platform", "simulated", "--platform-dir", Path.Combine(_folder, "platform")];
        var program = Task.Run(() => EnclaveProgram.Run(arguments, new CounterStf()));
        using var connection = await listener.AcceptAsync();
        await using var stream = new NetworkStream(connection);

        var nonsense = new byte[FrameHeader.Size];
        new FrameHeader(0, 7, FrameKind.Effects).Write(nonsense);
        await stream.WriteAsync(nonsense);
        var answer = new byte[FrameHeader.Size + 1];
        await stream.ReadExactlyAsync(answer);

        Assert.True(FrameHeader.TryRead(answer, out var header, out _));
        Assert.Equal((FrameKind.Fault, 7UL), (header.Kind, header.Id));
        connection.Shutdown(SocketShutdown.Both);
        Assert.Equal(0, await program);
    }

    [Fact]
    public void Without_a_worker_or_with_wrong_arguments_it_ends_with_a_code()
    {
        var folder = Path.Combine(_folder, "platform");
        Assert.Equal(4, EnclaveProgram.Run(["--socket", Path.Combine(_folder, "nobody.sock"), "--platform", "simulated", "--platform-dir", folder], new CounterStf()));
        Assert.Equal(2, EnclaveProgram.Run(["--platform", "simulated"], new CounterStf()));
    }
}
