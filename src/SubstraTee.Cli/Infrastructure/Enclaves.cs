using System.CommandLine;
using SubstraTee.Client;
using SubstraTee.Primitives;

namespace SubstraTee.Cli;

/// <summary>Finds published enclaves.</summary>
internal static class Enclaves
{
    /// <summary>The executable in an enclave's folder.</summary>
    public const string Program = "substratee-enclave";

    /// <summary>The enclave with the counter compiled in.</summary>
    public const string Counter = "counter";

    /// <summary>The enclave that loads WebAssembly modules.</summary>
    public const string Wasm = "wasm";

    /// <summary><c>--enclave</c>.</summary>
    public static Option<string> Option(string fallback = "enclaves/counter beside this program") => new("--enclave")
    {
        HelpName = "folder",
        Description = $"The folder that the enclave was published to. [default: {fallback}]",
    };

    /// <summary>The published enclave that runs a shard's function: the one for modules when its code is on the chain.</summary>
    public static async Task<string> FittingAsync(ChainClient chain, ShardId shard, CancellationToken cancellationToken)
    {
        var opened = await ShardClient.OpenAsync(chain, shard, null, cancellationToken).ConfigureAwait(false);
        await using (opened.ConfigureAwait(false))
        {
            return await StfRegistry.IsLoadedAsync(chain, opened.Descriptor.StfHash, cancellationToken).ConfigureAwait(false) ? Wasm : Counter;
        }
    }

    /// <summary>The enclave's folder.</summary>
    /// <param name="run">The command's run.</param>
    /// <param name="option">The option that names it.</param>
    /// <param name="fallback">The published enclave to use when none is named.</param>
    /// <exception cref="CliException">There is none.</exception>
    public static string FolderOf(Invocation run, Option<string> option, string fallback = Counter)
    {
        var besideUs = Path.Combine(AppContext.BaseDirectory, "enclaves", fallback);
        var folder = run.Value(option) ?? (Directory.Exists(besideUs) ? besideUs : throw CliErrors.Missing("the enclave", option.Name, null));
        return File.Exists(Path.Combine(folder, Program))
            ? Path.GetFullPath(folder)
            : throw CliErrors.EnclaveUnusable(folder, $"it holds no {Program}");
    }
}
