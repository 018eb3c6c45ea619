using System.Collections.Immutable;
using System.Security.Cryptography;
using SubstraTee.Attestation.Cose;
using SubstraTee.Attestation.X509;

namespace SubstraTee.Attestation.Arm;

/// <summary>The claims of a CCA realm token, checked for presence, type and size; and what the token proves of itself.</summary>
/// <remarks>RMM specification DEN0137, "Realm claims"; draft-ffm-rats-cca-token, section 4.5.</remarks>
internal sealed record CcaRealmToken
{
    public const string Name = "the CCA realm token";

    private const string Profile = "tag:arm.com,2023:realm#1.0.0";
    private const int ChallengeLength = 64;
    private const int PersonalizationLength = 64;
    private const int ExtensibleMeasurementCount = 4;
    private const int MaxKeyLength = 256;

    public required CoseSign1 Signed { get; init; }

    public required ReadOnlyMemory<byte> Challenge { get; init; }

    public required ReadOnlyMemory<byte> Personalization { get; init; }

    public required string HashAlgorithm { get; init; }

    /// <summary>The attestation key as carried: these bytes, not the point in them, are what the platform binds.</summary>
    public required ReadOnlyMemory<byte> Key { get; init; }

    public required string KeyHashAlgorithm { get; init; }

    public required ReadOnlyMemory<byte> InitialMeasurement { get; init; }

    public required ImmutableArray<ReadOnlyMemory<byte>> ExtensibleMeasurements { get; init; }

    /// <summary>Reads a token.</summary>
    /// <exception cref="RefusalException">It is not one of a known profile.</exception>
    public static CcaRealmToken Read(ReadOnlyMemory<byte> bytes)
    {
        var signed = CoseSign1.Read(bytes, CborLimits.Token, CoseTagging.Required, Name);
        var claims = ArmClaimMap.Read(signed.Payload, Name);
        // Tokens of RMM 1.0 name no profile; the claims are the same.
        var profile = claims.OptionalText(ArmLabels.Profile, "profile") ?? Profile;
        Check.That(profile == Profile, RefusalReason.ArmProfileUnknown, $"{Name} has the unknown profile '{profile}'");
        return new CcaRealmToken
        {
            Signed = signed,
            Challenge = claims.Bytes(ArmLabels.Challenge, "challenge", ChallengeLength),
            Personalization = claims.Bytes(ArmLabels.RealmPersonalization, "personalization value", PersonalizationLength),
            HashAlgorithm = claims.Text(ArmLabels.RealmHash, "hash algorithm"),
            Key = claims.Bytes(ArmLabels.RealmKey, "attestation key", 1, MaxKeyLength),
            KeyHashAlgorithm = claims.Text(ArmLabels.RealmKeyHash, "hash algorithm of the attestation key"),
            InitialMeasurement = claims.Hash(ArmLabels.RealmInitialMeasurement, "initial measurement"),
            ExtensibleMeasurements = claims.Hashes(ArmLabels.RealmExtensibleMeasurements, "list of extensible measurements", ExtensibleMeasurementCount),
        };
    }

    /// <summary>Checks that the realm's own key signed the token. That alone proves nothing: anyone can bring a key.</summary>
    /// <exception cref="RefusalException">It did not, or is no usable key.</exception>
    public void CheckSignature()
    {
        var key = ReadKey(Key);
        Check.That(
            Signed.Algorithm != CoseAlgorithm.None, RefusalReason.CoseAlgorithmMissing, $"the protected header of {Name} names no algorithm");
        Check.That(
            Signed.Algorithm == CoseSign1.AlgorithmOf(key),
            RefusalReason.CoseAlgorithmMismatch,
            $"{Name} is signed with {Signed.Algorithm}, for which its key is not");
        Check.That(Signed.IsSignedBy(key), RefusalReason.CcaRealmSignatureInvalid, $"{Name} is not signed by the key that it carries");
    }

    /// <summary>Checks that the platform vouches for the realm's key: its challenge is the key's hash.</summary>
    /// <exception cref="RefusalException">It does not.</exception>
    public void CheckBinding(ReadOnlySpan<byte> platformChallenge) => Check.That(
        platformChallenge.SequenceEqual(HashOfKey(Key.Span, KeyHashAlgorithm)),
        RefusalReason.CcaRealmNotBound,
        "the challenge of the platform token is not the hash of the realm's key");

    /// <summary>The realm's key: a bare SEC1 point in tokens of RMM 1.0, a COSE_Key (RFC 9053, section 7.1.1) in later ones.</summary>
    /// <exception cref="RefusalException">It is neither, or not on its curve.</exception>
    public static PublicKey ReadKey(ReadOnlyMemory<byte> bytes)
    {
        const byte Uncompressed = 0x04;
        var span = bytes.Span;
        try
        {
            return span.Length switch
            {
                65 when span[0] == Uncompressed => PublicKey.FromCoordinates(KeyAlgorithm.P256, span[1..]),
                97 when span[0] == Uncompressed => PublicKey.FromCoordinates(KeyAlgorithm.P384, span[1..]),
                133 when span[0] == Uncompressed => PublicKey.FromCoordinates(KeyAlgorithm.P521, span[1..]),
                _ => CoseKey.Read(bytes),
            };
        }
        catch (RefusalException refusal)
        {
            throw new RefusalException(RefusalReason.CcaRealmKeyInvalid, $"the key of {Name}: {refusal.Message}");
        }
    }

    private static byte[] HashOfKey(ReadOnlySpan<byte> key, string algorithm) => algorithm switch
    {
        "sha-256" => SHA256.HashData(key),
        "sha-384" => SHA384.HashData(key),
        "sha-512" => SHA512.HashData(key),
        _ => throw new RefusalException(RefusalReason.CcaHashUnsupported, $"{Name} names the hash '{algorithm}'; accepted are sha-256, sha-384, sha-512"),
    };
}
