namespace SubstraTee.Attestation;

/// <summary>Checks that a caller may switch off one by one, each of which is then listed in the verdict.</summary>
/// <remarks>Numbers are persisted and never reused; the names of the command line are in <see cref="SkippableChecks"/>.</remarks>
public enum SkippableCheck : byte
{
    /// <summary>Intel DCAP: the revocation list of the PCK's authority, when none is given. A list that is given is checked.</summary>
    PckCrl = 0,
}
