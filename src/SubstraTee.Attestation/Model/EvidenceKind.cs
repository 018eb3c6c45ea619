namespace SubstraTee.Attestation;

/// <summary>The kinds of evidence that can be verified; numbers are persisted and never reused.</summary>
public enum EvidenceKind : byte
{
    /// <summary>Intel SGX, EPID: a report of the Intel Attestation Service.</summary>
    Ias = 0,

    /// <summary>Intel SGX, DCAP: an ECDSA quote about an SGX enclave.</summary>
    SgxDcap = 1,

    /// <summary>Intel TDX: an ECDSA quote about a trust domain.</summary>
    Tdx = 2,

    /// <summary>AMD SEV-SNP: an attestation report.</summary>
    SevSnp = 3,

    /// <summary>Arm PSA: an initial attestation token.</summary>
    ArmPsa = 4,

    /// <summary>Arm CCA: a token of platform and realm.</summary>
    ArmCca = 5,

    /// <summary>RISC-V Keystone: an enclave report.</summary>
    Keystone = 6,

    /// <summary>AWS Nitro Enclaves: an attestation document.</summary>
    Nitro = 7,
}
