namespace SubstraTee.Attestation.Files;

/// <summary>Expected values that are prose: what of them can be compared.</summary>
internal static class ExpectedText
{
    /// <summary>The part of a text that says something about the evidence and not about the tool that looked at it.</summary>
    public static string? Comparable(string path, string? text) => path switch
    {
        // "unparsable: <another parser's own message>"; "invalid: <what a production policy minds>"; "key pair: <what that means>".
        "x509" or "production_policy_verdict" or "scope" => text?.Split(':')[0],
        _ => text,
    };
}
