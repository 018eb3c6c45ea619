using System.Diagnostics.CodeAnalysis;
using System.Text;
using SubstraTee.Attestation.Json;
using SubstraTee.Attestation.X509;

namespace SubstraTee.Attestation;

/// <summary>The file form of <see cref="TrustAnchors"/>.</summary>
internal static class AnchorFile
{
    private const int MaxKeyLength = 1024;
    private const int MaxIdLength = 64;

    // A set of enrolled devices is the largest that anybody keeps in a file; each takes some 300 bytes.
    private static readonly JsonLimits Limits = new(Bytes: 8 << 20, Depth: 4, Values: 200_000);

    public static bool TryParse(ReadOnlyMemory<byte> json, [NotNullWhen(true)] out TrustAnchors? anchors, out string error)
    {
        try
        {
            anchors = Read(new JsonMembers(StrictJson.Parse(json, Limits), ""));
            error = "";
            return true;
        }
        catch (JsonFaultException fault)
        {
            (anchors, error) = (null, fault.Message);
            return false;
        }
        catch (ArgumentException fault)
        {
            // What a set refuses: mixed classes, production keys called tests, unusable keys.
            (anchors, error) = (null, fault.Message);
            return false;
        }
    }

    private static TrustAnchors Read(JsonMembers file)
    {
        if (file.Number("version", uint.MaxValue) is not 1)
        {
            throw file.Fault("version", "has to be 1");
        }

        var anchorClass = file.Text("class") switch
        {
            "production" => AnchorClass.Production,
            "test" => AnchorClass.Test,
            var other => throw file.Fault("class", $"is '{other}'; allowed are production, test"),
        };
        var builtIn = file.Flag("built_in", otherwise: false);
        var anchors = file.Objects("anchors").Select(one => ReadAnchor(one, anchorClass)).ToList();
        file.Done();
        if (builtIn && anchorClass == AnchorClass.Test)
        {
            throw file.Fault("built_in", "adds production keys, which cannot be in a set of tests");
        }

        return TrustAnchors.Of(builtIn ? [.. TrustAnchors.Production.All, .. anchors] : anchors);
    }

    private static TrustAnchor ReadAnchor(JsonMembers members, AnchorClass anchorClass)
    {
        var text = members.Text("role");
        if (!AnchorRoles.TryParse(text, out var role))
        {
            throw members.Fault("role", $"is '{text}'; allowed are {string.Join(", ", AnchorRoles.All.Select(one => one.Text()))}");
        }

        var anchor = new TrustAnchor(role, anchorClass, ReadKey(members), members.Text("name"), members.Text("source", ""))
        {
            ImplementationId = [.. ReadId(members, "implementation_id")],
            InstanceId = [.. ReadId(members, "instance_id")],
        };
        members.Done();
        return anchor;
    }

    private static byte[] ReadKey(JsonMembers members)
    {
        var hex = members.Text("key", "");
        var pem = members.Text("certificate", "");
        if (hex.Length == 0 == (pem.Length == 0))
        {
            throw members.Fault("key", "or 'certificate' has to be there, and only one of them");
        }

        if (hex.Length > 0)
        {
            return members.Bytes("key", hex, 1, MaxKeyLength);
        }

        try
        {
            var certificates = Pem.ReadCertificates(Encoding.UTF8.GetBytes(pem), "certificate");
            return certificates.Count == 1
                ? certificates[0].Key.SubjectPublicKeyInfo.ToArray()
                : throw members.Fault("certificate", $"has {certificates.Count} certificates");
        }
        catch (RefusalException refusal)
        {
            throw members.Fault("certificate", $"cannot be read: {refusal.Message}");
        }
    }

    private static byte[] ReadId(JsonMembers members, string name) =>
        members.Find(name) is null ? [] : members.Bytes(name, members.Text(name), 1, MaxIdLength);
}
