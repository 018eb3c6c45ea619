using System.Text;
using SubstraTee.Attestation;
using SubstraTee.Attestation.Intel;

namespace SubstraTee.Simulation.Intel;

/// <summary>The simulated Intel platform in one piece: a root, statements on the TCB, machines, and what vouches for their quotes.</summary>
/// <remarks>
/// Time is an input everywhere: statements are issued at the time given and count for <see cref="StatementLifetimeSeconds"/>.
/// The specs are public so that a test can change one thing and mint the negative case of one check.
/// </remarks>
public sealed class IntelSimulator
{
    /// <summary>How long TCB info, QE identity and revocation lists count: 30 days, as Intel's.</summary>
    public const long StatementLifetimeSeconds = 30L * 24 * 60 * 60;

    private const long RootLifetimeSeconds = 20L * 365 * 24 * 60 * 60;

    private readonly SimulationEntropy _entropy;

    /// <summary>Makes a root.</summary>
    /// <param name="entropy">Where keys and identifiers come from.</param>
    /// <param name="time">When everything begins, Unix seconds.</param>
    public IntelSimulator(SimulationEntropy entropy, long time)
    {
        _entropy = entropy;
        Root = new IntelTestRoot(entropy, time, time + RootLifetimeSeconds);
    }

    /// <summary>Root, authorities, TCB signer.</summary>
    public IntelTestRoot Root { get; }

    /// <summary>What makes the verifiers believe this root, as a test.</summary>
    public TrustAnchors Anchors => Root.Anchors;

    /// <summary>A new machine.</summary>
    /// <param name="spec">What its PCK certificate says; null for a current multi-package machine.</param>
    public SimulatedIntelPlatform NewPlatform(PckSpec? spec = null) => new(Root, _entropy, spec);

    /// <summary>
    /// A TCB info with four levels by the first component SVN: 12 UpToDate, 11 SWHardeningNeeded, 10 OutOfDate, 9 Revoked.
    /// </summary>
    /// <param name="kind">SGX or TDX.</param>
    /// <param name="time">When it is issued, Unix seconds.</param>
    public static TcbInfoSpec TcbInfo(EvidenceKind kind, long time) => new()
    {
        Id = kind == EvidenceKind.Tdx ? "TDX" : "SGX",
        IssueDate = time,
        NextUpdate = time + StatementLifetimeSeconds,
        Levels =
        [
            Level(12, "UpToDate", time),
            Level(11, "SWHardeningNeeded", time - 100, "INTEL-SA-00615"),
            Level(10, "OutOfDate", time - 200, "INTEL-SA-00615", "INTEL-SA-00828"),
            Level(9, "Revoked", time - 300),
        ],
        Modules =
        [
            new TdxModuleSpec
            {
                Id = "TDX_01",
                Levels = [new IsvLevelSpec(6, "UpToDate", time), new IsvLevelSpec(4, "OutOfDate", time - 400, "INTEL-SA-01099")],
            },
        ],
    };

    /// <summary>A QE identity with three levels by ISVSVN: 8 UpToDate, 6 OutOfDate, 5 Revoked.</summary>
    /// <param name="kind">SGX or TDX.</param>
    /// <param name="time">When it is issued, Unix seconds.</param>
    public static QeIdentitySpec QeIdentity(EvidenceKind kind, long time) => new()
    {
        Id = kind == EvidenceKind.Tdx ? "TD_QE" : "QE",
        IssueDate = time,
        NextUpdate = time + StatementLifetimeSeconds,
        Levels = [new IsvLevelSpec(8, "UpToDate", time), new IsvLevelSpec(6, "OutOfDate", time - 500, "INTEL-SA-00477"), new IsvLevelSpec(5, "Revoked", time - 600)],
    };

    /// <summary>Everything that vouches for a machine's quotes, issued at a time.</summary>
    /// <param name="platform">The machine.</param>
    /// <param name="kind">SGX or TDX.</param>
    /// <param name="time">Unix seconds.</param>
    public DcapCollateral Collateral(SimulatedIntelPlatform platform, EvidenceKind kind, long time) =>
        Collateral(platform, time, TcbInfo(kind, time).Sign(Root.TcbSigner), QeIdentity(kind, time).Sign(Root.TcbSigner));

    /// <summary>The same with statements of the caller's.</summary>
    /// <param name="platform">The machine.</param>
    /// <param name="time">When the revocation lists are issued, Unix seconds.</param>
    /// <param name="tcbInfo">The signed TCB info.</param>
    /// <param name="qeIdentity">The signed QE identity.</param>
    public DcapCollateral Collateral(SimulatedIntelPlatform platform, long time, byte[] tcbInfo, byte[] qeIdentity) => new()
    {
        TcbInfo = tcbInfo,
        QeIdentity = qeIdentity,
        TcbSigningChain = Encoding.ASCII.GetBytes(Root.TcbSigner.Pem + Root.Root.Pem),
        RootCaCrl = CertificateSpec.RevocationList(Root.Root, time, time + StatementLifetimeSeconds),
        PckCrl = CertificateSpec.RevocationList(platform.Authority, time, time + StatementLifetimeSeconds),
        PckCrlIssuerChain = Encoding.ASCII.GetBytes(platform.Authority.Pem + Root.Root.Pem),
    };

    private static TcbLevelSpec Level(byte first, string status, long date, params IReadOnlyList<string> advisories) => new()
    {
        SgxComponents = [first, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
        TdxComponents = [5, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
        PceSvn = 13,
        Status = status,
        TcbDate = date,
        Advisories = advisories,
    };
}
