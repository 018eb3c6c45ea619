using System.Collections.Immutable;

namespace SubstraTee.Attestation.Intel;

/// <summary>What a verified QE identity says of Intel's quoting enclave.</summary>
public sealed class QeIdentityStatement
{
    internal QeIdentityStatement(QeIdentity identity)
    {
        Id = identity.Id;
        IssueDate = identity.IssueDate;
        NextUpdate = identity.NextUpdate;
        MiscSelect = [.. identity.MiscSelect];
        MiscSelectMask = [.. identity.MiscSelectMask];
        Attributes = [.. identity.Attributes];
        AttributesMask = [.. identity.AttributesMask];
        MrSigner = [.. identity.MrSigner];
        IsvProdId = identity.IsvProdId;
        UpToDateFrom = [.. identity.Levels.Where(level => level.Status == TcbStatus.UpToDate).Select(level => level.IsvSvn)];
    }

    /// <summary><c>QE</c>, <c>TD_QE</c> or <c>QVE</c>.</summary>
    public string Id { get; }

    /// <summary>Unix seconds.</summary>
    public long IssueDate { get; }

    /// <summary>Unix seconds.</summary>
    public long NextUpdate { get; }

    /// <summary>MISCSELECT, 4 bytes in the order of the report's.</summary>
    public ImmutableArray<byte> MiscSelect { get; }

    /// <summary>Which bits of <see cref="MiscSelect"/> count.</summary>
    public ImmutableArray<byte> MiscSelectMask { get; }

    /// <summary>Flags and XFRM, 16 bytes.</summary>
    public ImmutableArray<byte> Attributes { get; }

    /// <summary>Which bits of <see cref="Attributes"/> count.</summary>
    public ImmutableArray<byte> AttributesMask { get; }

    /// <summary>Who signs the quoting enclave, 32 bytes.</summary>
    public ImmutableArray<byte> MrSigner { get; }

    /// <summary>The quoting enclave's product id.</summary>
    public ushort IsvProdId { get; }

    /// <summary>The ISVSVNs of levels that are up to date.</summary>
    public ImmutableArray<ushort> UpToDateFrom { get; }
}
