using System.Runtime.InteropServices;

namespace SubstraTee.Crypto;

/// <summary>Loads native libraries by name from the system, or by full path from one folder.</summary>
internal sealed class NativeLibraryLoader
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, nint> _handles = [];
    private string? _folder;

    public void LoadFrom(string folder, ReadOnlySpan<string> names)
    {
        if (!Path.IsPathFullyQualified(folder))
        {
            throw new ArgumentException("the folder of the native libraries must be an absolute path", nameof(folder));
        }

        lock (_gate)
        {
            if (_handles.Count > 0 && !string.Equals(_folder, folder, StringComparison.Ordinal))
            {
                throw new InvalidOperationException(
                    $"native libraries are already loaded from {_folder ?? "the system"}: name their folder before any other use");
            }

            _folder = folder;
            foreach (var name in names)
            {
                Load(name);
            }
        }
    }

    public nint Load(string name)
    {
        lock (_gate)
        {
            if (_handles.TryGetValue(name, out var known))
            {
                return known;
            }

            var path = _folder is null ? name : Path.Combine(_folder, name);
            if (!NativeLibrary.TryLoad(path, out var handle))
            {
                throw new DllNotFoundException(
                    $"cannot load {path}: install the Debian package {PackageOf(name)}"
                    + (_folder is null ? string.Empty : " and copy the library into that folder"));
            }

            _handles.Add(name, handle);
            return handle;
        }
    }

    private static string PackageOf(string name) => name switch
    {
        NativeLibraries.Sodium => "libsodium23",
        NativeLibraries.Secp256k1 => "libsecp256k1-1",
        _ => "that holds it",
    };
}
