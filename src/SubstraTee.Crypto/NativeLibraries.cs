using System.Reflection;
using System.Runtime.InteropServices;

namespace SubstraTee.Crypto;

/// <summary>Where libsodium and libsecp256k1 are loaded from.</summary>
/// <remarks>
/// By default the system's loader finds them. An enclave names its own measured folder with <see cref="LoadFrom"/> before
/// anything else of this room runs; from then on only full paths in that folder are opened.
/// </remarks>
public static class NativeLibraries
{
    internal const string Sodium = "libsodium.so.23";
    internal const string Secp256k1 = "libsecp256k1.so.1";

    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, nint> Handles = [];
    private static string? _folder;

    // Runs before the first use of this class, and the classes with native methods all use it first.
    static NativeLibraries() => NativeLibrary.SetDllImportResolver(typeof(NativeLibraries).Assembly, Resolve);

    /// <summary>Loads both libraries now, from this folder and from nowhere else.</summary>
    /// <exception cref="ArgumentException">The path is not absolute.</exception>
    /// <exception cref="InvalidOperationException">A library was already loaded from elsewhere.</exception>
    /// <exception cref="DllNotFoundException">The folder lacks one of the libraries.</exception>
    public static void LoadFrom(string folder)
    {
        if (!Path.IsPathFullyQualified(folder))
        {
            throw new ArgumentException("the folder of the native libraries must be an absolute path", nameof(folder));
        }

        lock (Gate)
        {
            if (string.Equals(_folder, folder, StringComparison.Ordinal))
            {
                return;
            }

            if (Handles.Count > 0)
            {
                throw new InvalidOperationException("native libraries are already loaded: name their folder before any other use");
            }

            _folder = folder;
            Load(Sodium);
            Load(Secp256k1);
        }
    }

    /// <summary>Makes sure that the resolver is in place; the static constructor has done so when this returns.</summary>
    internal static void Prepare()
    {
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path) =>
        name is Sodium or Secp256k1 ? Load(name) : 0;

    private static nint Load(string name)
    {
        lock (Gate)
        {
            if (Handles.TryGetValue(name, out var known))
            {
                return known;
            }

            var path = _folder is null ? name : Path.Combine(_folder, name);
            if (!NativeLibrary.TryLoad(path, out var handle))
            {
                throw new DllNotFoundException(
                    $"cannot load {path}: install the Debian package {(name == Sodium ? "libsodium23" : "libsecp256k1-1")}"
                    + (_folder is null ? string.Empty : " and copy the library into that folder"));
            }

            Handles.Add(name, handle);
            return handle;
        }
    }
}
