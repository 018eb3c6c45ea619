namespace SubstraTee.Enclave.Program;

/// <summary>What the enclave runs on.</summary>
internal enum PlatformKind
{
    /// <summary>A folder plays the hardware.</summary>
    Simulated,

    /// <summary>Intel SGX, under Gramine.</summary>
    Gramine,

    /// <summary>A confidential guest with configfs-tsm: Intel TDX, AMD SEV-SNP, Arm CCA.</summary>
    Tsm,
}
