namespace SubstraTee.Attestation;

/// <summary>What some PSA devices authenticate their token with instead of a signature; for diagnosis, never for acceptance.</summary>
/// <remarks>A signed token needs no collateral: the device's key is a trust anchor.</remarks>
public sealed class ArmPsaCollateral : Collateral
{
    /// <summary>
    /// The secret of a COSE_Mac0 token. Such a token is refused whatever its code is, since whoever can check it can also make it;
    /// with the secret the diagnostics say whether the code is right.
    /// </summary>
    public ReadOnlyMemory<byte> MacKey { get; init; }
}
