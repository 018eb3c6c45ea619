using System.Runtime.InteropServices;

namespace SubstraTee.Crypto;

/// <summary>The functions of libsodium (1.0.18 or newer) in use.</summary>
/// <remarks>
/// Every parameter is the first byte of a buffer whose length the caller has checked: 32 bytes for keys, points and
/// scalars, 64 for signatures, Ed25519 secret keys and wide scalars.
/// </remarks>
internal static partial class SodiumNative
{
    private const string Library = NativeLibraries.Sodium;

#pragma warning disable CA1810 // The resolver must be in place before the first import is bound.
    static SodiumNative()
#pragma warning restore CA1810
    {
        NativeLibraries.Prepare();
        if (Initialize() < 0)
        {
            throw new InvalidOperationException("libsodium could not be initialized");
        }
    }

    [LibraryImport(Library, EntryPoint = "crypto_sign_ed25519_seed_keypair")]
    internal static partial int Ed25519SeedKeyPair(ref byte publicKey, ref byte secretKey, in byte seed);

    [LibraryImport(Library, EntryPoint = "crypto_sign_ed25519_detached")]
    internal static partial int Ed25519Sign(ref byte signature, nint lengthOut, in byte message, ulong length, in byte secretKey);

    [LibraryImport(Library, EntryPoint = "crypto_sign_ed25519_verify_detached")]
    internal static partial int Ed25519Verify(in byte signature, in byte message, ulong length, in byte publicKey);

    [LibraryImport(Library, EntryPoint = "crypto_scalarmult_curve25519")]
    internal static partial int X25519(ref byte shared, in byte scalar, in byte point);

    [LibraryImport(Library, EntryPoint = "crypto_scalarmult_curve25519_base")]
    internal static partial int X25519Base(ref byte publicKey, in byte scalar);

    [LibraryImport(Library, EntryPoint = "crypto_scalarmult_ristretto255")]
    internal static partial int RistrettoMultiply(ref byte result, in byte scalar, in byte point);

    [LibraryImport(Library, EntryPoint = "crypto_scalarmult_ristretto255_base")]
    internal static partial int RistrettoMultiplyBase(ref byte result, in byte scalar);

    [LibraryImport(Library, EntryPoint = "crypto_core_ristretto255_sub")]
    internal static partial int RistrettoSubtract(ref byte result, in byte left, in byte right);

    [LibraryImport(Library, EntryPoint = "crypto_core_ristretto255_is_valid_point")]
    internal static partial int RistrettoIsValid(in byte point);

    [LibraryImport(Library, EntryPoint = "crypto_core_ristretto255_scalar_reduce")]
    internal static partial void ScalarReduce(ref byte result, in byte wide);

    [LibraryImport(Library, EntryPoint = "crypto_core_ristretto255_scalar_add")]
    internal static partial void ScalarAdd(ref byte result, in byte left, in byte right);

    [LibraryImport(Library, EntryPoint = "crypto_core_ristretto255_scalar_mul")]
    internal static partial void ScalarMultiply(ref byte result, in byte left, in byte right);

    [LibraryImport(Library, EntryPoint = "crypto_scalarmult_ed25519_noclamp")]
    internal static partial int EdwardsMultiply(ref byte result, in byte scalar, in byte point);

    [LibraryImport(Library, EntryPoint = "crypto_scalarmult_ed25519_base_noclamp")]
    internal static partial int EdwardsMultiplyBase(ref byte result, in byte scalar);

    [LibraryImport(Library, EntryPoint = "crypto_core_ed25519_sub")]
    internal static partial int EdwardsSubtract(ref byte result, in byte left, in byte right);

    [LibraryImport(Library, EntryPoint = "crypto_core_ed25519_is_valid_point")]
    internal static partial int EdwardsIsValid(in byte point);

    [LibraryImport(Library, EntryPoint = "sodium_init")]
    private static partial int Initialize();
}
