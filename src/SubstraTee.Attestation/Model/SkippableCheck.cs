namespace SubstraTee.Attestation;

/// <summary>Checks that a caller may switch off one by one, each of which is then listed in the verdict.</summary>
/// <remarks>Numbers are persisted and never reused; the names of the command line are in <see cref="SkippableChecks"/>.</remarks>
public enum SkippableCheck : byte
{
    /// <summary>Intel DCAP: the revocation list of the PCK's authority, when none is given. A list that is given is checked.</summary>
    PckCrl = 0,

    /// <summary>AMD: the revocation list of the product's root key, when none is given. A list that is given is checked.</summary>
    ArkCrl = 1,

    /// <summary>
    /// Arm PSA: the algorithm in the protected header, which early tokens lack. It is then the one of the enrolled key; what an
    /// unprotected header says is not read.
    /// </summary>
    CoseAlgorithm = 2,

    /// <summary>Arm CCA: the realm token, for a platform token alone. It says nothing about any code of a realm.</summary>
    CcaRealm = 3,

    /// <summary>Intel DCAP: the revocation list of the root, when none is given. A list that is given is checked.</summary>
    RootCrl = 4,
}
