using System.Net.Sockets;
using SubstraTee.Stf;

namespace SubstraTee.Enclave.Program;

/// <summary>The body of every enclave executable: platform, native libraries, and the pump to the worker.</summary>
public static class EnclaveProgram
{
    private const int Ok = 0;
    private const int WrongUse = 2;
    private const int ConnectionLost = 4;
    private const int ConfigurationFault = 78;

    /// <summary>Runs the enclave until the worker closes the stream.</summary>
    /// <param name="arguments"><c>--socket PATH --platform simulated --platform-dir DIR</c>, or <c>--describe</c>.</param>
    /// <param name="stf">What the enclave runs.</param>
    /// <returns>The exit code.</returns>
    public static int Run(string[] arguments, IStateTransitionFunction stf) => Run(arguments, new CompiledStf(stf));

    /// <summary>Runs the enclave until the worker closes the stream.</summary>
    /// <param name="arguments"><c>--socket PATH --platform simulated --platform-dir DIR</c>, or <c>--describe</c>.</param>
    /// <param name="stf">Where the enclave has what it runs from.</param>
    /// <returns>The exit code.</returns>
    public static int Run(string[] arguments, IStfSource stf)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(stf);
        try
        {
            var options = EnclaveOptions.Parse(arguments);
            MeasuredLibraries.LoadFrom(AppContext.BaseDirectory);
            if (options.DescribeOnly)
            {
                Console.Out.WriteLine(EnclaveDescription.Of(stf, MeasuredFolder.Measure(AppContext.BaseDirectory)));
                return Ok;
            }

            return Serve(options, stf);
        }
        catch (EnclaveOptionException wrong)
        {
            Console.Error.WriteLine(wrong.Message);
            return WrongUse;
        }
        catch (PlatformException wrong)
        {
            Console.Error.WriteLine(wrong.Message);
            return ConfigurationFault;
        }
        catch (Exception lost) when (lost is SocketException or IOException)
        {
            Console.Error.WriteLine($"the stream to the worker ended: {lost.Message}");
            return ConnectionLost;
        }
    }

    private static int Serve(EnclaveOptions options, IStfSource stf)
    {
        using var platform = SimulatedPlatform.Open(options.PlatformFolder, MeasuredFolder.Measure(AppContext.BaseDirectory));
        using var machine = new EnclaveMachine(platform, stf);
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(options.SocketPath));
        using var stream = new NetworkStream(socket, ownsSocket: false);
        new FramePump(stream, machine).Run();
        return Ok;
    }
}
