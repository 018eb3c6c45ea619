using Microsoft.Extensions.Logging;
using SubstraTee.Crypto;
using SubstraTee.Primitives;

namespace SubstraTee.Worker;

/// <summary>How a worker runs.</summary>
public sealed record WorkerOptions
{
    /// <summary>The platform that gives no confidentiality.</summary>
    public const string SimulatedPlatform = "simulated";

    /// <summary>The node's WebSocket address.</summary>
    public required Uri NodeUrl { get; init; }

    /// <summary>The shard to serve.</summary>
    public required ShardId Shard { get; init; }

    /// <summary>The enclave's executable, or the folder it was published to.</summary>
    public required string EnclavePath { get; init; }

    /// <summary>Where sealed blobs and receipts are kept.</summary>
    public required string DataFolder { get; init; }

    /// <summary>What the enclave runs on: <c>simulated</c>, or <c>simulated:</c> and a kind of evidence, or a real platform.</summary>
    public string Platform { get; init; } = SimulatedPlatform;

    /// <summary>What plays the hardware on the simulated platform; by default a folder beside the data.</summary>
    public string? PlatformFolder { get; init; }

    /// <summary>The program that makes evidence on a simulated platform; null where there is none.</summary>
    public string? EvidenceProgram { get; init; }

    /// <summary>Further arguments of that program.</summary>
    public IReadOnlyList<string> EvidenceArguments { get; init; } = [];

    /// <summary>Where collateral from the vendor lies, in files named by its roles; null where none is needed.</summary>
    public string? CollateralFolder { get; init; }

    /// <summary>Where clients reach this worker, for the registry: printable ASCII, at most 256 bytes; null when it is not said.</summary>
    public string? Url { get; init; }

    /// <summary>Port of the worker's RPC on 127.0.0.1; 0 chooses a free one.</summary>
    public int RpcPort { get; init; } = 2000;

    /// <summary>Pays the enclave's fees: tops its account up at start. Null when somebody else does.</summary>
    public KeyPair? Funder { get; init; }

    /// <summary>What the account is topped up to, in the chain's smallest unit.</summary>
    public UInt128 FundingTarget { get; init; } = 1_000_000_000_000_000;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where log lines go.</summary>
    public required ILoggerFactory Logs { get; init; }
}
