using System.Diagnostics.CodeAnalysis;
using SubstraTee.Attestation.Cose;

namespace SubstraTee.Attestation.Arm;

/// <summary>The wrapping of a CCA token: two tokens in one CBOR map; nothing is verified yet.</summary>
/// <param name="Wrapping">The tag of the map.</param>
/// <param name="Platform">The platform token, a COSE_Sign1.</param>
/// <param name="Realm">The realm token, a COSE_Sign1.</param>
/// <remarks>
/// RMM specification DEN0137 (tag 399, byte strings) and draft-ffm-rats-cca-token (tag 907, a collection of conceptual messages:
/// content type and byte string each).
/// </remarks>
internal sealed record CcaToken(ulong Wrapping, ReadOnlyMemory<byte> Platform, ReadOnlyMemory<byte> Realm)
{
    public const ulong RmmTag = 399;
    public const ulong CollectionTag = 907;

    private const long PlatformLabel = 44234;
    private const long RealmLabel = 44241;

    /// <summary>The registered media type of an EAT in CWT form, the only one that parts of a collection have.</summary>
    private const long EatContentType = 263;

    private const string Name = "the CCA token";

    /// <summary>Reads a token.</summary>
    /// <exception cref="RefusalException">It is none of the two forms.</exception>
    public static CcaToken Read(ReadOnlyMemory<byte> evidence)
    {
        var value = CborReader.Read(evidence, CborLimits.Token, Name);
        Check.That(value is CborValue.Tag, RefusalReason.EvidenceMalformed, $"{Name} has no tag");
        var tag = (CborValue.Tag)value;
        Check.That(
            tag.Number is RmmTag or CollectionTag, RefusalReason.UnsupportedEvidence, $"{Name} has the tag {tag.Number}; known are {RmmTag} and {CollectionTag}");
        Check.That(tag.Content is CborValue.Map, RefusalReason.EvidenceMalformed, $"{Name} is no map");
        var map = (CborValue.Map)tag.Content;
        Check.That(
            TryPart(tag, PlatformLabel, out var platform), RefusalReason.EvidenceMalformed, $"{Name} has no platform token of the form that its tag says");
        Check.That(map[RealmLabel] is not null, RefusalReason.CcaRealmMissing, $"{Name} has no realm token; the platform alone proves nothing about a realm");
        Check.That(TryPart(tag, RealmLabel, out var realm), RefusalReason.EvidenceMalformed, $"{Name} has a realm token of another form than its tag says");
        Check.That(map.Entries.Length == 2, RefusalReason.EvidenceMalformed, $"{Name} has more than two tokens");
        return new CcaToken(tag.Number, platform, realm);
    }

    /// <summary>Takes one of the tokens out of a wrapping.</summary>
    public static bool TryPart(CborValue.Tag tag, long label, out ReadOnlyMemory<byte> token)
    {
        token = default;
        if (tag.Content is not CborValue.Map map || map[label] is not { } value)
        {
            return false;
        }

        if (tag.Number == CollectionTag)
        {
            if (value is not CborValue.Array { Items: [CborValue.Integer { Value: EatContentType }, var inner] })
            {
                return false;
            }

            value = inner;
        }

        token = (value as CborValue.Bytes)?.Value ?? default;
        return !token.IsEmpty;
    }

    /// <summary>The labels of the tokens, for notes.</summary>
    public static bool TryParts(CborValue.Tag tag, out ReadOnlyMemory<byte> platform, [NotNullWhen(true)] out ReadOnlyMemory<byte>? realm)
    {
        realm = TryPart(tag, RealmLabel, out var token) ? token : null;
        return TryPart(tag, PlatformLabel, out platform) && realm is not null;
    }
}
