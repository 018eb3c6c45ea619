namespace SubstraTee.Attestation;

/// <summary>A check that was left out, and why that was possible.</summary>
/// <param name="Check">Which.</param>
/// <param name="Detail">What was missing.</param>
public readonly record struct SkippedCheck(SkippableCheck Check, string Detail);
