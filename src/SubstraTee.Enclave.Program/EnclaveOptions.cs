namespace SubstraTee.Enclave.Program;

/// <summary>What the worker tells the enclave at start. None of it is believed: it only says where to talk and where to keep.</summary>
internal sealed record EnclaveOptions(string SocketPath, string PlatformFolder, bool DescribeOnly)
{
    private const string Usage =
        "usage: substratee-enclave --socket PATH --platform simulated --platform-dir DIR\n       substratee-enclave --describe";

    /// <summary>Reads the arguments.</summary>
    /// <exception cref="EnclaveOptionException">They are not of that form.</exception>
    public static EnclaveOptions Parse(string[] arguments)
    {
        if (arguments is ["--describe"])
        {
            return new EnclaveOptions(string.Empty, string.Empty, DescribeOnly: true);
        }

        if (arguments.Length % 2 != 0)
        {
            throw new EnclaveOptionException(Usage);
        }

        string? socket = null;
        string? folder = null;
        string? platform = null;
        for (var i = 0; i < arguments.Length; i += 2)
        {
            switch (arguments[i])
            {
                case "--socket":
                    socket = arguments[i + 1];
                    break;
                case "--platform":
                    platform = arguments[i + 1];
                    break;
                case "--platform-dir":
                    folder = arguments[i + 1];
                    break;
                default:
                    throw new EnclaveOptionException($"unknown option {arguments[i]}\n{Usage}");
            }
        }

        if (platform is not null and not "simulated")
        {
            throw new EnclaveOptionException($"this build has no platform '{platform}'; it has: simulated\n{Usage}");
        }

        return socket is null || folder is null || platform is null
            ? throw new EnclaveOptionException(Usage)
            : new EnclaveOptions(socket, folder, DescribeOnly: false);
    }
}

/// <summary>Arguments that the enclave cannot use.</summary>
internal sealed class EnclaveOptionException(string message) : Exception(message);
