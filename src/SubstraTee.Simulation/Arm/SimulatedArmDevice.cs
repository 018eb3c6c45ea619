using System.Collections.Immutable;
using System.Security.Cryptography;
using SubstraTee.Attestation;
using SubstraTee.Primitives;

namespace SubstraTee.Simulation;

/// <summary>A simulated Arm device with its attestation key, which signs PSA tokens (as IAK) and CCA platform tokens (as CPAK).</summary>
/// <remarks>RFC 9783; RMM specification DEN0137 and draft-ffm-rats-cca-token.</remarks>
public sealed class SimulatedArmDevice : IDisposable
{
    private const ulong RmmTag = 399;
    private const ulong CollectionTag = 907;
    private const long EatContentType = 263;
    private const long PlatformLabel = 44234;
    private const long RealmLabel = 44241;

    private readonly SecretBytes _seed;
    private readonly ECDsa _key;

    /// <summary>Sets a device up.</summary>
    /// <param name="seed">What makes it this device: ids and keys come from it. Copied.</param>
    /// <param name="onP256">Whether its key is on P-256 instead of P-384.</param>
    public SimulatedArmDevice(SecretBytes seed, bool onP256 = false)
    {
        _seed = new SecretBytes(seed.Reveal());
        _key = onP256 ? SeededKeys.P256(seed, "arm/key") : SeededKeys.P384(seed, "arm/key");
        ImplementationId = [.. SeededKeys.Bytes(seed, "arm/implementation", 32)];
        InstanceId = [0x01, .. SHA256.HashData(_key.ExportSubjectPublicKeyInfo())];
    }

    /// <summary>Names the design, 32 bytes.</summary>
    public ImmutableArray<byte> ImplementationId { get; }

    /// <summary>Names the device, 33 bytes.</summary>
    public ImmutableArray<byte> InstanceId { get; }

    /// <summary>The device's key as a test anchor, enrolled with its ids.</summary>
    /// <param name="role">Whether it counts for PSA or for CCA.</param>
    public TrustAnchor Anchor(AnchorRole role) =>
        new(role, AnchorClass.Test, _key.ExportSubjectPublicKeyInfo(), "Arm device SIMULATION", "simulation")
        {
            ImplementationId = ImplementationId,
            InstanceId = InstanceId,
        };

    /// <summary>Signs a PSA token.</summary>
    public byte[] PsaToken(SimulatedPsaToken content)
    {
        var claims = content.Edit(content.Profile == PsaProfile.Iot1 ? PrivateClaims(content) : RegisteredClaims(content));
        return CoseSigner.Sign1(
            _key, claims.Encode(), protectedHeader: content.ProtectedHeader is { } header ? [.. header] : null, unprotectedHeader: content.UnprotectedHeader);
    }

    /// <summary>Signs a CCA token: a platform token that binds the key of a realm token.</summary>
    public byte[] CcaToken(SimulatedCcaToken content)
    {
        using var realmKey = content.RealmKeyOnP256 ? SeededKeys.P256(_seed, "arm/realm") : SeededKeys.P384(_seed, "arm/realm");
        var encodedKey = EncodeRealmKey(realmKey, content.IsLegacy);
        var platform = CoseSigner.Sign1(_key, content.EditPlatform(PlatformClaims(content, HashOf(encodedKey, content.KeyHashAlgorithm))).Encode());
        var realm = CoseSigner.Sign1(realmKey, content.EditRealm(RealmClaims(content, encodedKey)).Encode());
        var wrapping = content.EditWrapping(
            CborMap.Empty.With(PlatformLabel, Part(platform, content.IsLegacy)).With(RealmLabel, Part(realm, content.IsLegacy)));
        return CborItem.Tag(content.IsLegacy ? RmmTag : CollectionTag, wrapping.Encode());
    }

    /// <summary>Signs a platform token alone.</summary>
    /// <param name="content">What it says; what is the realm's is left out.</param>
    /// <param name="challenge">What it binds: 32, 48 or 64 bytes.</param>
    public byte[] CcaPlatformToken(SimulatedCcaToken content, ReadOnlySpan<byte> challenge) =>
        CoseSigner.Sign1(_key, content.EditPlatform(PlatformClaims(content, challenge)).Encode());

    /// <inheritdoc/>
    public void Dispose()
    {
        _key.Dispose();
        _seed.Dispose();
    }

    private CborMap RegisteredClaims(SimulatedPsaToken content) => CborMap.Empty
        .With(265, CborItem.Text(content.Profile == PsaProfile.Psa2 ? "http://arm.com/psa/2.0.0" : "tag:psacertified.org,2023:psa#tfm"))
        .With(10, CborItem.Bytes(content.Nonce.AsSpan()))
        .With(256, CborItem.Bytes(InstanceId.AsSpan()))
        .With(2394, CborItem.Number(content.ClientId))
        .With(2395, CborItem.Number(content.SecurityLifecycle))
        .With(2396, CborItem.Bytes(ImplementationId.AsSpan()))
        .With(2399, Components(content.Components));

    private CborMap PrivateClaims(SimulatedPsaToken content) => CborMap.Empty
        .With(-75000, CborItem.Text("PSA_IOT_PROFILE_1"))
        .With(-75008, CborItem.Bytes(content.Nonce.AsSpan()))
        .With(-75009, CborItem.Bytes(InstanceId.AsSpan()))
        .With(-75001, CborItem.Number(content.ClientId))
        .With(-75002, CborItem.Number(content.SecurityLifecycle))
        .With(-75003, CborItem.Bytes(ImplementationId.AsSpan()))
        .With(-75004, CborItem.Bytes(SeededKeys.Bytes(_seed, "arm/boot", 32)))
        .With(-75006, Components(content.Components));

    private CborMap PlatformClaims(SimulatedCcaToken content, ReadOnlySpan<byte> challenge) => CborMap.Empty
        .With(265, CborItem.Text(content.IsLegacy ? "http://arm.com/CCA-SSD/1.0.0" : "tag:arm.com,2023:cca_platform#1.0.0"))
        .With(10, CborItem.Bytes(challenge))
        .With(2396, CborItem.Bytes(ImplementationId.AsSpan()))
        .With(256, CborItem.Bytes(InstanceId.AsSpan()))
        .With(2401, CborItem.Bytes([0xCF, 0xCF]))
        .With(2395, CborItem.Number(content.SecurityLifecycle))
        .With(2402, CborItem.Text("sha-256"))
        .With(2399, Components(content.PlatformComponents));

    private static CborMap RealmClaims(SimulatedCcaToken content, byte[] encodedKey)
    {
        var extensible = content.ExtensibleMeasurements
            ?? [.. Enumerable.Repeat<ImmutableArray<byte>>([.. new byte[content.InitialMeasurement.Length]], 4)];
        var claims = CborMap.Empty
            .With(10, CborItem.Bytes(content.Challenge.AsSpan()))
            .With(44235, CborItem.Bytes(new byte[64]))
            .With(44236, CborItem.Text("sha-256"))
            .With(44237, CborItem.Bytes(encodedKey))
            .With(44238, CborItem.Bytes(content.InitialMeasurement.AsSpan()))
            .With(44239, CborItem.Array([.. extensible.Select(value => CborItem.Bytes(value.AsSpan()))]))
            .With(44240, CborItem.Text(content.KeyHashAlgorithm));
        return content.IsLegacy ? claims : claims.With(265, CborItem.Text("tag:arm.com,2023:realm#1.0.0"));
    }

    private static byte[] EncodeRealmKey(ECDsa key, bool isLegacy)
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return isLegacy
            ? [0x04, .. point.X!, .. point.Y!]
            : CborMap.Empty.With(1, CborItem.Number(2)).With(-1, CborItem.Number(key.KeySize == 256 ? 1 : 2))
                .With(-2, CborItem.Bytes(point.X!)).With(-3, CborItem.Bytes(point.Y!)).Encode();
    }

    private static byte[] HashOf(byte[] key, string algorithm) => algorithm switch
    {
        "sha-384" => SHA384.HashData(key),
        "sha-512" => SHA512.HashData(key),
        _ => SHA256.HashData(key),
    };

    private static byte[] Part(byte[] token, bool isLegacy) =>
        isLegacy ? CborItem.Bytes(token) : CborItem.Array(CborItem.Number(EatContentType), CborItem.Bytes(token));

    private static byte[] Components(ImmutableArray<SimulatedComponent> components) =>
        CborItem.Array([.. components.Select(component => component.Encode())]);
}
