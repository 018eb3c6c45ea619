using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;

namespace SubstraTee.Enclave;

/// <summary>A request as far as it can be judged without the state: decrypted and read, or refused for what it is.</summary>
/// <param name="hash">The request's name.</param>
/// <param name="isOpened">Whether it could be decrypted.</param>
/// <param name="call">The call in it, or null.</param>
/// <param name="refused">Why there is no call.</param>
internal sealed class OpenedCall(Hash256 hash, bool isOpened, TrustedCallSigned? call, OutcomeStatus? refused)
{
    /// <summary>The request's name.</summary>
    public Hash256 Hash => hash;

    /// <summary>Whether it could be decrypted; if not there is no secret for its outcome's keys.</summary>
    public bool IsOpened => isOpened;

    /// <summary>The call; null when the request is refused.</summary>
    public TrustedCallSigned? Call => call;

    /// <summary>Why the request is refused, when there is no call.</summary>
    public OutcomeStatus? Refused => refused;

    /// <summary>Whether the signature holds, once that was looked at.</summary>
    public bool? IsSigned { get; set; }
}
