using System.Net;
using System.Net.Sockets;
using SubstraTee.Attestation;

namespace SubstraTee.Enclave.Program;

/// <summary>What the worker tells the enclave at start. None of it is believed: it only says where to talk and where to keep.</summary>
/// <remarks>
/// On hardware the arguments are part of what is measured: Gramine's manifest fixes them, or the guest's image. The platform that
/// they name decides what evidence the enclave can get, never what others believe of it.
/// </remarks>
/// <param name="Mode">What the program is started for.</param>
/// <param name="Platform">What it runs on.</param>
/// <param name="Simulated">The kind of evidence that a simulated platform is of, or null.</param>
/// <param name="Worker">Where the worker listens; null where none is needed.</param>
/// <param name="PlatformFolder">The simulated machine.</param>
internal sealed record EnclaveOptions(EnclaveMode Mode, PlatformKind Platform, EvidenceKind? Simulated, EndPoint? Worker, string PlatformFolder)
{
    private const string SimulatedPrefix = $"{SimulatedPlatform.Name}:";

    private static readonly string Usage =
        $"""
        usage: substratee-enclave (--socket PATH | --tcp ADDRESS:PORT) --platform simulated[:KIND] --platform-dir DIR
               substratee-enclave (--socket PATH | --tcp ADDRESS:PORT) --platform gramine|tsm
               substratee-enclave --self-test --platform gramine|tsm
               substratee-enclave --describe [--platform simulated[:KIND]]
        KIND   {string.Join(' ', EvidenceKinds.All.Select(kind => kind.Text()))}
        """;

    /// <summary>Reads the arguments.</summary>
    /// <exception cref="EnclaveOptionException">They are not of that form.</exception>
    public static EnclaveOptions Parse(string[] arguments)
    {
        if (arguments is ["--describe", .. var described])
        {
            return Describe(ReadNamed(described));
        }

        var isSelfTest = arguments is ["--self-test", ..];
        var named = ReadNamed(isSelfTest ? arguments[1..] : arguments);
        var (platform, simulated) = PlatformOf(named.GetValueOrDefault("--platform") ?? throw new EnclaveOptionException(Usage));
        var worker = WorkerOf(named.GetValueOrDefault("--socket"), named.GetValueOrDefault("--tcp"));
        var folder = named.GetValueOrDefault("--platform-dir");
        var isComplete = isSelfTest == worker is null
            && (folder is not null) == (platform == PlatformKind.Simulated)
            && !(isSelfTest && platform == PlatformKind.Simulated);
        return isComplete
            ? new EnclaveOptions(isSelfTest ? EnclaveMode.SelfTest : EnclaveMode.Serve, platform, simulated, worker, folder ?? string.Empty)
            : throw new EnclaveOptionException(Usage);
    }

    // What hardware measures only the hardware can say: see the self-test.
    private static EnclaveOptions Describe(Dictionary<string, string> named)
    {
        var (platform, simulated) = PlatformOf(named.GetValueOrDefault("--platform", SimulatedPlatform.Name));
        return platform == PlatformKind.Simulated && named.Keys.All(name => name == "--platform")
            ? new EnclaveOptions(EnclaveMode.Describe, platform, simulated, null, string.Empty)
            : throw new EnclaveOptionException(Usage);
    }

    // By number, never by name: under Gramine nobody trusted resolves names, and the worker is not trusted anyway.
    private static EndPoint? WorkerOf(string? socket, string? tcp) => (socket, tcp) switch
    {
        (null, null) => null,
        (not null, null) => new UnixDomainSocketEndPoint(socket),
        (null, not null) when IPEndPoint.TryParse(tcp, out var address) && address.Port != 0 => address,
        (null, not null) => throw new EnclaveOptionException($"--tcp takes an address and a port, such as 127.0.0.1:2100, not '{tcp}'\n{Usage}"),
        _ => throw new EnclaveOptionException($"--socket and --tcp exclude each other\n{Usage}"),
    };

    private static Dictionary<string, string> ReadNamed(string[] arguments)
    {
        if (arguments.Length % 2 != 0)
        {
            throw new EnclaveOptionException(Usage);
        }

        var named = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < arguments.Length; i += 2)
        {
            if (arguments[i] is not ("--socket" or "--tcp" or "--platform" or "--platform-dir"))
            {
                throw new EnclaveOptionException($"unknown option {arguments[i]}\n{Usage}");
            }

            if (!named.TryAdd(arguments[i], arguments[i + 1]))
            {
                throw new EnclaveOptionException($"{arguments[i]} is given twice\n{Usage}");
            }
        }

        return named;
    }

    private static (PlatformKind Platform, EvidenceKind? Simulated) PlatformOf(string name) => name switch
    {
        SimulatedPlatform.Name => (PlatformKind.Simulated, null),
        "gramine" => (PlatformKind.Gramine, null),
        "tsm" => (PlatformKind.Tsm, null),
        _ when name.StartsWith(SimulatedPrefix, StringComparison.Ordinal) && EvidenceKinds.TryParse(name[SimulatedPrefix.Length..], out var kind) =>
            (PlatformKind.Simulated, kind),
        _ => throw new EnclaveOptionException($"this build has no platform '{name}'; it has: simulated, simulated:KIND, gramine, tsm\n{Usage}"),
    };
}

/// <summary>Arguments that the enclave cannot use.</summary>
internal sealed class EnclaveOptionException(string message) : Exception(message);
