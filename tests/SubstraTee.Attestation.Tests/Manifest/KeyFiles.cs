using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SubstraTee.Attestation.X509;

namespace SubstraTee.Attestation.Tests.Manifest;

/// <summary>The forms in which the vectors hold keys of Arm devices: PEM, JWK, and veraison's list of trust anchors.</summary>
internal static class KeyFiles
{
    public static IEnumerable<TrustAnchor> Read(AnchorRole role, byte[] file)
    {
        if (file[0] == (byte)'-')
        {
            using var key = ECDsa.Create();
            key.ImportFromPem(Encoding.ASCII.GetString(file));
            return [Anchor(role, key.ExportSubjectPublicKeyInfo(), default, default)];
        }

        using var json = JsonDocument.Parse(file);
        return json.RootElement.ValueKind == JsonValueKind.Array
            ? [.. json.RootElement.EnumerateArray().Select(one => Anchor(role, one))]
            : [Anchor(role, Spki(json.RootElement), default, default)];
    }

    private static TrustAnchor Anchor(AnchorRole role, JsonElement one) => Anchor(
        role,
        Spki(one.GetProperty("pkey")),
        Convert.FromHexString(one.GetProperty("implementation-id").GetString()!),
        Convert.FromHexString(one.GetProperty("instance-id").GetString()!));

    private static TrustAnchor Anchor(AnchorRole role, ReadOnlySpan<byte> spki, ReadOnlySpan<byte> implementation, ReadOnlySpan<byte> instance) =>
        new(role, AnchorClass.Production, spki, "device", "manifest") { ImplementationId = [.. implementation], InstanceId = [.. instance] };

    private static byte[] Spki(JsonElement jwk)
    {
        var curve = jwk.GetProperty("crv").GetString() == "P-256" ? KeyAlgorithm.P256 : KeyAlgorithm.P384;
        byte[] point = [.. Base64Url.DecodeFromChars(jwk.GetProperty("x").GetString()), .. Base64Url.DecodeFromChars(jwk.GetProperty("y").GetString())];
        try
        {
            return PublicKey.FromCoordinates(curve, point).SubjectPublicKeyInfo.ToArray();
        }
        catch (RefusalException refusal)
        {
            throw new ArgumentException(refusal.Message, nameof(jwk), refusal);
        }
    }
}
