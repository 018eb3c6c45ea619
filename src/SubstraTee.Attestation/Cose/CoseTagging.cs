namespace SubstraTee.Attestation.Cose;

/// <summary>Whether a COSE structure bears its tag.</summary>
internal enum CoseTagging
{
    /// <summary>It must, as Arm's tokens do.</summary>
    Required,

    /// <summary>It may, as Nitro's documents do in some tools.</summary>
    Optional,
}
