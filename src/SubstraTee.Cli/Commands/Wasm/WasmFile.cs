using SubstraTee.Crypto;
using SubstraTee.Primitives;
using SubstraTee.Stf.Wasm;
using SubstraTee.Wasm;

namespace SubstraTee.Cli;

/// <summary>A module in a file, and its hash.</summary>
/// <param name="Path">The file.</param>
/// <param name="Bytes">The module.</param>
internal sealed record WasmFile(string Path, byte[] Bytes)
{
    // What the engine takes at most; a larger file is not read.
    private static readonly int MaxBytes = ModuleLimits.Default.MaxModuleBytes;

    /// <summary>The hash of the module's bytes: the code hash of a function.</summary>
    public Hash256 Hash => Blake2b.Hash256(Bytes);

    /// <summary>Reads a file.</summary>
    /// <exception cref="CliException">It cannot be read, or is larger than any module.</exception>
    public static async Task<WasmFile> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            var file = new FileInfo(path);
            if (file.Exists && file.Length > MaxBytes)
            {
                throw CliErrors.ModuleInvalid(path, $"the file has {file.Length} bytes, a module at most {MaxBytes}");
            }

            return new WasmFile(path, await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw CliErrors.FileUnusable(path, refused);
        }
    }

    /// <summary>The module, valid.</summary>
    /// <exception cref="CliException">It is not.</exception>
    public Module Load(Engine engine) => Module.TryLoad(engine, Bytes, out var module, out var error)
        ? module
        : throw CliErrors.ModuleInvalid(Path, error.ToString());

    /// <summary>The state transition function, if the enclave would take it as one.</summary>
    /// <exception cref="CliException">It would not.</exception>
    public WasmStf LoadFunction()
    {
        var engine = new Engine(WasmStf.EngineOptions);
        if (WasmStf.TryLoad(engine, Bytes, out var stf, out var error))
        {
            return stf;
        }

        // A module that is not valid at all has another error than one that is only no function, or too large for one.
        Load(new Engine());
        throw CliErrors.NoFunction(Path, error);
    }
}
