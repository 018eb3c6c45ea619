using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace SubstraTee.Attestation.Files;

/// <summary>Reads the forms in which keys of Arm devices are published: PEM, JWK, and a JSON list of keys with their devices' ids.</summary>
public static class DeviceKeyFile
{
    private const int MaxLength = 1 << 20;

    /// <summary>The keys of a file as test anchors; a key that cannot be used is left out, so that nothing rests on it.</summary>
    /// <exception cref="ManifestException">The file has none of the forms.</exception>
    internal static TrustAnchors ReadAnchors(AnchorRole role, ReadOnlyMemory<byte> file) =>
        file.IsEmpty ? TrustAnchors.None : TrustAnchors.Of(Read(role, AnchorClass.Test, file));

    /// <summary>The usable keys of a file.</summary>
    /// <param name="role">What they may vouch for.</param>
    /// <param name="anchorClass">Genuine hardware, or tests.</param>
    /// <param name="file">PEM (a public key, or a private one of which the public part is taken), JWK, or a list of anchors.</param>
    /// <exception cref="ManifestException">The file has none of the forms.</exception>
    public static IReadOnlyList<TrustAnchor> Read(AnchorRole role, AnchorClass anchorClass, ReadOnlyMemory<byte> file)
    {
        if (file.Length > MaxLength)
        {
            throw new ManifestException($"a key file of {file.Length} bytes; at most {MaxLength} are read");
        }

        try
        {
            return file.Span.StartsWith("-----"u8)
                ? [FromPem(role, anchorClass, Encoding.ASCII.GetString(file.Span))]
                : FromJson(role, anchorClass, file);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or ArgumentException or CryptographicException)
        {
            throw new ManifestException($"the key file is neither PEM, nor JWK, nor a list of anchors: {fault.Message}", fault);
        }
    }

    private static TrustAnchor FromPem(AnchorRole role, AnchorClass anchorClass, string text)
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(text);
        return new TrustAnchor(role, anchorClass, key.ExportSubjectPublicKeyInfo(), "device key", "PEM file");
    }

    private static List<TrustAnchor> FromJson(AnchorRole role, AnchorClass anchorClass, ReadOnlyMemory<byte> file)
    {
        using var json = JsonDocument.Parse(file);
        var anchors = new List<TrustAnchor>();
        if (json.RootElement.ValueKind == JsonValueKind.Object)
        {
            Add(anchors, role, anchorClass, json.RootElement, [], []);
            return anchors;
        }

        foreach (var one in json.RootElement.EnumerateArray())
        {
            var implementation = Convert.FromHexString(one.GetProperty("implementation-id").GetString()!);
            Add(anchors, role, anchorClass, one.GetProperty("pkey"), implementation, Convert.FromHexString(one.GetProperty("instance-id").GetString()!));
        }

        return anchors;
    }

    private static void Add(
        List<TrustAnchor> anchors, AnchorRole role, AnchorClass anchorClass, JsonElement jwk, byte[] implementationId, byte[] instanceId)
    {
        var parameters = new ECParameters
        {
            Curve = jwk.GetProperty("crv").GetString() switch
            {
                "P-256" => ECCurve.NamedCurves.nistP256,
                "P-384" => ECCurve.NamedCurves.nistP384,
                "P-521" => ECCurve.NamedCurves.nistP521,
                var other => throw new FormatException($"unknown curve '{other}'"),
            },
            Q = new ECPoint
            {
                X = Base64Url.DecodeFromChars(jwk.GetProperty("x").GetString()),
                Y = Base64Url.DecodeFromChars(jwk.GetProperty("y").GetString()),
            },
        };
        try
        {
            using var key = ECDsa.Create(parameters);
            anchors.Add(new TrustAnchor(role, anchorClass, key.ExportSubjectPublicKeyInfo(), "device key", "JWK file")
            {
                ImplementationId = [.. implementationId],
                InstanceId = [.. instanceId],
            });
        }
        catch (CryptographicException)
        {
            // Not on its curve: nobody can sign for it, and nobody is to be believed because of it.
        }
    }
}
