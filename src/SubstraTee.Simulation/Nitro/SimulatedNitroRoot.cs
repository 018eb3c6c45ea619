using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SubstraTee.Attestation;
using SubstraTee.Primitives;

namespace SubstraTee.Simulation;

/// <summary>A simulated root of AWS Nitro Enclaves, and documents of a hypervisor below it.</summary>
/// <remarks>AWS, "Cryptographic attestation" in the Nitro Enclaves documentation.</remarks>
public sealed class SimulatedNitroRoot : IDisposable
{
    private const int RegisterLength = 48;

    private readonly SecretBytes _seed;
    private readonly ECDsa _key;
    private readonly SimulatedValidity _validity;

    /// <summary>Issues the root.</summary>
    /// <param name="seed">What its keys come from. Copied.</param>
    /// <param name="validity">From when to when the root and those below it are valid.</param>
    public SimulatedNitroRoot(SecretBytes seed, SimulatedValidity validity)
    {
        _seed = new SecretBytes(seed.Reveal());
        _validity = validity;
        _key = SeededKeys.P384(seed, "nitro/root");
    }

    /// <summary>The root's key as a test anchor.</summary>
    public TrustAnchor Anchor =>
        new(AnchorRole.AwsNitroRoot, AnchorClass.Test, _key.ExportSubjectPublicKeyInfo(), "Nitro root SIMULATION", "simulation");

    /// <summary>Signs a document.</summary>
    public byte[] Document(SimulatedNitroDocument content)
    {
        using var leafKey = SeededKeys.P384(_seed, "nitro/leaf");
        var bundle = Chain(content, leafKey, out var leaf);
        var fields = CborMap.Empty
            .With("module_id", CborItem.Text("i-0simulation-enc0000000000000000"))
            .With("digest", CborItem.Text("SHA384"))
            .With("timestamp", CborItem.Number(content.Time.ToUnixTimeMilliseconds()))
            .With("pcrs", Registers(content))
            .With("certificate", CborItem.Bytes(leaf))
            .With("cabundle", CborItem.Array([.. bundle.Select(certificate => CborItem.Bytes(certificate))]))
            .With("public_key", CborItem.Null)
            .With("user_data", Optional(content.UserData))
            .With("nonce", Optional(content.Nonce));
        return CoseSigner.Sign1(
            leafKey, content.Edit(fields).Encode(), content.IsTagged, content.ProtectedHeader is { } header ? [.. header] : null);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _key.Dispose();
        _seed.Dispose();
    }

    // From the root down to the issuer of the leaf.
    private List<byte[]> Chain(SimulatedNitroDocument content, ECDsa leafKey, out byte[] leaf)
    {
        var issuer = SimulatedIssuer.P384("aws.nitro-enclaves", _key);
        var bundle = new List<byte[]>
        {
            issuer.Issue(issuer.Name, _key.ExportSubjectPublicKeyInfo(), 1, _validity, SimulatedIssuer.Authority(null, signsLists: true)),
        };
        var keys = new List<ECDsa>();
        try
        {
            for (var i = 0; i < content.Intermediates; i++)
            {
                var key = SeededKeys.P384(_seed, string.Create(CultureInfo.InvariantCulture, $"nitro/intermediate/{i}"));
                keys.Add(key);
                var next = SimulatedIssuer.P384(string.Create(CultureInfo.InvariantCulture, $"level {i}.aws.nitro-enclaves"), key);
                bundle.Add(issuer.Issue(
                    next.Name, key.ExportSubjectPublicKeyInfo(), 2 + i, _validity, SimulatedIssuer.Authority(content.Intermediates - 1 - i, signsLists: true)));
                issuer = next;
            }

            var validity = content.CertificateValidity ?? new SimulatedValidity(content.Time.AddSeconds(-3), content.Time.AddHours(3));
            leaf = issuer.Issue(
                SimulatedIssuer.NameOf("i-0simulation-enc0000000000000000"),
                leafKey.ExportSubjectPublicKeyInfo(),
                100,
                validity,
                new X509BasicConstraintsExtension(false, false, 0, critical: true),
                new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
            return bundle;
        }
        finally
        {
            keys.ForEach(key => key.Dispose());
        }
    }

    private static byte[] Registers(SimulatedNitroDocument content)
    {
        var map = CborMap.Empty;
        for (var i = 0; i < content.RegisterCount; i++)
        {
            map = map.With(i, CborItem.Bytes(i < content.Registers.Length ? content.Registers[i].AsSpan() : new byte[RegisterLength]));
        }

        return map.Encode();
    }

    private static byte[] Optional(ImmutableArray<byte> value) => value.IsEmpty ? CborItem.Null : CborItem.Bytes(value.AsSpan());
}
