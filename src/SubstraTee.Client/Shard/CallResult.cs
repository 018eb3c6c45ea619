using System.Collections.Immutable;
using SubstraTee.Codec;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;

namespace SubstraTee.Client;

/// <summary>What became of a call, proved by a receipt that is anchored in a final block.</summary>
/// <param name="CiphertextHash">The request's name.</param>
/// <param name="Position">Where it stands on the parentchain.</param>
/// <param name="Status">What became of it.</param>
/// <param name="Output">The call's output, when it was applied and has one.</param>
/// <param name="Error">Why it was not applied, in words; null when it was.</param>
/// <param name="Receipt">The proof, to be handed on.</param>
/// <param name="Verdict">What the proof shows.</param>
public sealed record CallResult(
    Hash256 CiphertextHash,
    Position Position,
    OutcomeStatus Status,
    ScaleValue? Output,
    string? Error,
    ReceiptBundle Receipt,
    ReceiptVerdict Verdict)
{
    /// <summary>What the call told its caller beside its output, in order; empty when it was not applied.</summary>
    public ImmutableArray<byte[]> Events => Status is OutcomeStatus.Applied { Events: var events } ? events : [];

    /// <summary>True when the call was applied.</summary>
    public bool IsApplied => Status is OutcomeStatus.Applied;

    /// <summary>Itself when the call was applied.</summary>
    /// <exception cref="ClientException">It was not: the STF refused it, or the request was not valid.</exception>
    public CallResult EnsureApplied() => Status switch
    {
        OutcomeStatus.Applied => this,
        OutcomeStatus.Failed or OutcomeStatus.ResourcesExhausted or OutcomeStatus.Faulted => throw ClientErrors.StfRefused(Error!),
        _ => throw ClientErrors.NotApplied(Error!),
    };

    internal static string? Explain(OutcomeStatus status, Func<uint, string> stfError) => status switch
    {
        OutcomeStatus.Applied => null,
        OutcomeStatus.Failed failed => stfError(failed.Code),
        OutcomeStatus.BadSignature => "the signature is not the signer's over this call",
        OutcomeStatus.BadNonce nonce => $"the nonce is {nonce.Given}, the signer's next one is {nonce.Expected}",
        OutcomeStatus.WrongShard => "the call was signed for another shard",
        OutcomeStatus.WrongGenesis => "the call was signed for another chain",
        OutcomeStatus.WrongPolicyVersion version => $"the call was signed for policy {version.Given}, in force is {version.Expected}",
        OutcomeStatus.Malformed => "the enclave cannot read the call",
        OutcomeStatus.Undecryptable => "the enclave cannot decrypt the request",
        OutcomeStatus.WrongEpoch epoch => $"the request was encrypted for epoch {epoch.Given}, in force is {epoch.Expected}",
        OutcomeStatus.UnsupportedSuite => "the enclave does not know the request's version or suite",
        OutcomeStatus.ResourcesExhausted => "the call used up the resources that one call may use",
        OutcomeStatus.Faulted { Code: 0 } => "the function itself failed",
        OutcomeStatus.Faulted fault => $"the function itself failed: trap {fault.Code} (docs/wasm.md)",
        _ => $"an outcome that is not known here: {status.GetType().Name}",
    };
}
