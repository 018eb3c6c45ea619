namespace SubstraTee.Attestation.X509;

/// <summary>The kinds of public keys that vendors sign with.</summary>
internal enum KeyAlgorithm
{
    P256,
    P384,
    P521,
    Rsa,
}
