using System.Globalization;
using System.Security.Cryptography;
using SubstraTee.Attestation.Cose;

namespace SubstraTee.Attestation.Arm;

/// <summary>Writes down what can be read of a CCA token, also of one that is refused, for people; never refuses.</summary>
internal static class CcaNotes
{
    public static void Add(VerificationRun run, ReadOnlyMemory<byte> evidence)
    {
        if (CborReader.TryRead(evidence, CborLimits.Token, out var fault) is not CborValue.Tag tag)
        {
            run.Diagnostics.Add("parse", $"refused: {(fault == CborFault.None ? "no tag" : fault)}");
            return;
        }

        if (TryTake(evidence, out var alone))
        {
            run.Diagnostics.Add("scope", "platform token alone");
            AddToken(run, alone, "platform", PlatformName);
            ArmNotes.AddSignature(run, "platform_signature", alone, AnchorRole.ArmCcaCpak);
            return;
        }

        run.Diagnostics.Add("top_level_tag", tag.Number.ToString(CultureInfo.InvariantCulture));
        if (tag.Content is CborValue.Map map)
        {
            run.Diagnostics.AddList(
                "collection_keys",
                [.. map.Entries.Select(entry => entry.Key).OfType<CborValue.Integer>().Select(key => key.Value.ToString(CultureInfo.InvariantCulture))]);
        }

        if (tag.Number == CcaToken.CollectionTag)
        {
            run.Diagnostics.Add("wrapping", "CMW records");
        }

        if (CcaToken.TryParts(tag, out var platformBytes, out var realmBytes)
            && TryTake(platformBytes, out var platform)
            && TryTake(realmBytes.Value, out var realm))
        {
            AddToken(run, platform, "platform", PlatformName);
            AddToken(run, realm, "realm", RealmName);
            ArmNotes.AddSignature(run, "platform_signature", platform, AnchorRole.ArmCcaCpak);
            AddRealmKey(run.Diagnostics, platform, realm);
        }
    }

    private static void AddToken(VerificationRun run, CoseParts parts, string name, ClaimNotes.Naming naming)
    {
        if (ArmNotes.Algorithm(parts) is { } algorithm)
        {
            run.Diagnostics.Add($"{name}_alg", algorithm);
        }

        if (Claims(parts) is { } claims)
        {
            ClaimNotes.Add(run.Diagnostics, $"{name}_claims", claims, naming);
        }
    }

    private static void AddRealmKey(DiagnosticsBuilder notes, CoseParts platform, CoseParts realm)
    {
        if (Claims(realm) is not { } claims || claims[ArmLabels.RealmKey] is not CborValue.Bytes bytes)
        {
            return;
        }

        try
        {
            var key = CcaRealmToken.ReadKey(bytes.Value);
            notes.Add(
                "realm_public_key_encoding",
                bytes.Value.Span[0] == 0x04 ? $"raw SEC1 uncompressed {key.Algorithm.ToString().Insert(1, "-")}" : "COSE_Key");
            notes.Add("realm_signature", ArmNotes.IsSignedBy(realm, key) ? "valid" : "invalid");
        }
        catch (RefusalException refusal)
        {
            notes.Add("realm_signature", $"invalid: {refusal.Message}");
        }

        if (Claims(platform)?[ArmLabels.Challenge] is CborValue.Bytes challenge)
        {
            notes.Add("binding", challenge.Value.Span.SequenceEqual(HashOf(claims, bytes.Value.Span)) ? "valid" : "invalid");
        }
    }

    private static ReadOnlySpan<byte> HashOf(CborValue.Map claims, ReadOnlySpan<byte> key) => (claims[ArmLabels.RealmKeyHash] as CborValue.Text)?.Value switch
    {
        "sha-256" => SHA256.HashData(key),
        "sha-384" => SHA384.HashData(key),
        "sha-512" => SHA512.HashData(key),
        _ => [],
    };

    private static CborValue.Map? Claims(CoseParts parts) => CborReader.TryRead(parts.Payload, CborLimits.Token, out _) as CborValue.Map;

    private static bool TryTake(ReadOnlyMemory<byte> token, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out CoseParts? parts)
    {
        parts = null;
        return CborReader.TryRead(token, CborLimits.Token, out _) is CborValue.Tag tag && CoseParts.TryTake(tag.Content, out parts);
    }

    private static string? PlatformName(string path, long label) => path == "platform_claims"
        ? label switch
        {
            ArmLabels.Challenge => "challenge",
            ArmLabels.InstanceId => "instance_id",
            ArmLabels.Profile => "profile",
            ArmLabels.Lifecycle => "lifecycle",
            ArmLabels.ImplementationId => "implementation_id",
            ArmLabels.Components => "sw_components",
            ArmLabels.VerificationService => "verification_service",
            ArmLabels.PlatformConfiguration => "config",
            ArmLabels.PlatformHash => "hash_alg_id",
            _ => null,
        }
        : path.StartsWith("platform_claims.sw_components.", StringComparison.Ordinal) ? ArmNotes.ComponentName(label) : null;

    private static string? RealmName(string path, long label) => path != "realm_claims" ? null : label switch
    {
        ArmLabels.Challenge => "challenge",
        ArmLabels.Profile => "profile",
        ArmLabels.RealmPersonalization => "personalization_value",
        ArmLabels.RealmHash => "hash_alg_id",
        ArmLabels.RealmKey => "public_key",
        ArmLabels.RealmInitialMeasurement => "initial_measurement",
        ArmLabels.RealmExtensibleMeasurements => "extensible_measurements",
        ArmLabels.RealmKeyHash => "public_key_hash_alg_id",
        _ => null,
    };
}
