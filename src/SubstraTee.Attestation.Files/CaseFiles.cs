using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SubstraTee.Attestation.Files;

/// <summary>The files of one case, checked against the manifest before anybody blames a verifier.</summary>
internal sealed class CaseFiles(string folder, ManifestCase testCase)
{
    /// <summary>The case's file of a role, or nothing.</summary>
    public ReadOnlyMemory<byte> Find(string role)
    {
        var file = testCase.Files.FirstOrDefault(one => one.Role == role);
        return file is null ? default : Read(file);
    }

    /// <summary>The case's file of a role.</summary>
    public ReadOnlyMemory<byte> Get(string role) =>
        Has(role) ? Find(role) : throw new ManifestException($"{testCase.Id}: there is no file of role '{role}'");

    /// <summary>Whether the case has a file of a role.</summary>
    public bool Has(string role) => testCase.Files.Any(one => one.Role == role);

    /// <summary>All files of a role: the last part of the path, and the contents.</summary>
    public IEnumerable<(string Name, ReadOnlyMemory<byte> Contents)> All(string role) =>
        testCase.Files.Where(one => one.Role == role).Select(one => (Path.GetFileName(one.Path), Read(one)));

    /// <summary>The anchor that the case names, production when its key is built in for one of the roles, else test for the first.</summary>
    public TrustAnchors Anchors(params IReadOnlyList<AnchorRole> roles)
    {
        if (testCase.TrustAnchor is not { } path)
        {
            return TrustAnchors.None;
        }

        try
        {
            using var certificate = X509Certificate2.CreateFromPem(File.ReadAllText(FullPath(path)));
            var key = certificate.PublicKey.ExportSubjectPublicKeyInfo();
            var builtIn = roles.SelectMany(TrustAnchors.Production.WithRole).FirstOrDefault(anchor => anchor.Key.AsSpan().SequenceEqual(key));
            return TrustAnchors.Of(
                [builtIn ?? new TrustAnchor(roles[0], AnchorClass.Test, key, certificate.Subject, path)]);
        }
        catch (Exception fault) when (fault is IOException or CryptographicException or ArgumentException)
        {
            throw new ManifestException($"{testCase.Id}: trust anchor {path}: {fault.Message}", fault);
        }
    }

    private ReadOnlyMemory<byte> Read(ManifestFile file)
    {
        try
        {
            var bytes = File.ReadAllBytes(FullPath(file.Path));
            var changed = (file.Length is { } length && length != bytes.Length)
                || (file.Sha256 is { } hash && hash != Convert.ToHexStringLower(SHA256.HashData(bytes)));
            return changed
                ? throw new ManifestException($"{testCase.Id}: {file.Path} is not the file that the manifest describes")
                : bytes;
        }
        catch (IOException fault)
        {
            throw new ManifestException($"{testCase.Id}: {file.Path}: {fault.Message}", fault);
        }
    }

    private string FullPath(string relative)
    {
        var root = Path.GetFullPath(folder) + Path.DirectorySeparatorChar;
        var full = Path.GetFullPath(Path.Combine(root, relative));
        return full.StartsWith(root, StringComparison.Ordinal)
            ? full
            : throw new ManifestException($"{testCase.Id}: {relative} leads out of the manifest's folder");
    }
}
