using System.Collections.Immutable;
using SubstraTee.Primitives;

namespace SubstraTee.Attestation;

/// <summary>What a policy asks of one kind of evidence.</summary>
/// <remarks>
/// Every rule that is given has to hold. Code has to be named by measurement, signer or registers, unless
/// <see cref="AnyCode"/> says that it does not matter; without any of the four nothing is accepted.
/// </remarks>
public sealed record KindPolicy
{
    /// <summary>Statuses accepted where a policy does not say: current, or current but for what the code itself mitigates.</summary>
    public static ImmutableHashSet<TcbStatus> DefaultTcb { get; } = [TcbStatus.UpToDate, TcbStatus.SWHardeningNeeded];

    private readonly ImmutableHashSet<TcbStatus> _acceptedTcb = DefaultTcb;

    /// <summary>Measurements of which one has to match.</summary>
    public ImmutableArray<Measurement> Measurements { get; init; } = [];

    /// <summary>Signers of which one has to match.</summary>
    public ImmutableArray<ImmutableArray<byte>> Signers { get; init; } = [];

    /// <summary>Whether any code will do: for tools that look at platforms, never for whoever sends secrets.</summary>
    public bool AnyCode { get; init; }

    /// <summary>The product id that the evidence has to have.</summary>
    public uint? ProductId { get; init; }

    /// <summary>The lowest security version of the code.</summary>
    public ulong MinSecurityVersion { get; init; }

    /// <summary>The lowest values of further security versions, by the family's names.</summary>
    public ImmutableDictionary<string, ulong> MinSecurityVersions { get; init; } = [];

    /// <summary>Values of which one has to stand in a register, by the register's name.</summary>
    public ImmutableDictionary<string, ImmutableArray<ImmutableArray<byte>>> Registers { get; init; } = [];

    /// <summary>Platforms of which one has to match; empty for any.</summary>
    public ImmutableArray<PlatformIdentity> Platforms { get; init; } = [];

    /// <summary>Statuses that are accepted.</summary>
    /// <exception cref="ArgumentException">Revoked and NotSupported never are.</exception>
    public ImmutableHashSet<TcbStatus> AcceptedTcb
    {
        get => _acceptedTcb;
        init => _acceptedTcb = value.Contains(TcbStatus.Revoked) || value.Contains(TcbStatus.NotSupported)
            ? throw new ArgumentException("no policy accepts Revoked or NotSupported", nameof(value))
            : value;
    }

    /// <summary>Advisories that may apply; null when the status is enough.</summary>
    public ImmutableHashSet<string>? AcceptedAdvisories { get; init; }

    /// <summary>How old evidence may be that says when it was made; null for any age.</summary>
    public long? MaxAgeSeconds { get; init; }

    /// <summary>Intel: the lowest evaluation number of the collateral.</summary>
    public uint MinTcbEvaluation { get; init; }

    /// <summary>TDX: what else is asked of a trust domain.</summary>
    public TdxPolicy Tdx { get; init; } = new();

    /// <summary>SEV-SNP: what else is asked of a guest.</summary>
    public SevSnpPolicy SevSnp { get; init; } = new();

    /// <summary>
    /// What is missing where the kind asks for more than the code to be named: Keystone's security monitor, the firmware of a CCA
    /// platform. Null when nothing is; without it no evidence of the kind is accepted.
    /// </summary>
    public string? FirmwareMissing(EvidenceKind kind) => FirmwareRule.Missing(kind, this);

    /// <summary>Whether the rules say which code is accepted.</summary>
    internal bool NamesCode => !Measurements.IsEmpty || !Signers.IsEmpty || !Registers.IsEmpty || AnyCode;
}
