using System.Buffers.Binary;

namespace SubstraTee.Crypto;

/// <summary>A Merlin transcript (https://merlin.cool): public-coin proofs over STROBE-128.</summary>
internal struct MerlinTranscript
{
    private Strobe128 _strobe;

    public MerlinTranscript(ReadOnlySpan<byte> label)
    {
        _strobe = new Strobe128("Merlin v1.0"u8);
        AppendMessage("dom-sep"u8, label);
    }

    public void AppendMessage(scoped ReadOnlySpan<byte> label, scoped ReadOnlySpan<byte> message)
    {
        MetaFrame(label, message.Length);
        _strobe.AssociatedData(message);
    }

    public void ChallengeBytes(scoped ReadOnlySpan<byte> label, scoped Span<byte> challenge)
    {
        MetaFrame(label, challenge.Length);
        _strobe.PseudoRandom(challenge);
    }

    /// <summary>Sixty-four challenge bytes reduced to a scalar.</summary>
    public void ChallengeScalar(scoped ReadOnlySpan<byte> label, scoped Span<byte> scalar)
    {
        Span<byte> wide = stackalloc byte[64];
        ChallengeBytes(label, wide);
        Scalar.Reduce(wide, scalar);
    }

    /// <summary>
    /// Bytes that depend on everything in the transcript, on a secret and on outside entropy: Merlin's transcript RNG,
    /// which leaves the transcript itself as it is.
    /// </summary>
    public readonly void WitnessBytes(
        scoped ReadOnlySpan<byte> label, scoped ReadOnlySpan<byte> secret, scoped ReadOnlySpan<byte> entropy, scoped Span<byte> bytes)
    {
        var rng = this;
        rng.MetaFrame(label, secret.Length);
        rng._strobe.Key(secret);
        rng._strobe.MetaAssociatedData("rng"u8, more: false);
        rng._strobe.Key(entropy);
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        rng._strobe.MetaAssociatedData(length, more: false);
        rng._strobe.PseudoRandom(bytes);
        rng.Clear();
    }

    /// <summary>Zeroes the state, where secrets have gone in.</summary>
    public void Clear() => _strobe.Clear();

    private void MetaFrame(scoped ReadOnlySpan<byte> label, int dataLength)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, dataLength);
        _strobe.MetaAssociatedData(label, more: false);
        _strobe.MetaAssociatedData(length, more: true);
    }
}
