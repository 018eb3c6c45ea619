using System.Globalization;
using System.Security.Cryptography;
using SubstraTee.Attestation.Cose;

namespace SubstraTee.Attestation.Arm;

/// <summary>Writes down what can be read of a PSA token, also of a malformed one, for people; never refuses.</summary>
internal static class PsaNotes
{
    private const ulong Sign1Tag = 18;
    private const ulong Mac0Tag = 17;

    public static void Add(VerificationRun run, ReadOnlyMemory<byte> evidence, ReadOnlyMemory<byte> macKey)
    {
        var notes = run.Diagnostics;
        if (CborReader.TryReadFirst(evidence, CborLimits.Token, out var length, out var fault) is not CborValue.Tag tag)
        {
            notes.Add("parse", $"refused: {(fault == CborFault.None ? "no tag" : fault)}");
            return;
        }

        notes.Add("trailing_bytes", evidence.Length - length);
        if (tag.Number != Sign1Tag)
        {
            notes.Add("cose_tag", tag.Number.ToString(CultureInfo.InvariantCulture));
            notes.Add("parse", $"refused: tag {tag.Number}");
        }

        if (!CoseParts.TryTake(tag.Content, out var parts))
        {
            return;
        }

        if (CborReader.TryRead(parts.Payload, CborLimits.Token, out _) is CborValue.Map claims)
        {
            ClaimNotes.Add(notes, "claims", claims, Name);
        }

        if (tag.Number == Sign1Tag)
        {
            AddAlgorithm(run, parts);
            ArmNotes.AddSignature(run, "signature", parts, AnchorRole.ArmPsaIak);
        }
        else if (tag.Number == Mac0Tag && !macKey.IsEmpty)
        {
            var mac = HMACSHA256.HashData(macKey.Span, parts.Authenticated("MAC0"u8));
            notes.Add("mac", CryptographicOperations.FixedTimeEquals(mac, parts.Proof.Span) ? "valid" : "invalid");
        }
    }

    private static void AddAlgorithm(VerificationRun run, CoseParts parts)
    {
        var algorithm = ArmNotes.Algorithm(parts);
        var key = run.Anchors.WithRole(AnchorRole.ArmPsaIak).FirstOrDefault()?.PublicKey;
        var assumed = key is null ? CoseAlgorithm.Es256 : CoseSign1.AlgorithmOf(key);
        if (algorithm is { } named)
        {
            run.Diagnostics.Add("alg", named);
        }

        run.Diagnostics.Add("alg_location", algorithm is null ? $"absent ({assumed.ToString().ToUpperInvariant()} assumed)" : "protected");
    }

    private static string? Name(string path, long label) => path == "claims" ? ClaimName(label)
        : path.StartsWith("claims.sw_components.", StringComparison.Ordinal) ? ArmNotes.ComponentName(label)
        : null;

    private static string? ClaimName(long label)
    {
        foreach (var labels in new[] { PsaLabels.Registered, PsaLabels.Private })
        {
            var name = label == labels.Nonce ? "nonce"
                : label == labels.InstanceId ? "instance_id"
                : label == labels.Profile ? "profile"
                : label == labels.ClientId ? "client_id"
                : label == labels.Lifecycle ? "security_lifecycle"
                : label == labels.ImplementationId ? "implementation_id"
                : label == labels.BootSeed ? "boot_seed"
                : label == labels.CertificationReference ? "certification_reference"
                : label == labels.Components ? "sw_components"
                : label == labels.VerificationService ? "vsi"
                : null;
            if (name is not null)
            {
                return name;
            }
        }

        return null;
    }
}
