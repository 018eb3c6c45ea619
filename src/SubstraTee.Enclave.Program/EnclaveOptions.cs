using System.Net;
using System.Net.Sockets;

namespace SubstraTee.Enclave.Program;

/// <summary>What the worker tells the enclave at start. None of it is believed: it only says where to talk and where to keep.</summary>
/// <remarks>
/// On hardware the arguments are part of what is measured: Gramine's manifest fixes them, or the guest's image. The platform that
/// they name decides what evidence the enclave can get, never what others believe of it.
/// </remarks>
internal sealed record EnclaveOptions(EnclaveMode Mode, PlatformKind Platform, EndPoint? Worker, string PlatformFolder)
{
    private const string Usage =
        """
        usage: substratee-enclave (--socket PATH | --tcp ADDRESS:PORT) --platform simulated --platform-dir DIR
               substratee-enclave (--socket PATH | --tcp ADDRESS:PORT) --platform gramine|tsm
               substratee-enclave --self-test --platform gramine|tsm
               substratee-enclave --describe
        """;

    /// <summary>Reads the arguments.</summary>
    /// <exception cref="EnclaveOptionException">They are not of that form.</exception>
    public static EnclaveOptions Parse(string[] arguments)
    {
        if (arguments is ["--describe"])
        {
            return new EnclaveOptions(EnclaveMode.Describe, PlatformKind.Simulated, null, string.Empty);
        }

        var isSelfTest = arguments is ["--self-test", ..];
        var named = ReadNamed(isSelfTest ? arguments[1..] : arguments);
        var platform = PlatformOf(named.GetValueOrDefault("--platform") ?? throw new EnclaveOptionException(Usage));
        var worker = WorkerOf(named.GetValueOrDefault("--socket"), named.GetValueOrDefault("--tcp"));
        var folder = named.GetValueOrDefault("--platform-dir");
        var isComplete = isSelfTest == worker is null
            && (folder is not null) == (platform == PlatformKind.Simulated)
            && !(isSelfTest && platform == PlatformKind.Simulated);
        return isComplete
            ? new EnclaveOptions(isSelfTest ? EnclaveMode.SelfTest : EnclaveMode.Serve, platform, worker, folder ?? string.Empty)
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

    private static PlatformKind PlatformOf(string name) => name switch
    {
        "simulated" => PlatformKind.Simulated,
        "gramine" => PlatformKind.Gramine,
        "tsm" => PlatformKind.Tsm,
        _ => throw new EnclaveOptionException($"this build has no platform '{name}'; it has: simulated, gramine, tsm\n{Usage}"),
    };
}

/// <summary>Arguments that the enclave cannot use.</summary>
internal sealed class EnclaveOptionException(string message) : Exception(message);
