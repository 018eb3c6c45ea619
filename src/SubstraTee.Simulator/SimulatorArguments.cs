using System.Globalization;
using SubstraTee.Attestation;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;
using SubstraTee.Simulation;

namespace SubstraTee.Simulator;

/// <summary>What the simulator is told to do.</summary>
internal abstract record SimulatorArguments
{
    private const int FolderBytes = 32;
    private const string SimulatedPrefix = "simulated:";

    public static string Usage { get; } = $"""
        SIMULATION: evidence that protects nothing, under roots that anybody can forge.

          substratee-simulator quote --platform KIND --platform-dir DIR --measurement HEX --report-data HEX --at UNIXTIME
                                     [--debug] [--tcb up-to-date|out-of-date|revoked] [--wrong-measurement] [--expired-collateral]
              one line of JSON: kind, evidence, collateral by role
          substratee-simulator roots
              the roots, in the file form of trust anchors
          substratee-simulator registers
              what a policy names beside the roots: who measures enclaves, where a family asks for that

          KIND         {string.Join(' ', EvidenceKinds.All.Select(kind => kind.Text()))}
          DIR          the simulated machine; made at first
          measurement  of the enclave's published folder (substratee enclave measure), 32 bytes
          report-data  64 bytes
        """;

    /// <summary>Reads the arguments.</summary>
    /// <exception cref="SimulatorException">They are not of that form.</exception>
    public static SimulatorArguments Parse(string[] arguments) => arguments switch
    {
        ["quote", .. var rest] => ParseQuote(rest),
        ["roots"] => new Roots(),
        ["registers"] => new Registers(),
        ["--help" or "-h" or "help"] => new Help(),
        _ => throw Wrong("expected: quote, roots or registers"),
    };

    private static Quote ParseQuote(string[] arguments)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var faults = SimulatedFaults.None;
        for (var i = 0; i < arguments.Length; i++)
        {
            switch (arguments[i])
            {
                case "--debug":
                    faults = faults with { Debug = true };
                    break;
                case "--wrong-measurement":
                    faults = faults with { OtherMeasurement = true };
                    break;
                case "--expired-collateral":
                    faults = faults with { ExpiredCollateral = true };
                    break;
                case "--platform" or "--platform-dir" or "--measurement" or "--report-data" or "--at" or "--tcb":
                    var name = arguments[i++];
                    values[name] = i < arguments.Length ? arguments[i] : throw Wrong($"{name} has no value");
                    break;
                default:
                    throw Wrong($"unknown option {arguments[i]}");
            }
        }

        var kind = ReadKind(Required(values, "--platform"));
        return new Quote(
            kind,
            Required(values, "--platform-dir"),
            ReadBytes(values, "--measurement", FolderBytes),
            ReadBytes(values, "--report-data", EvidenceBinding.ReportDataBytes),
            ReadTime(values),
            faults with { Tcb = values.TryGetValue("--tcb", out var tcb) ? ReadTcb(tcb) : SimulatedTcb.UpToDate });
    }

    private static EvidenceKind ReadKind(string text) => EvidenceKinds.TryParse(
        text.StartsWith(SimulatedPrefix, StringComparison.Ordinal) ? text[SimulatedPrefix.Length..] : text, out var kind)
            ? kind
            : throw Wrong($"there is no platform '{text}'");

    private static SimulatedTcb ReadTcb(string text) => text switch
    {
        "up-to-date" => SimulatedTcb.UpToDate,
        "out-of-date" => SimulatedTcb.OutOfDate,
        "revoked" => SimulatedTcb.Revoked,
        _ => throw Wrong($"--tcb is up-to-date, out-of-date or revoked, not '{text}'"),
    };

    private static DateTimeOffset ReadTime(Dictionary<string, string> values)
    {
        const long Latest = 4_102_444_800;
        return long.TryParse(Required(values, "--at"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds < Latest
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : throw Wrong("--at is a number of seconds since 1970, before 2100");
    }

    private static byte[] ReadBytes(Dictionary<string, string> values, string name, int length) =>
        Hex.TryDecode(Required(values, name), length, out var bytes) && bytes.Length == length
            ? bytes
            : throw Wrong($"{name} is {length} bytes in hexadecimal digits");

    private static string Required(Dictionary<string, string> values, string name) =>
        values.TryGetValue(name, out var value) ? value : throw Wrong($"{name} is missing");

    private static SimulatorException Wrong(string what) => new($"{what}\n{Usage}", isUse: true);

    /// <summary>Evidence about an enclave.</summary>
    public sealed record Quote(
        EvidenceKind Kind, string PlatformFolder, byte[] Folder, byte[] ReportData, DateTimeOffset At, SimulatedFaults Faults) : SimulatorArguments;

    /// <summary>The roots.</summary>
    public sealed record Roots : SimulatorArguments;

    /// <summary>What a policy names beside the roots.</summary>
    public sealed record Registers : SimulatorArguments;

    /// <summary>What there is.</summary>
    public sealed record Help : SimulatorArguments;
}
