namespace SubstraTee.Attestation.X509;

/// <summary>One extension of a certificate.</summary>
internal readonly record struct CertificateExtension(string Oid, bool Critical, ReadOnlyMemory<byte> Value);
