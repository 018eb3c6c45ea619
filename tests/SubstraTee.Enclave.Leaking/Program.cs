using System.Net.Sockets;
using SubstraTee.Enclave;
using SubstraTee.Enclave.Leaking;
using SubstraTee.Enclave.Program;
using SubstraTee.Stf.Counter;

var options = EnclaveOptions.Parse(args);
MeasuredLibraries.LoadFrom(AppContext.BaseDirectory);
var measurement = MeasuredFolder.Measure(AppContext.BaseDirectory);
if (options.Mode == EnclaveMode.Describe)
{
    Console.Out.WriteLine(EnclaveDescription.Of(new CompiledStf(new CounterStf()), measurement, isSimulated: true));
    return 0;
}

var stf = new LeakingStf();
using var platform = SimulatedPlatform.Open(options.PlatformFolder, measurement, evidence: null);
using var machine = new EnclaveMachine(platform, stf);
using var socket = new Socket(options.Worker!.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);
socket.Connect(options.Worker);
using var stream = new NetworkStream(socket, ownsSocket: false);
new LeakingPump(stream, machine, stf).Run();
return 0;
