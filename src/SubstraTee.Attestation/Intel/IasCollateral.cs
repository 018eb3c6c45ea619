namespace SubstraTee.Attestation.Intel;

/// <summary>The two headers that Intel's attestation service sent beside a bare report body.</summary>
public sealed class IasCollateral : Collateral
{
    /// <summary><c>X-IASReport-Signature</c>: base64 of the RSA signature over the body.</summary>
    public ReadOnlyMemory<byte> Signature { get; init; }

    /// <summary><c>X-IASReport-Signing-Certificate</c>: URL-encoded PEM of the signing certificate and its authority.</summary>
    public ReadOnlyMemory<byte> SigningChain { get; init; }
}
