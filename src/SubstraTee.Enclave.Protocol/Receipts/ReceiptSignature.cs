using SubstraTee.Codec;
using SubstraTee.Primitives;

namespace SubstraTee.Enclave.Protocol;

/// <summary>An enclave's signature on a receipt.</summary>
/// <param name="Signer">The enclave's account: its ed25519 key.</param>
/// <param name="Signature">64 bytes over <see cref="Receipt.SigningPayload"/>.</param>
[ScaleType]
public sealed partial record ReceiptSignature(AccountId Signer, [FixedLength(64)] byte[] Signature);
