namespace SubstraTee.Attestation;

/// <summary>One thing in which verified evidence is not what a policy asks for.</summary>
/// <param name="Reason">Which rule.</param>
/// <param name="Detail">What is there and what is asked for, for people.</param>
public readonly record struct PolicyViolation(RefusalReason Reason, string Detail)
{
    /// <summary>Code and detail.</summary>
    public override string ToString() => $"{Reason.Code()}: {Detail}";
}
