namespace SubstraTee.Attestation;

/// <summary>The generations of PSA tokens, told apart by their labels and profile claim.</summary>
public enum PsaProfile : byte
{
    /// <summary><c>PSA_IOT_PROFILE_1</c>: labels -75000 to -75010; the profile claim is free text there.</summary>
    Iot1 = 0,

    /// <summary><c>http://arm.com/psa/2.0.0</c>.</summary>
    Psa2 = 1,

    /// <summary><c>tag:psacertified.org,2023:psa#tfm</c> (RFC 9783).</summary>
    Rfc9783 = 2,
}
