using System.CommandLine;
using SubstraTee.Client;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;

namespace SubstraTee.Cli;

/// <summary>Which function is meant: <c>--wasm</c>, a hash or a file.</summary>
internal static class WasmReference
{
    /// <summary><c>--wasm</c> of commands that use a shard.</summary>
    public static Option<string> Expected() => new("--wasm")
    {
        HelpName = "hash or file",
        Description = "The function that the shard has to run, by STF hash, code hash or file; another one is refused at once.",
    };

    /// <summary>The hash that a text names: itself, or that of a file's bytes; null when nothing is named.</summary>
    /// <exception cref="CliException">It is neither.</exception>
    public static async Task<Hash256?> HashOfAsync(Invocation run, Option<string> option, CancellationToken cancellationToken)
    {
        if (run.Value(option) is not { } text)
        {
            return null;
        }

        return IsHash(text)
            ? Parse(option, text)
            : (await WasmFile.ReadAsync(text, cancellationToken).ConfigureAwait(false)).Hash;
    }

    /// <summary>The function on the chain that a text names, checked as an enclave checks it.</summary>
    /// <exception cref="CliException">The file is no function, or what the chain has under the hash is none.</exception>
    /// <exception cref="ClientException">The chain does not have it.</exception>
    public static async Task<StfIdentity> FindAsync(
        Invocation run, Option<string> option, string text, ChainClient chain, CancellationToken cancellationToken)
    {
        if (!IsHash(text))
        {
            var file = await WasmFile.ReadAsync(text, cancellationToken).ConfigureAwait(false);
            var identity = file.LoadFunction().Identity;
            return await StfRegistry.FindAsync(chain, identity.Hash, cancellationToken).ConfigureAwait(false) is null
                ? throw CliErrors.NotDeployed(text, identity)
                : identity;
        }

        var hash = Parse(option, text);
        if (await StfRegistry.FindAsync(chain, hash, cancellationToken).ConfigureAwait(false) is { } named)
        {
            return await CheckAsync(chain, named.Identity, cancellationToken).ConfigureAwait(false);
        }

        // A record is anybody's word until the code was looked at, so the first that is true counts.
        foreach (var record in await StfRegistry.ListAsync(chain, cancellationToken).ConfigureAwait(false))
        {
            if (record.Identity.CodeHash == hash && record.Identity.Kind == StfKind.WebAssembly)
            {
                var code = await StfRegistry.CodeAsync(chain, record.Identity, cancellationToken).ConfigureAwait(false);
                var identity = new WasmFile($"the module {hash}", code).LoadFunction().Identity;
                if (await StfRegistry.FindAsync(chain, identity.Hash, cancellationToken).ConfigureAwait(false) is not null)
                {
                    return identity;
                }
            }
        }

        throw CliErrors.FunctionNotFound(text);
    }

    private static async Task<StfIdentity> CheckAsync(ChainClient chain, StfIdentity identity, CancellationToken cancellationToken)
    {
        var code = await StfRegistry.CodeAsync(chain, identity, cancellationToken).ConfigureAwait(false);
        var loaded = new WasmFile($"the module {identity.CodeHash}", code).LoadFunction().Identity;
        return loaded == identity
            ? identity
            : throw CliErrors.NoFunction($"the module {identity.CodeHash}", $"it was uploaded as {identity.Name} {identity.Version}, but it is {loaded.Name} {loaded.Version}");
    }

    // Whatever looks like a hash is meant as one: a file of such a name can be written with its folder.
    private static bool IsHash(string text) => text.StartsWith("0x", StringComparison.Ordinal) || Bytes32.TryParse(text, out _);

    private static Hash256 Parse(Option<string> option, string text) => Bytes32.TryParse(text, out var bytes)
        ? new Hash256(bytes)
        : throw CliErrors.BadValue(option.Name, text, "0x and 64 hexadecimal digits, or a file");
}
