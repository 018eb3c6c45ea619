namespace SubstraTee.Attestation.Cose;

/// <summary>Signature algorithms of COSE that evidence uses, by their registered numbers (RFC 9053, section 2.1).</summary>
internal enum CoseAlgorithm
{
    /// <summary>No algorithm is named.</summary>
    None = 0,

    /// <summary>ECDSA on P-256 with SHA-256.</summary>
    Es256 = -7,

    /// <summary>ECDSA on P-384 with SHA-384.</summary>
    Es384 = -35,

    /// <summary>ECDSA on P-521 with SHA-512.</summary>
    Es512 = -36,
}
