using Microsoft.Extensions.Logging;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;

namespace SubstraTee.Worker;

/// <summary>The worker's log lines. None carries a payload.</summary>
internal static partial class WorkerLog
{
    [LoggerMessage(1, LogLevel.Information, "enclave started: process {ProcessId}, account {Account}, SIMULATED: {Simulated}")]
    public static partial void EnclaveStarted(ILogger logger, int processId, AccountId account, bool simulated);

    [LoggerMessage(2, LogLevel.Information, "enclave is {State}, reason {Reason}, at block {Block}, {Pending} receipts pending")]
    public static partial void StateChanged(ILogger logger, EnclaveState state, string reason, uint block, uint pending);

    [LoggerMessage(3, LogLevel.Debug, "submitted {Purpose}")]
    public static partial void Submitted(ILogger logger, ExtrinsicPurpose purpose);

    [LoggerMessage(4, LogLevel.Warning, "the node refused {Purpose}: {Why}")]
    public static partial void SubmitRefused(ILogger logger, ExtrinsicPurpose purpose, string why);

    [LoggerMessage(5, LogLevel.Information, "funded the enclave's account {Account}")]
    public static partial void Funded(ILogger logger, AccountId account);

    [LoggerMessage(6, LogLevel.Warning, "the enclave refused an import from block {Block}: {Code}")]
    public static partial void ImportRefused(ILogger logger, uint block, RefusalCode code);

    [LoggerMessage(7, LogLevel.Warning, "the node is away: {Why}")]
    public static partial void NodeAway(ILogger logger, string why);

    [LoggerMessage(8, LogLevel.Debug, "imported blocks up to {Block}")]
    public static partial void Imported(ILogger logger, uint block);

    [LoggerMessage(9, LogLevel.Error, "sealed state cannot be written: {Why}")]
    public static partial void StorageFailed(ILogger logger, string why);
}
