using System.CommandLine;

namespace SubstraTee.Cli;

/// <summary>Finds published enclaves.</summary>
internal static class Enclaves
{
    /// <summary>The executable in an enclave's folder.</summary>
    public const string Program = "substratee-enclave";

    private static string BesideUs => Path.Combine(AppContext.BaseDirectory, "enclaves", "counter");

    /// <summary><c>--enclave</c>.</summary>
    public static Option<string> Option() => new("--enclave")
    {
        HelpName = "folder",
        Description = "The folder that the enclave was published to. [default: enclaves/counter beside this program]",
    };

    /// <summary>The enclave's folder.</summary>
    /// <exception cref="CliException">There is none.</exception>
    public static string FolderOf(Invocation run, Option<string> option)
    {
        var folder = run.Value(option) ?? (Directory.Exists(BesideUs) ? BesideUs : throw CliErrors.Missing("the enclave", option.Name, null));
        return File.Exists(Path.Combine(folder, Program))
            ? Path.GetFullPath(folder)
            : throw CliErrors.EnclaveUnusable(folder, $"it holds no {Program}");
    }
}
