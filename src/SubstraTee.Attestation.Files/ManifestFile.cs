namespace SubstraTee.Attestation.Files;

/// <summary>One file of a case.</summary>
/// <param name="Role">What it is: <c>quote</c>, <c>pck_crl</c>, <c>token</c>, …</param>
/// <param name="Path">Relative to the manifest's folder.</param>
/// <param name="Sha256">What it hashes to, when the manifest says so.</param>
/// <param name="Length">How long it is, when the manifest says so.</param>
public sealed record ManifestFile(string Role, string Path, string? Sha256, long? Length);
