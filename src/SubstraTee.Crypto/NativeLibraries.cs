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

    private static readonly NativeLibraryLoader Loader = new();

#pragma warning disable CA1810 // The classes with native methods touch this one first, so the resolver is always in place.
    static NativeLibraries() =>
        NativeLibrary.SetDllImportResolver(
            typeof(NativeLibraries).Assembly, (name, _, _) => name is Sodium or Secp256k1 ? Loader.Load(name) : 0);
#pragma warning restore CA1810

    /// <summary>Loads both libraries now, from this folder and from nowhere else; naming the same folder again does nothing.</summary>
    /// <exception cref="ArgumentException">The path is not absolute.</exception>
    /// <exception cref="InvalidOperationException">A library was already loaded from elsewhere.</exception>
    /// <exception cref="DllNotFoundException">The folder lacks one of the libraries.</exception>
    public static void LoadFrom(string folder) => Loader.LoadFrom(folder, [Sodium, Secp256k1]);

    /// <summary>Makes sure that the resolver is in place: the static constructor has run when this returns.</summary>
    internal static void Prepare()
    {
    }
}
