using SubstraTee.Codec;
using SubstraTee.Crypto;
using SubstraTee.Primitives;

namespace SubstraTee.Enclave.Protocol;

/// <summary>The name in front of everything that is hashed or signed, so that no two kinds of object can be confused.</summary>
/// <remarks>docs/protocol.md, section 1.</remarks>
public sealed class DomainTag
{
    /// <summary>Identity of a shard.</summary>
    public static readonly DomainTag ShardDescriptor = new("substratee/shard-descriptor/1");

    /// <summary>Identity of a state transition function.</summary>
    public static readonly DomainTag Stf = new("substratee/stf/1");

    /// <summary>Identity of an STF's schema.</summary>
    public static readonly DomainTag StfSchema = new("substratee/stf-schema/1");

    /// <summary>Measurement of a published enclave folder.</summary>
    public static readonly DomainTag Measurement = new("substratee/measurement/1");

    /// <summary>HPKE info of a call.</summary>
    public static readonly DomainTag Call = new("substratee/call/1");

    /// <summary>HPKE info of a query.</summary>
    public static readonly DomainTag Query = new("substratee/query/1");

    /// <summary>Name of a request.</summary>
    public static readonly DomainTag Ciphertext = new("substratee/ciphertext/1");

    /// <summary>Signature of a call.</summary>
    public static readonly DomainTag TrustedCall = new("substratee/trusted-call/1");

    /// <summary>Signature of a getter.</summary>
    public static readonly DomainTag TrustedGetter = new("substratee/trusted-getter/1");

    /// <summary>HPKE info and signature of an answer.</summary>
    public static readonly DomainTag Answer = new("substratee/answer/1");

    /// <summary>Keyed hash of an outcome.</summary>
    public static readonly DomainTag Outcome = new("substratee/outcome/1");

    /// <summary>A leaf of a receipt.</summary>
    public static readonly DomainTag Leaf = new("substratee/leaf/1");

    /// <summary>An inner node over leaves.</summary>
    public static readonly DomainTag Node = new("substratee/node/1");

    /// <summary>Keyed hash of a state root.</summary>
    public static readonly DomainTag Commitment = new("substratee/commitment/1");

    /// <summary>Hash and signature of a receipt.</summary>
    public static readonly DomainTag Receipt = new("substratee/receipt/1");

    /// <summary>Key under which the chain keeps the anchors of a set of signers.</summary>
    public static readonly DomainTag SignerSet = new("substratee/signer-set/1");

    /// <summary>Check value of a state key.</summary>
    public static readonly DomainTag StateKeyCheck = new("substratee/state-key-check/1");

    /// <summary>Hash of a sealed blob's header.</summary>
    public static readonly DomainTag SealedHeader = new("substratee/sealed-header/1");

    /// <summary>Hash of a sealed blob.</summary>
    public static readonly DomainTag SealedBlob = new("substratee/sealed-blob/1");

    /// <summary>Second half of evidence's report data.</summary>
    public static readonly DomainTag ReportData = new("substratee/report-data/1");

    /// <summary>Registers of a simulated platform.</summary>
    public static readonly DomainTag SimulatedMeasurement = new("substratee/simulated-measurement/1");

    /// <summary>Name of collateral on chain.</summary>
    public static readonly DomainTag Collateral = new("substratee/collateral/1");

    /// <summary>Name of a machine on chain.</summary>
    public static readonly DomainTag Platform = new("substratee/platform/1");

    private readonly byte[] _bytes;

    private DomainTag(string name)
    {
        Name = name;
        _bytes = Scale.Str.Encode(name);
    }

    /// <summary>The name, ASCII.</summary>
    public string Name { get; }

    /// <summary>The name as a SCALE string.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>The tag followed by <paramref name="parts"/>: what is signed, or the info of an encryption.</summary>
    public byte[] Prefix(params ReadOnlySpan<byte[]> parts)
    {
        var writer = new ScaleWriter(256);
        writer.WriteRaw(_bytes);
        foreach (var part in parts)
        {
            writer.WriteRaw(part);
        }

        return writer.ToArray();
    }

    /// <summary>Blake2b-256 over the tag and <paramref name="content"/>.</summary>
    public Hash256 Hash(ReadOnlySpan<byte> content) => Blake2b.Hash256(Join(content).WrittenSpan);

    /// <summary>Hashes contents of one length, which lie one after the other, each as <see cref="Hash"/> does, side by side.</summary>
    internal void HashEach(ReadOnlySpan<byte> contents, int length, Span<Hash256> digests)
    {
        var message = _bytes.Length + length;
        Span<byte> messages = new byte[message * Blake2b.Lanes];
        Span<int> ends = stackalloc int[Blake2b.Lanes];
        for (var lane = 0; lane < Blake2b.Lanes; lane++)
        {
            _bytes.CopyTo(messages[(lane * message)..]);
            ends[lane] = (lane + 1) * message;
        }

        while (!digests.IsEmpty)
        {
            var count = Math.Min(Blake2b.Lanes, digests.Length);
            for (var lane = 0; lane < count; lane++)
            {
                contents.Slice(lane * length, length).CopyTo(messages[((lane * message) + _bytes.Length)..]);
            }

            Blake2b.Hash256x8(messages[..(count * message)], ends[..count], digests[..count]);
            contents = contents[(count * length)..];
            digests = digests[count..];
        }
    }

    /// <summary>Blake2b-256 under a 32-byte key over the tag and <paramref name="content"/>.</summary>
    public Hash256 KeyedHash(SecretBytes key, ReadOnlySpan<byte> content) => KeyedHash(key.Reveal(), content);

    /// <summary>The same under a key on the caller's stack.</summary>
    internal Hash256 KeyedHash(ReadOnlySpan<byte> key, ReadOnlySpan<byte> content) => Blake2b.Keyed256(key, Join(content).WrittenSpan);

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    private ScaleWriter Join(ReadOnlySpan<byte> content)
    {
        var writer = new ScaleWriter(_bytes.Length + content.Length);
        writer.WriteRaw(_bytes);
        writer.WriteRaw(content);
        return writer;
    }
}
