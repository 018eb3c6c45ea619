namespace SubstraTee.Attestation.X509;

/// <summary>The signature schemes that vendors use; MD5, SHA-1 and everything else is not among them.</summary>
internal enum SignatureScheme
{
    EcdsaSha256,
    EcdsaSha384,
    EcdsaSha512,
    RsaPkcs1Sha256,
    RsaPkcs1Sha384,
    RsaPkcs1Sha512,
    RsaPssSha256,
    RsaPssSha384,
    RsaPssSha512,
}
