namespace SubstraTee.Enclave;

/// <summary>How a policy lets this enclave in.</summary>
internal enum AdmissionMode
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Without evidence: development only.</summary>
    Skip,

    /// <summary>By evidence.</summary>
    Evidence,
}
