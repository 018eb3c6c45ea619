using System.Collections.Immutable;
using SubstraTee.Primitives;

namespace SubstraTee.Attestation;

/// <summary>What a verifier has found out when every check has passed; becomes <see cref="VerifiedEvidence"/>.</summary>
internal sealed class EvidenceFacts
{
    public required EvidenceKind Kind { get; init; }

    public required Measurement Measurement { get; init; }

    public required ImmutableArray<MeasuredRegister> Registers { get; init; }

    public ImmutableArray<byte> Signer { get; init; } = [];

    public uint? ProductId { get; init; }

    public ulong? SecurityVersion { get; init; }

    public ImmutableArray<SecurityVersion> SecurityVersions { get; init; } = [];

    public required ImmutableArray<byte> ReportData { get; init; }

    public required bool Debug { get; init; }

    public required TcbStatus Tcb { get; init; }

    public ImmutableArray<string> Advisories { get; init; } = [];

    public ImmutableArray<PlatformIdentity> Platform { get; init; } = [];

    public required ValidityWindow Validity { get; init; }

    public long? IssuedAt { get; init; }

    public uint? TcbEvaluationNumber { get; init; }

    public required SigningKeyKind SignedBy { get; init; }

    public required EvidenceClaims Claims { get; init; }
}
