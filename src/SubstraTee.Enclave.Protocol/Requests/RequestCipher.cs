using SubstraTee.Crypto;
using SubstraTee.Primitives;

namespace SubstraTee.Enclave.Protocol;

/// <summary>Encrypts requests to a shard's epoch key, and opens them.</summary>
/// <remarks>docs/protocol.md, section 3: HPKE base mode, one message per context.</remarks>
public static class RequestCipher
{
    /// <summary>Encrypts a payload for a shard.</summary>
    /// <param name="purpose"><see cref="DomainTag.Call"/> or <see cref="DomainTag.Query"/>.</param>
    /// <param name="target">Where the request goes.</param>
    /// <param name="payload">At most <see cref="ProtocolLimits.MaxPayloadBytes"/> bytes.</param>
    /// <param name="ephemeralSeed">Thirty-two fresh random bytes, used once.</param>
    /// <returns>The envelope, and the secret from which the keys of the outcome are derived.</returns>
    public static SealedRequest Seal(DomainTag purpose, ShardTarget target, ReadOnlySpan<byte> payload, SecretBytes ephemeralSeed)
    {
        var header = new RequestEnvelope(
            RequestEnvelope.CurrentVersion, RequestEnvelope.SuiteHpkeX25519Aes256, target.Epoch, default, default).Header();
        using var sender = Hpke.SetupSender(
            target.ShieldingKey.ToArray(), target.Info(purpose), ephemeralSeed, out var encapsulated);
        var ciphertext = sender.Seal(header, Padding.Pad(payload));
        return new SealedRequest([.. header, .. encapsulated, .. ciphertext], OutcomeKeys.Export(sender));
    }

    /// <summary>Opens an envelope whose version, suite and epoch the caller has checked.</summary>
    /// <returns>Null when it was not made for this key, shard and purpose, or is padded wrongly.</returns>
    public static OpenedRequest? Open(DomainTag purpose, ShardTarget target, X25519KeyPair shieldingKey, RequestEnvelope envelope)
    {
        using var recipient = Hpke.SetupRecipient(envelope.Encapsulated.Span, shieldingKey, target.Info(purpose));
        if (recipient is null
            || !recipient.TryOpen(envelope.Header(), envelope.Ciphertext.Span, out var padded)
            || !Padding.TryUnpad(padded, out var payload))
        {
            return null;
        }

        return new OpenedRequest(payload.Value, OutcomeKeys.Export(recipient));
    }

    /// <summary>Opens an envelope as <see cref="Open(DomainTag, ShardTarget, X25519KeyPair, RequestEnvelope)"/> does, with the secret in memory of the caller's.</summary>
    /// <param name="purpose">What it was made for.</param>
    /// <param name="target">Whom it was made for.</param>
    /// <param name="shieldingKey">The key that opens it.</param>
    /// <param name="envelope">The envelope.</param>
    /// <param name="outcomeSecret">Takes the secret behind the outcome's keys, which the caller zeroes.</param>
    /// <returns>The payload without its padding; null as <see cref="Open(DomainTag, ShardTarget, X25519KeyPair, RequestEnvelope)"/> says.</returns>
    public static ReadOnlyMemory<byte>? Open(
        DomainTag purpose, ShardTarget target, X25519KeyPair shieldingKey, RequestEnvelope envelope, Span<byte> outcomeSecret) =>
        Hpke.TryOpenOnce(
            envelope.Encapsulated.Span,
            shieldingKey,
            target.Info(purpose),
            envelope.Header(),
            envelope.Ciphertext.Span,
            OutcomeKeys.ExportLabel,
            outcomeSecret,
            out var padded)
        && Padding.TryUnpad(padded, out var payload)
            ? payload
            : new ReadOnlyMemory<byte>?();
}
