using System.Collections.Immutable;
using System.Security.Cryptography;
using SubstraTee.Attestation;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;

namespace SubstraTee.Simulation;

/// <summary>SIMULATION: a machine of any family that says of an enclave what it is told to say, under roots that anybody can forge.</summary>
/// <remarks>What it measures of an enclave is <see cref="SimulatedMeasurement"/>'s, so that the enclave knows its measurement beforehand.</remarks>
public abstract class SimulatedHardware : IDisposable
{
    /// <summary>A machine of the kind.</summary>
    protected SimulatedHardware(EvidenceKind kind) => Kind = kind;

    /// <summary>The kind of evidence that it makes.</summary>
    public EvidenceKind Kind { get; }

    /// <summary>The root that its evidence ends in, as a test anchor.</summary>
    public abstract TrustAnchor Root { get; }

    /// <summary>What a policy has to say of the machine beside its root: who measures enclaves, where the family asks for that.</summary>
    public virtual ImmutableArray<RegisterRule> Firmware => [];

    /// <summary>Whether collateral belongs to the machine and can be kept, instead of to one piece of evidence.</summary>
    public virtual bool KeepsCollateral => true;

    /// <summary>Sets a machine up.</summary>
    /// <param name="kind">The kind of evidence that it makes.</param>
    /// <param name="machine">
    /// What makes it this machine, 32 bytes; the same seed is the same machine. Arm and Keystone devices are their own roots:
    /// there is one of each, whatever the seed.
    /// </param>
    public static SimulatedHardware Create(EvidenceKind kind, SecretBytes machine) => kind switch
    {
        EvidenceKind.Ias => new IasHardware(),
        EvidenceKind.SgxDcap or EvidenceKind.Tdx => new DcapHardware(kind, machine),
        EvidenceKind.SevSnp => new SnpHardware(machine),
        EvidenceKind.ArmPsa or EvidenceKind.ArmCca => new ArmHardware(kind),
        EvidenceKind.Keystone => new KeystoneHardware(),
        EvidenceKind.Nitro => new NitroHardware(),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>The roots of all simulated machines, by role, each once.</summary>
    public static ImmutableArray<TrustAnchor> Roots()
    {
        using var any = new SecretBytes(new byte[32]);
        var roots = new List<TrustAnchor>();
        foreach (var kind in EvidenceKinds.All)
        {
            using var machine = Create(kind, any);
            roots.Add(machine.Root);
        }

        return [.. roots.DistinctBy(root => root.Role).OrderBy(root => root.Role)];
    }

    /// <summary>Makes evidence.</summary>
    /// <exception cref="ArgumentException">The family has no such fault.</exception>
    public byte[] Quote(SimulatedQuoteRequest request)
    {
        RequirePossible(request.Faults);
        var folder = request.Faults.OtherMeasurement ? SHA256.HashData(request.Folder.Span) : request.Folder.ToArray();
        return Sign(request, SimulatedMeasurement.Registers(Kind, folder));
    }

    /// <summary>What vouches for evidence; null where the family needs nothing.</summary>
    /// <param name="request">What the evidence was made about.</param>
    /// <param name="evidence">The evidence.</param>
    /// <exception cref="ArgumentException">The family has no such fault.</exception>
    public CollateralBundle? Collateral(SimulatedQuoteRequest request, byte[] evidence)
    {
        RequirePossible(request.Faults);
        var items = Vouch(request, evidence);
        return items.IsEmpty ? null : CollateralBundle.Of(Kind, items);
    }

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>What of the faults the family does not have, or null.</summary>
    protected abstract string? Impossible(SimulatedFaults faults);

    /// <summary>Signs evidence about registers.</summary>
    protected abstract byte[] Sign(SimulatedQuoteRequest request, ImmutableArray<(string Name, ImmutableArray<byte> Value)> registers);

    /// <summary>The pieces of collateral.</summary>
    protected virtual ImmutableArray<CollateralItem> Vouch(SimulatedQuoteRequest request, byte[] evidence) => [];

    private void RequirePossible(SimulatedFaults faults)
    {
        if (Impossible(faults) is { } why)
        {
            throw new ArgumentException($"{Kind.Text()}: {why}", nameof(faults));
        }
    }
}
