namespace SubstraTee.Crypto;

/// <summary>The signature schemes of Substrate, numbered as the variants of <c>sp_runtime::MultiSignature</c>.</summary>
public enum KeyType
{
    /// <summary>Ed25519 (RFC 8032).</summary>
    Ed25519 = 0,

    /// <summary>Schnorr signatures on ristretto255 (schnorrkel).</summary>
    Sr25519 = 1,

    /// <summary>ECDSA on secp256k1 with a recovery byte.</summary>
    Ecdsa = 2,
}
