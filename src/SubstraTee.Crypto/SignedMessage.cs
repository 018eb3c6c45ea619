using SubstraTee.Primitives;

namespace SubstraTee.Crypto;

/// <summary>A message with the signature and the account to check it against.</summary>
/// <param name="Signature">The signature.</param>
/// <param name="Message">What was signed.</param>
/// <param name="Signer">Who is said to have signed.</param>
public readonly record struct SignedMessage(Signature Signature, ReadOnlyMemory<byte> Message, AccountId Signer);
