using SubstraTee.Codec;

namespace SubstraTee.Enclave;

/// <summary>How an enclave registers (<c>teerex_primitives::SgxAttestationMethod</c>).</summary>
[ScaleType("teerex_primitives::SgxAttestationMethod")]
internal abstract partial record AttestationMethod
{
    private AttestationMethod()
    {
    }

    /// <summary>Without evidence: development chains only.</summary>
    /// <param name="Proxied">True when another account registers it.</param>
    [ScaleVariant(0)]
    public sealed partial record Skip(bool Proxied) : AttestationMethod;
}
