using System.Runtime.InteropServices;
using SubstraTee.Crypto;

namespace SubstraTee.Enclave.Program;

/// <summary>Loads native libraries from the measured folder alone, by full path, before anything else can load others.</summary>
/// <remarks>
/// The dynamic loader knows a library by its name once it is loaded, so .NET's own later look-up of OpenSSL finds the
/// measured one. OpenSSL is told not to read the host's configuration file.
/// </remarks>
internal static class MeasuredLibraries
{
    private const string LibCrypto = "libcrypto.so.3";
    private const string LibSsl = "libssl.so.3";
    private const ulong NoLoadConfig = 0x80;

    /// <summary>Loads what the folder holds. A folder without libraries is a development build and uses the system's.</summary>
    /// <exception cref="PlatformException">A library of the folder cannot be loaded.</exception>
    public static void LoadFrom(string folder)
    {
        if (!File.Exists(Path.Combine(folder, LibCrypto)))
        {
            return;
        }

        var crypto = Load(folder, LibCrypto);
        InitialiseWithoutConfiguration(crypto);
        Load(folder, LibSsl);
        NativeLibraries.LoadFrom(folder);
    }

    private static nint Load(string folder, string name)
    {
        try
        {
            return NativeLibrary.Load(Path.Combine(folder, name));
        }
        catch (DllNotFoundException missing)
        {
            throw new PlatformException($"the measured library {name} cannot be loaded: {missing.Message}");
        }
    }

    private static unsafe void InitialiseWithoutConfiguration(nint library)
    {
        // OPENSSL_init_crypto(uint64_t opts, const OPENSSL_INIT_SETTINGS *settings) returns 1 on success.
        var initialise = (delegate* unmanaged[Cdecl]<ulong, nint, int>)NativeLibrary.GetExport(library, "OPENSSL_init_crypto");
        if (initialise(NoLoadConfig, 0) != 1)
        {
            throw new PlatformException("OpenSSL did not start");
        }
    }
}
