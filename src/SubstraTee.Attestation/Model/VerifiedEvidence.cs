using System.Collections.Immutable;
using SubstraTee.Primitives;

namespace SubstraTee.Attestation;

/// <summary>What evidence says after every check passed: the only type that has claims, and only a verifier makes one.</summary>
/// <remarks>
/// It says nothing about whether anyone wants it: a debug enclave of an unknown author on an outdated platform is verified
/// evidence too. <see cref="AnchorClass"/> tells genuine hardware from a simulation. A policy decides.
/// </remarks>
public sealed class VerifiedEvidence
{
    internal VerifiedEvidence(EvidenceFacts facts, AnchorClass anchorClass, ImmutableArray<SkippedCheck> skipped)
    {
        if (facts.Tcb is TcbStatus.Revoked or TcbStatus.NotSupported)
        {
            throw new InvalidOperationException($"evidence with TCB status {facts.Tcb.Text()} is refused, never verified");
        }

        Kind = facts.Kind;
        Measurement = facts.Measurement;
        Registers = facts.Registers;
        Signer = facts.Signer;
        ProductId = facts.ProductId;
        SecurityVersion = facts.SecurityVersion;
        SecurityVersions = facts.SecurityVersions;
        ReportData = facts.ReportData;
        Debug = facts.Debug;
        Tcb = facts.Tcb;
        Advisories = facts.Advisories;
        Platform = facts.Platform;
        Validity = facts.Validity;
        IssuedAt = facts.IssuedAt;
        TcbEvaluationNumber = facts.TcbEvaluationNumber;
        SignedBy = facts.SignedBy;
        Claims = facts.Claims;
        AnchorClass = anchorClass;
        Skipped = skipped;
    }

    /// <summary>The kind of evidence.</summary>
    public EvidenceKind Kind { get; }

    /// <summary>What identifies the whole of the code: one register, or a hash of several (<see cref="CompositeMeasurement"/>).</summary>
    public Measurement Measurement { get; }

    /// <summary>The single values behind it, and others that were fixed at launch.</summary>
    public ImmutableArray<MeasuredRegister> Registers { get; }

    /// <summary>Who signed the code (MRSIGNER and the like); empty where the family has no such thing.</summary>
    public ImmutableArray<byte> Signer { get; }

    /// <summary>The signer's number for the product, where the family has one.</summary>
    public uint? ProductId { get; }

    /// <summary>The security version of the measured code, where the family has one.</summary>
    public ulong? SecurityVersion { get; }

    /// <summary>Every security version that the evidence has, code and platform, by the family's names.</summary>
    public ImmutableArray<SecurityVersion> SecurityVersions { get; }

    /// <summary>The bytes that the evidence binds, in the length of its family (64 for Intel and AMD).</summary>
    public ImmutableArray<byte> ReportData { get; }

    /// <summary>Whether the enclave or guest is open to inspection by its host.</summary>
    public bool Debug { get; }

    /// <summary>The converged status; never <see cref="TcbStatus.Revoked"/> or <see cref="TcbStatus.NotSupported"/>.</summary>
    public TcbStatus Tcb { get; }

    /// <summary>The vendor's advisories that apply, each once, in ordinal order.</summary>
    public ImmutableArray<string> Advisories { get; }

    /// <summary>What names the machine; empty where the evidence hides it.</summary>
    public ImmutableArray<PlatformIdentity> Platform { get; }

    /// <summary>When everything that the verdict rests on is valid.</summary>
    public ValidityWindow Validity { get; }

    /// <summary>When the evidence was made, as Unix seconds, where it says so.</summary>
    public long? IssuedAt { get; }

    /// <summary>Intel: the lowest evaluation number of the collateral, to remember as the next floor.</summary>
    public uint? TcbEvaluationNumber { get; }

    /// <summary>The kind of key that vouches for the evidence.</summary>
    public SigningKeyKind SignedBy { get; }

    /// <summary>Whether the anchor is one of genuine hardware or of tests.</summary>
    public AnchorClass AnchorClass { get; }

    /// <summary>Checks that were left out because the options allowed it.</summary>
    public ImmutableArray<SkippedCheck> Skipped { get; }

    /// <summary>What only this family says.</summary>
    public EvidenceClaims Claims { get; }

    /// <summary>The value of a register, or an empty array when the family has none of that name.</summary>
    public ImmutableArray<byte> Register(string name)
    {
        foreach (var register in Registers)
        {
            if (register.Name == name)
            {
                return register.Value;
            }
        }

        return [];
    }
}
