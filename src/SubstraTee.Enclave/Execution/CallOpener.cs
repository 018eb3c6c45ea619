using SubstraTee.Crypto;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;
using SubstraTee.Trie;

namespace SubstraTee.Enclave;

/// <summary>Decrypts and reads the requests of an import, and checks the signatures that will count, all of them together.</summary>
/// <remarks>Side by side sr25519 signatures cost a fraction of what they cost one by one; the verdicts are the same.</remarks>
internal sealed class CallOpener(ShardContext context)
{
    /// <summary>Opens requests in their order.</summary>
    /// <param name="state">The state before the first of them.</param>
    /// <param name="envelopes">The requests.</param>
    public OpenedCalls Open(TrieOverlay state, IReadOnlyList<byte[]> envelopes)
    {
        var calls = new OpenedCalls(envelopes.Count, (index, secret) => Open(envelopes[index], secret));
        CheckSignatures(calls.All, state);
        return calls;
    }

    private OpenedCall Open(byte[] bytes, Span<byte> secret)
    {
        var hash = RequestEnvelope.HashOf(bytes);
        if (Decrypt(bytes, secret, out var refused) is not { } payload)
        {
            return new OpenedCall(hash, isOpened: false, null, refused);
        }

        return TrustedCallSigned.Codec.TryDecode(payload.Span, out var call, out _)
            ? new OpenedCall(hash, isOpened: true, call, null)
            : new OpenedCall(hash, isOpened: true, null, new OutcomeStatus.Malformed());
    }

    private ReadOnlyMemory<byte>? Decrypt(ReadOnlyMemory<byte> bytes, Span<byte> secret, out OutcomeStatus? refused)
    {
        refused = new OutcomeStatus.Undecryptable();
        if (RequestEnvelope.Parse(bytes) is not { } envelope)
        {
            return null;
        }

        if (envelope.Version != RequestEnvelope.CurrentVersion || envelope.Suite != RequestEnvelope.SuiteHpkeX25519Aes256)
        {
            refused = new OutcomeStatus.UnsupportedSuite();
            return null;
        }

        if (envelope.Epoch != context.Epoch.Epoch)
        {
            refused = new OutcomeStatus.WrongEpoch(context.Epoch.Epoch, envelope.Epoch);
            return null;
        }

        return RequestCipher.Open(DomainTag.Call, context.Target, context.Epoch.Shielding, envelope, secret);
    }

    // A nonce is a look-up and a signature a curve operation, so that a flood of replays meets the cheap check first. Which
    // nonce a signer is at depends on what becomes of its calls before; but only these can be it, and what cannot be is
    // refused for its nonce whatever its signature.
    private void CheckSignatures(ReadOnlySpan<OpenedCall> calls, TrieOverlay state)
    {
        var reachable = new Dictionary<AccountId, (uint Least, uint Most)>();
        var wanted = new List<OpenedCall>(calls.Length);
        foreach (var one in calls)
        {
            if (one.Call is not { } call || context.RefusalOf(call) is not null)
            {
                continue;
            }

            if (!reachable.TryGetValue(call.Signer, out var nonces))
            {
                var next = NonceBook.Next(state, call.Signer);
                nonces = (next, next);
            }

            if (call.Nonce >= nonces.Least && call.Nonce <= nonces.Most && call.Nonce != uint.MaxValue)
            {
                wanted.Add(one);
                nonces.Most = Math.Max(nonces.Most, call.Nonce + 1);
            }

            reachable[call.Signer] = nonces;
        }

        var verdicts = new bool[wanted.Count];
        SignatureVerifier.VerifyMany([.. wanted.Select(one => one.Call!.ToSignedMessage())], verdicts);
        for (var i = 0; i < verdicts.Length; i++)
        {
            wanted[i].IsSigned = verdicts[i];
        }
    }
}
