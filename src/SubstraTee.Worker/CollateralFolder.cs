using SubstraTee.Attestation;
using SubstraTee.Enclave.Protocol;

namespace SubstraTee.Worker;

/// <summary>Collateral that the operator fetched from the vendor: files named by their roles, read anew every time.</summary>
/// <param name="path">The folder.</param>
internal sealed class CollateralFolder(string path)
{
    /// <summary>The collateral of a kind of evidence, encoded; empty when the folder holds none.</summary>
    /// <exception cref="EvidenceException">A file cannot be read or is too large.</exception>
    public byte[] Bundle(EvidenceKind kind)
    {
        var items = CollateralRoles.Of(kind).Where(role => File.Exists(Path.Combine(path, role))).Select(Read).ToList();
        return items.Count == 0 ? [] : CollateralBundle.Codec.Encode(CollateralBundle.Of(kind, items));
    }

    private CollateralItem Read(string role)
    {
        var file = new FileInfo(Path.Combine(path, role));
        try
        {
            return file.Length <= CollateralBundle.MaxItemBytes
                ? new CollateralItem(role, File.ReadAllBytes(file.FullName))
                : throw new EvidenceException($"{file.FullName} has more than {CollateralBundle.MaxItemBytes} bytes");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new EvidenceException($"{file.FullName} cannot be read: {fault.Message}", fault);
        }
    }
}
