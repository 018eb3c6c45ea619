namespace SubstraTee.Attestation;

/// <summary>How far a verification goes; only a full one can yield verified evidence.</summary>
public enum VerificationDepth : byte
{
    /// <summary>Every check; yields <see cref="Verdict.Verified"/> or <see cref="Verdict.Refused"/>.</summary>
    Full = 0,

    /// <summary>
    /// Signatures and bindings inside the evidence up to the anchor, without collateral and without looking at the time;
    /// yields <see cref="Verdict.SignatureOnly"/> or <see cref="Verdict.Refused"/>.
    /// </summary>
    SignaturesOnly = 1,

    /// <summary>Layout, claims and what the evidence signs of itself; yields <see cref="Verdict.Decoded"/> or <see cref="Verdict.Refused"/>.</summary>
    DecodeOnly = 2,
}
