using System.Collections.Immutable;
using SubstraTee.Codec;

namespace SubstraTee.Enclave.Protocol;

/// <summary>What became of a request.</summary>
[ScaleType]
public abstract partial record OutcomeStatus
{
    private OutcomeStatus()
    {
    }

    /// <summary>True when the call ran, and so consumed its nonce.</summary>
    public bool ConsumedNonce => this is Applied or Failed or ResourcesExhausted or Faulted;

    /// <summary>The call was applied.</summary>
    /// <param name="Output">The call's output, SCALE.</param>
    /// <param name="Events">What the call told its caller beside that, in order.</param>
    [ScaleVariant(0)]
    public sealed partial record Applied(
        [MaxLength(ProtocolLimits.MaxOutputBytes)] byte[] Output,
        [MaxLength(ProtocolLimits.MaxEvents)] ImmutableArray<byte[]> Events) : OutcomeStatus;

    /// <summary>The STF refused it; the state is as before but for the nonce.</summary>
    /// <param name="Code">Index of the error in the STF's schema.</param>
    /// <param name="Detail">The error, SCALE.</param>
    [ScaleVariant(1)]
    public sealed partial record Failed(uint Code, [MaxLength(ProtocolLimits.MaxOutputBytes)] byte[] Detail) : OutcomeStatus;

    /// <summary>The signature is not the signer's over this call.</summary>
    [ScaleVariant(2)]
    public sealed partial record BadSignature : OutcomeStatus;

    /// <summary>The nonce is not the signer's next one.</summary>
    /// <param name="Expected">The next one.</param>
    /// <param name="Given">The call's.</param>
    [ScaleVariant(3)]
    public sealed partial record BadNonce(uint Expected, uint Given) : OutcomeStatus;

    /// <summary>The call was signed for another shard.</summary>
    [ScaleVariant(4)]
    public sealed partial record WrongShard : OutcomeStatus;

    /// <summary>The call was signed for another parentchain.</summary>
    [ScaleVariant(5)]
    public sealed partial record WrongGenesis : OutcomeStatus;

    /// <summary>The signer judged another version of the policy.</summary>
    /// <param name="Expected">The version in force.</param>
    /// <param name="Given">The call's.</param>
    [ScaleVariant(6)]
    public sealed partial record WrongPolicyVersion(uint Expected, uint Given) : OutcomeStatus;

    /// <summary>The payload is no trusted call, or the call is none of the STF's.</summary>
    [ScaleVariant(7)]
    public sealed partial record Malformed : OutcomeStatus;

    /// <summary>The envelope does not open under the shard's key.</summary>
    [ScaleVariant(8)]
    public sealed partial record Undecryptable : OutcomeStatus;

    /// <summary>The envelope is for an epoch that is not in force.</summary>
    /// <param name="Expected">The epoch in force.</param>
    /// <param name="Given">The envelope's.</param>
    [ScaleVariant(9)]
    public sealed partial record WrongEpoch(uint Expected, uint Given) : OutcomeStatus;

    /// <summary>The envelope's version or suite is not known.</summary>
    [ScaleVariant(10)]
    public sealed partial record UnsupportedSuite : OutcomeStatus;

    /// <summary>The call used up its metered resources; the state is as before but for the nonce.</summary>
    [ScaleVariant(11)]
    public sealed partial record ResourcesExhausted : OutcomeStatus;

    /// <summary>The STF itself failed; the state is as before but for the nonce.</summary>
    /// <param name="Code">0 for C# code, the trap's number for a WebAssembly module.</param>
    [ScaleVariant(12)]
    public sealed partial record Faulted(byte Code) : OutcomeStatus;
}
