using System.CommandLine;
using System.Runtime.InteropServices;
using SubstraTee.Client;
using SubstraTee.Crypto;
using SubstraTee.JsonRpc.Client;

namespace SubstraTee.Cli;

/// <summary>The examinations of <c>substratee doctor</c>.</summary>
internal static class Examination
{
    public const string Ok = "ok";
    public const string Absent = "absent";
    public const string Failed = "failed";

    private const long LeastSpace = 256L << 20;

    // Who asks for a diagnosis does not want to wait for what is away.
    private static readonly JsonRpcClientOptions Impatient = new()
    {
        ConnectTimeout = TimeSpan.FromSeconds(3),
        CallTimeout = TimeSpan.FromSeconds(5),
        Reconnect = null,
    };

    /// <summary>System, libraries, temporary folder.</summary>
    public static IEnumerable<HealthFinding> OfThisComputer()
    {
        var fits = OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64;
        yield return new HealthFinding(
            "system",
            fits ? Ok : Failed,
            $"{RuntimeInformation.RuntimeIdentifier}, {RuntimeInformation.FrameworkDescription}, {Environment.ProcessorCount} processors",
            fits ? null : "use Linux on x64");
        yield return Libraries();
        yield return Scratch();
    }

    /// <summary>The enclave's folder.</summary>
    public static async Task<HealthFinding> OfEnclaveAsync(Invocation run, Option<string> option, CancellationToken cancellationToken)
    {
        try
        {
            var folder = Enclaves.FolderOf(run, option);
            var said = await EnclaveDescription.AskAsync(folder, cancellationToken).ConfigureAwait(false);
            return new HealthFinding(
                "enclave", Ok, $"{said.StfName} {said.StfVersion}, {said.ToMeasurement()}{(said.Simulated ? ", SIMULATED" : string.Empty)}", null);
        }
        catch (CliException refused)
        {
            var wanted = run.Has(option);
            return new HealthFinding("enclave", wanted ? Failed : Absent, refused.Message, "publish it: eng/publish-enclave.sh FOLDER");
        }
    }

    /// <summary>The node.</summary>
    public static async Task<HealthFinding> OfNodeAsync(Uri url, CancellationToken cancellationToken)
    {
        try
        {
            var chain = await ChainClient.ConnectAsync(url, new ChainClientOptions { Rpc = Impatient }, cancellationToken).ConfigureAwait(false);
            await using (chain.ConfigureAwait(false))
            {
                var best = await chain.HeadAsync(finalized: false, cancellationToken).ConfigureAwait(false);
                var final = await chain.HeadAsync(finalized: true, cancellationToken).ConfigureAwait(false);
                var shards = await ShardClient.ListAsync(chain, cancellationToken).ConfigureAwait(false);
                return new HealthFinding(
                    "node",
                    Ok,
                    $"{url.OriginalString}: {chain.Properties.Name}, block {best.Number}, final {final.Number}, {shards.Length} shards",
                    null);
            }
        }
        catch (ClientException refused)
        {
            return new HealthFinding("node", Absent, refused.Message, refused.Tries.FirstOrDefault() ?? "substratee node --dev");
        }
    }

    /// <summary>The worker.</summary>
    public static async Task<HealthFinding> OfWorkerAsync(Uri url, CancellationToken cancellationToken)
    {
        try
        {
            var worker = await WorkerClient.ConnectAsync(url, Impatient, cancellationToken).ConfigureAwait(false);
            await using (worker.ConfigureAwait(false))
            {
                var info = await worker.InfoAsync(cancellationToken).ConfigureAwait(false);
                var serves = info.State == "serving";
                return new HealthFinding(
                    "worker",
                    serves ? Ok : Failed,
                    $"{url.OriginalString}: {info.State}{(info.Reason is null ? string.Empty : $" ({info.Reason})")} as of block {info.AsOf.Number}"
                    + (info.Simulated ? ", SIMULATED" : string.Empty),
                    serves ? null : "see the worker's log");
            }
        }
        catch (ClientException refused)
        {
            return new HealthFinding("worker", Absent, refused.Message, refused.Tries.FirstOrDefault() ?? "substratee worker --help");
        }
    }

    private static HealthFinding Libraries()
    {
        try
        {
            foreach (var type in (KeyType[])[KeyType.Sr25519, KeyType.Ed25519, KeyType.Ecdsa])
            {
                using var pair = KeyPair.FromSecretUri("//Alice", type);
                _ = pair.Sign("doctor"u8);
            }

            return new HealthFinding("libraries", Ok, "libsodium and libsecp256k1 sign with all three schemes", null);
        }
        catch (Exception refused) when (refused is DllNotFoundException or EntryPointNotFoundException or TypeInitializationException)
        {
            return new HealthFinding("libraries", Failed, refused.Message, "apt-get install libsodium23 libsecp256k1-1");
        }
    }

    private static HealthFinding Scratch()
    {
        try
        {
            using var folder = new ScratchFolder();
            var free = new DriveInfo(folder.Path).AvailableFreeSpace;
            return free >= LeastSpace
                ? new HealthFinding("folder", Ok, $"{Path.GetTempPath()} is writable, {free >> 20} MiB are free", null)
                : new HealthFinding("folder", Failed, $"{Path.GetTempPath()} has only {free >> 20} MiB left", "free some space, or set TMPDIR");
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return new HealthFinding("folder", Failed, refused.Message, "make it writable, or set TMPDIR to another folder");
        }
    }
}
