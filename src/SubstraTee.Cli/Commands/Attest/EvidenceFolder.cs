using SubstraTee.Client;
using SubstraTee.Enclave.Protocol;

namespace SubstraTee.Cli;

/// <summary>Evidence and collateral of a member in a folder, as <c>substratee attest verify</c> takes them.</summary>
internal static class EvidenceFolder
{
    /// <summary>The file with the evidence.</summary>
    public const string EvidenceFile = "evidence.bin";

    /// <summary>Writes what the chain keeps of a member.</summary>
    /// <returns>The folder's full path.</returns>
    /// <exception cref="CliException">The member has no evidence, or the folder cannot be written.</exception>
    public static string Save(string path, ShardMember member)
    {
        if (member.Record is not { Evidence: var evidence })
        {
            throw CliErrors.NoEvidence(member.Account);
        }

        try
        {
            var folder = Directory.CreateDirectory(path).FullName;
            File.WriteAllBytes(Path.Combine(folder, EvidenceFile), evidence.Evidence);
            // Names from a chain are no names of files: only those that collateral of the kind may have.
            foreach (var role in CollateralRoles.Of(evidence.Kind))
            {
                if (member.Collateral?.Items.FirstOrDefault(item => item.Role == role) is { } piece)
                {
                    File.WriteAllBytes(Path.Combine(folder, role), piece.Bytes);
                }
            }

            return folder;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw CliErrors.FileUnusable(path, refused);
        }
    }
}
