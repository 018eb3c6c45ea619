using SubstraTee.Attestation;
using SubstraTee.Enclave.Protocol;

namespace SubstraTee.Worker;

/// <summary>Collateral that somebody fetched from the vendor: files named by their roles, read anew every time.</summary>
/// <remarks>
/// Roles: <see cref="CollateralRoles"/>. A file may have any one extension (<c>tcb_info.json</c>, <c>pck_crl.der</c>); of several
/// for one role the first by ordinal order counts.
/// </remarks>
/// <param name="path">The folder.</param>
public sealed class CollateralFolder(string path)
{
    /// <summary>The collateral of a kind of evidence; null when the folder holds none.</summary>
    /// <exception cref="EvidenceException">A file cannot be read or is too large.</exception>
    public CollateralBundle? Read(EvidenceKind kind)
    {
        var items = CollateralRoles.Of(kind).Select(Find).OfType<CollateralItem>().ToList();
        return items.Count == 0 ? null : CollateralBundle.Of(kind, items);
    }

    /// <summary>One piece by its role; null when there is none.</summary>
    /// <exception cref="EvidenceException">The file cannot be read or is too large.</exception>
    public CollateralItem? Find(string role)
    {
        try
        {
            var named = Directory.EnumerateFiles(path, $"{role}.*").Where(file => Path.GetFileNameWithoutExtension(file) == role);
            var file = new[] { Path.Combine(path, role) }.Where(File.Exists).Concat(named.Order(StringComparer.Ordinal)).FirstOrDefault();
            return file is null ? null : Read(role, new FileInfo(file));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new EvidenceException($"{path} cannot be read: {fault.Message}", fault);
        }
    }

    private static CollateralItem Read(string role, FileInfo file) => file.Length <= CollateralBundle.MaxItemBytes
        ? new CollateralItem(role, File.ReadAllBytes(file.FullName))
        : throw new EvidenceException($"{file.FullName} has more than {CollateralBundle.MaxItemBytes} bytes");
}
