namespace SubstraTee.Attestation;

/// <summary>What an anchor's key may vouch for; numbers are persisted and never reused.</summary>
public enum AnchorRole : byte
{
    /// <summary>Intel's root of PCK certificates and of DCAP collateral (P-256).</summary>
    IntelSgxRoot = 0,

    /// <summary>Intel's authority of IAS report signing certificates (RSA-3072).</summary>
    IntelIasSigningCa = 1,

    /// <summary>AMD's root key of Milan (RSA-4096).</summary>
    AmdArkMilan = 2,

    /// <summary>AMD's root key of Genoa (RSA-4096).</summary>
    AmdArkGenoa = 3,

    /// <summary>AMD's root key of Turin (RSA-4096).</summary>
    AmdArkTurin = 4,

    /// <summary>The initial attestation key of one Arm PSA device.</summary>
    ArmPsaIak = 5,

    /// <summary>The platform attestation key of one Arm CCA platform.</summary>
    ArmCcaCpak = 6,

    /// <summary>The device key of one Keystone device (Ed25519 with SHA3-512, 32 bytes).</summary>
    KeystoneDevice = 7,

    /// <summary>AWS's root of Nitro Enclaves (P-384).</summary>
    AwsNitroRoot = 8,
}
