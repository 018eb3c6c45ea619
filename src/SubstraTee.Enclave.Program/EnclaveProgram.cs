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
    /// <param name="arguments">
    /// <c>--socket PATH</c> or <c>--tcp ADDRESS:PORT</c>, with <c>--platform simulated[:KIND] --platform-dir DIR</c> or
    /// <c>--platform gramine|tsm</c>; or <c>--self-test --platform gramine|tsm</c>; or <c>--describe [--platform simulated[:KIND]]</c>.
    /// </param>
    /// <param name="stf">What the enclave runs.</param>
    /// <returns>The exit code.</returns>
    public static int Run(string[] arguments, IStateTransitionFunction stf) => Run(arguments, new CompiledStf(stf));

    /// <summary>Runs the enclave until the worker closes the stream.</summary>
    /// <param name="arguments">As above.</param>
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
            switch (options.Mode)
            {
                case EnclaveMode.Describe:
                    var measured = SimulatedPlatform.MeasurementOf(MeasuredFolder.Measure(AppContext.BaseDirectory), options.Simulated);
                    Console.Out.WriteLine(EnclaveDescription.Of(stf, measured, isSimulated: true));
                    break;
                case EnclaveMode.SelfTest:
                    Console.Out.WriteLine(SelfTest(options.Platform));
                    break;
                default:
                    Serve(options, stf);
                    break;
            }

            return Ok;
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

    private static PlatformSelfTest SelfTest(PlatformKind kind) => kind == PlatformKind.Gramine
        ? PlatformSelfTest.Run(Gramine.Real, () => OpenHardware(kind))
        : PlatformSelfTest.Run(TsmEvidence.Real, () => OpenHardware(kind));

    private static HardwarePlatform OpenHardware(PlatformKind kind) => kind == PlatformKind.Gramine
        ? HardwarePlatform.Open(Gramine.Real)
        : HardwarePlatform.Open(TsmEvidence.Real, new SevGuest(new SevGuestDevice(SevGuestDevice.DefaultPath), Retry.Real));

    private static void Serve(EnclaveOptions options, IStfSource stf)
    {
        if (options.Platform == PlatformKind.Simulated)
        {
            using var simulated = SimulatedPlatform.Open(
                options.PlatformFolder, MeasuredFolder.Measure(AppContext.BaseDirectory), options.Simulated);
            Pump(options, simulated, evidence: null, stf);
        }
        else
        {
            using var hardware = OpenHardware(options.Platform);
            Pump(options, hardware, hardware.Source, stf);
        }
    }

    private static void Pump(EnclaveOptions options, IEnclavePlatform platform, IEvidenceSource? evidence, IStfSource stf)
    {
        using var machine = new EnclaveMachine(platform, stf);
        var worker = options.Worker ?? throw new InvalidOperationException("serving needs a worker");
        using var socket = new Socket(worker.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(worker);
        using var stream = new NetworkStream(socket, ownsSocket: false);
        new FramePump(stream, machine, evidence).Run();
    }
}
