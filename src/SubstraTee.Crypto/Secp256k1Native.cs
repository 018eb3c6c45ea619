using System.Runtime.InteropServices;

namespace SubstraTee.Crypto;

/// <summary>The functions of libsecp256k1 (0.2 or newer, with the recovery module) in use.</summary>
/// <remarks>
/// Opaque values are 64 bytes (public key) and 65 bytes (recoverable signature). The one context is never changed after its
/// creation, so any number of threads may use it.
/// </remarks>
internal static partial class Secp256k1Native
{
    internal const int PublicKeyLength = 64;
    internal const int SignatureLength = 65;
    internal const uint Compressed = 0x102;

    private const string Library = NativeLibraries.Secp256k1;
    private const uint ContextNone = 1;

#pragma warning disable CA1810 // The resolver must be in place before the first import is bound.
    static Secp256k1Native()
#pragma warning restore CA1810
    {
        NativeLibraries.Prepare();
        Context = CreateContext(ContextNone);
    }

    internal static nint Context { get; }

    [LibraryImport(Library, EntryPoint = "secp256k1_ec_pubkey_create")]
    internal static partial int PublicKeyCreate(nint context, ref byte publicKey, in byte secretKey);

    [LibraryImport(Library, EntryPoint = "secp256k1_ec_pubkey_serialize")]
    internal static partial int PublicKeySerialize(nint context, ref byte output, ref nuint length, in byte publicKey, uint flags);

    [LibraryImport(Library, EntryPoint = "secp256k1_ecdsa_sign_recoverable")]
    internal static partial int SignRecoverable(
        nint context, ref byte signature, in byte hash, in byte secretKey, nint nonceFunction, in byte nonceData);

    [LibraryImport(Library, EntryPoint = "secp256k1_ecdsa_recoverable_signature_serialize_compact")]
    internal static partial int SignatureSerialize(nint context, ref byte compact, out int recoveryId, in byte signature);

    [LibraryImport(Library, EntryPoint = "secp256k1_ecdsa_recoverable_signature_parse_compact")]
    internal static partial int SignatureParse(nint context, ref byte signature, in byte compact, int recoveryId);

    [LibraryImport(Library, EntryPoint = "secp256k1_ecdsa_recover")]
    internal static partial int Recover(nint context, ref byte publicKey, in byte signature, in byte hash);

    [LibraryImport(Library, EntryPoint = "secp256k1_context_create")]
    private static partial nint CreateContext(uint flags);
}
