using System.Collections.Immutable;

namespace SubstraTee.Attestation.Intel;

/// <summary>What PCK certificate and collateral say about the platform behind a quote.</summary>
public sealed class DcapPlatform
{
    internal DcapPlatform(PckExtension pck, ReadOnlySpan<byte> pckSerial, ushort qeIsvSvn, DcapTcb tcb, uint evaluationNumber)
    {
        Fmspc = [.. pck.Fmspc.Span];
        PceId = [.. pck.PceId.Span];
        PceSvn = pck.PceSvn;
        ComponentSvns = [.. pck.ComponentSvns];
        SgxType = pck.SgxType;
        SmtEnabled = pck.SmtEnabled;
        PckSerialNumber = [.. pckSerial];
        QeIsvSvn = qeIsvSvn;
        PlatformTcb = tcb.Platform;
        QeTcb = tcb.Qe;
        TcbDate = tcb.Date;
        TcbEvaluationNumber = evaluationNumber;
    }

    /// <summary>Family, model, stepping, platform type, custom SKU: 6 bytes.</summary>
    public ImmutableArray<byte> Fmspc { get; }

    /// <summary>The provisioning certification enclave's id, 2 bytes.</summary>
    public ImmutableArray<byte> PceId { get; }

    /// <summary>The provisioning certification enclave's SVN.</summary>
    public ushort PceSvn { get; }

    /// <summary>The 16 component SVNs of the PCK certificate.</summary>
    public ImmutableArray<byte> ComponentSvns { get; }

    /// <summary>0 standard, 1 scalable, 2 scalable with integrity.</summary>
    public int SgxType { get; }

    /// <summary>Whether hyper-threading is on; null where the PCK certificate does not say.</summary>
    public bool? SmtEnabled { get; }

    /// <summary>The PCK certificate's serial number.</summary>
    public ImmutableArray<byte> PckSerialNumber { get; }

    /// <summary>The quoting enclave's ISVSVN.</summary>
    public ushort QeIsvSvn { get; }

    /// <summary>The status of the platform alone, before it is merged with those of module and quoting enclave.</summary>
    public TcbStatus PlatformTcb { get; }

    /// <summary>The status of the quoting enclave alone.</summary>
    public TcbStatus QeTcb { get; }

    /// <summary>The earliest date of the levels matched, as Unix seconds: how old the TCB is.</summary>
    public long TcbDate { get; }

    /// <summary>The TCB info's evaluation number.</summary>
    public uint TcbEvaluationNumber { get; }
}
