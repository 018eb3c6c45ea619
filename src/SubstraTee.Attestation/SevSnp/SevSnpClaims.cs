using System.Collections.Immutable;

namespace SubstraTee.Attestation;

/// <summary>What a verified SEV-SNP report says besides what all families say.</summary>
public sealed class SevSnpClaims : EvidenceClaims
{
    /// <summary>The privilege level of reports that the host asked for.</summary>
    public const uint HostVmpl = 0xFFFFFFFF;

    internal SevSnpClaims()
    {
    }

    /// <summary>The version of the report's layout, 2 to 5.</summary>
    public required uint Version { get; init; }

    /// <summary>The processor line, as the root key, the certificate and (from version 3 on) the processor itself say.</summary>
    public required SnpProduct Product { get; init; }

    /// <summary>What the guest's owner allowed at launch, bit by bit (AMD #56860, GUEST_POLICY).</summary>
    public required ulong Policy { get; init; }

    /// <summary>Whether a migration agent may move the guest: it then belongs to what has to be trusted.</summary>
    public required bool MigrationAgentAllowed { get; init; }

    /// <summary>Whether the guest may share cores with others' threads.</summary>
    public required bool SmtAllowed { get; init; }

    /// <summary>The privilege level that asked: 0 is the highest; <see cref="HostVmpl"/> when the host asked.</summary>
    public required uint Vmpl { get; init; }

    /// <summary>How the platform is set up, bit by bit (AMD #56860, PLATFORM_INFO).</summary>
    public required ulong PlatformInfo { get; init; }

    /// <summary>Whether memory was checked for aliases since the last reset (BadRAM, CVE-2024-21944).</summary>
    public required bool AliasCheckComplete { get; init; }

    /// <summary>Whether an author key vouches for the ID key.</summary>
    public required bool AuthorKeyEnabled { get; init; }

    /// <summary>The 16 bytes that the guest's owner chose for the family of guests.</summary>
    public required ImmutableArray<byte> FamilyId { get; init; }

    /// <summary>The 16 bytes that the guest's owner chose for the image.</summary>
    public required ImmutableArray<byte> ImageId { get; init; }

    /// <summary>Random for each guest, the same in all of its reports.</summary>
    public required ImmutableArray<byte> ReportId { get; init; }

    /// <summary>The levels that the signing key is derived for.</summary>
    public required SnpTcb ReportedTcb { get; init; }

    /// <summary>The levels that are running.</summary>
    public required SnpTcb CurrentTcb { get; init; }

    /// <summary>The levels below which the platform cannot go back.</summary>
    public required SnpTcb CommittedTcb { get; init; }

    /// <summary>The levels at the guest's launch.</summary>
    public required SnpTcb LaunchTcb { get; init; }
}
