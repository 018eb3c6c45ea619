using SubstraTee.Primitives;

namespace SubstraTee.Crypto;

/// <summary>Checks signatures against accounts by the rule of Substrate's <c>MultiSignature</c>.</summary>
public static class SignatureVerifier
{
    /// <summary>True when the account's key made the signature over the message.</summary>
    /// <remarks>
    /// Ed25519 and sr25519: the account is the public key. ECDSA: the key recovered from the signature over
    /// Blake2b-256(message) must hash to the account (<c>sp_runtime::MultiSignature::verify</c>).
    /// </remarks>
    public static bool Verify(Signature signature, ReadOnlySpan<byte> message, AccountId signer)
    {
        var account = signer.Bytes.AsSpan();
        var bytes = signature.Bytes.Span;
        return signature.Type switch
        {
            KeyType.Ed25519 => Ed25519.Verify(account, message, bytes),
            KeyType.Sr25519 => Sr25519.Verify(account, message, bytes),
            KeyType.Ecdsa => Ecdsa.TryRecover(bytes, Blake2b.Hash256(message), out var key)
                && Blake2b.Hash256(key).Bytes == signer.Bytes,
            _ => false,
        };
    }

    /// <summary>Checks any number of signatures; each result is what <see cref="Verify"/> says of that message.</summary>
    /// <remarks>Whoever has several signatures at hand passes them together: with AVX-512 sr25519 is checked eight at a time, several
    /// times faster than one by one.</remarks>
    /// <exception cref="ArgumentException">Fewer results than messages.</exception>
    public static void VerifyMany(ReadOnlySpan<SignedMessage> messages, Span<bool> results)
    {
        if (results.Length < messages.Length)
        {
            throw new ArgumentException($"{messages.Length} messages need as many results, not {results.Length}", nameof(results));
        }

        var group = new Sr25519Group(results);
        for (var i = 0; i < messages.Length; i++)
        {
            ref readonly var message = ref messages[i];
            if (message.Signature.Type == KeyType.Sr25519 && RistrettoLanes.IsSupported)
            {
                group.Add(messages, i);
            }
            else
            {
                results[i] = Verify(message.Signature, message.Message.Span, message.Signer);
            }
        }

        group.Finish(messages);
    }
}
