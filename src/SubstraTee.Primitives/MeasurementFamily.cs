namespace SubstraTee.Primitives;

/// <summary>The kind of platform a measurement was taken by; numbers are persisted and never reused.</summary>
public enum MeasurementFamily : byte
{
    /// <summary>No hardware: development only, refused by every production policy.</summary>
    Simulated = 0,

    /// <summary>Intel SGX: MRENCLAVE, 32 bytes.</summary>
    Sgx = 1,

    /// <summary>Intel TDX: hash of the tagged MRTD and RTMRs.</summary>
    Tdx = 2,

    /// <summary>AMD SEV-SNP: launch measurement, 48 bytes.</summary>
    SevSnp = 3,

    /// <summary>Arm PSA: hash of the tagged software components.</summary>
    ArmPsa = 4,

    /// <summary>Arm CCA: hash of the tagged realm measurements.</summary>
    ArmCca = 5,

    /// <summary>RISC-V Keystone: SHA3-512 of the enclave, 64 bytes.</summary>
    Keystone = 6,

    /// <summary>AWS Nitro: hash of the tagged PCRs.</summary>
    Nitro = 7,
}
