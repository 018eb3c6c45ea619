using SubstraTee.Primitives;
using SubstraTee.Worker;

namespace SubstraTee.Cli;

/// <summary>Measures an enclave's folder, and says clearly when it cannot be read.</summary>
internal static class MeasuredFolder
{
    /// <summary>Lists what was published; describes the measurement and so is not part of it.</summary>
    public const string DescriptionFile = EnclaveFolder.DescriptionFile;

    /// <summary>The measurement of all files of a folder, in hexadecimal.</summary>
    /// <exception cref="CliException">The folder cannot be read.</exception>
    public static string Measure(string folder) => Hex.Encode(MeasureBytes(folder));

    /// <summary>The measurement of all files of a folder, 32 bytes.</summary>
    /// <exception cref="CliException">The folder cannot be read.</exception>
    public static byte[] MeasureBytes(string folder)
    {
        try
        {
            return EnclaveFolder.Measure(folder);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw CliErrors.FileUnusable(folder, refused);
        }
    }
}
