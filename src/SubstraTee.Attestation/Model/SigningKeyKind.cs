namespace SubstraTee.Attestation;

/// <summary>What kind of key vouches for the evidence; numbers are persisted and never reused.</summary>
public enum SigningKeyKind : byte
{
    /// <summary>Intel's attestation service, after it checked an EPID signature.</summary>
    IntelAttestationService = 0,

    /// <summary>A quoting enclave's key, certified by the platform's PCK.</summary>
    IntelPck = 1,

    /// <summary>AMD's versioned chip key.</summary>
    AmdVcek = 2,

    /// <summary>AMD's versioned key of a cloud provider.</summary>
    AmdVlek = 3,

    /// <summary>Arm PSA: a device's initial attestation key.</summary>
    ArmIak = 4,

    /// <summary>Arm CCA: a platform's attestation key.</summary>
    ArmCpak = 5,

    /// <summary>Keystone: a device key, by way of the security monitor's.</summary>
    KeystoneDevice = 6,

    /// <summary>Nitro: a short-lived certificate below AWS's root.</summary>
    NitroCertificate = 7,
}
