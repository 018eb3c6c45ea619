using System.Collections.Immutable;
using SubstraTee.Codec;

namespace SubstraTee.Enclave.Protocol;

/// <summary>A parentchain block as the worker hands it in; believed only as far as it is proven.</summary>
/// <param name="Header">The header, SCALE.</param>
/// <param name="Extrinsics">The whole body.</param>
/// <param name="Proof">
/// Trie nodes under the header's state root: of <c>System.Events</c> when the body has requests of the shard, and, in an
/// import's last block, of the keys last asked for by <see cref="EnclaveEffect.WantKeys"/>.
/// </param>
[ScaleType]
public sealed partial record BlockInput(
    [MaxLength(1024 * 1024)] byte[] Header,
    [MaxLength(ProtocolLimits.MaxExtrinsicsPerBlock)] ImmutableArray<byte[]> Extrinsics,
    [MaxLength(ProtocolLimits.MaxProofNodes)] ImmutableArray<byte[]> Proof);
