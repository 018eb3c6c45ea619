using System.Collections.Immutable;

namespace SubstraTee.Attestation.Intel;

/// <summary>What a quote says about its subject, in the words that enclaves and trust domains share.</summary>
internal sealed record DcapSubject(
    ImmutableArray<byte> Signer, uint? ProductId, ulong? SecurityVersion, ImmutableArray<byte> ReportData, bool Debug);
