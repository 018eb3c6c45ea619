using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SubstraTee.Attestation;

namespace SubstraTee.Simulation;

/// <summary>The root of simulated SEV-SNP machines of one product: ARK, ASK and ASVK as AMD's, with RSA-4096 keys and PSS.</summary>
/// <remarks>
/// .NET makes no RSA key from a seed, so the two keys come from the caller, who keeps them (<see cref="Generate"/> makes new
/// ones, which takes seconds). ASK and ASVK share a key here; their names keep them apart.
/// </remarks>
public sealed class SimulatedSnpRoot : IDisposable
{
    private const int KeyBits = 4096;
    private const long ArkSerial = 1;
    private const long AskSerial = 2;
    private const long AsvkSerial = 3;

    private readonly RSA _ark;
    private readonly RSA _ask;
    private readonly SimulatedIssuer _arkIssuer;

    /// <summary>Issues the certificates.</summary>
    /// <param name="product">The product whose names they bear.</param>
    /// <param name="ark">The root's key; disposed with this object.</param>
    /// <param name="ask">The key below it; disposed with this object.</param>
    /// <param name="validity">From when to when they are valid.</param>
    public SimulatedSnpRoot(SnpProduct product, RSA ark, RSA ask, SimulatedValidity validity)
    {
        (Product, _ark, _ask) = (product, ark, ask);
        _arkIssuer = SimulatedIssuer.Rsa4096Pss($"ARK-{product}", ark);
        AskIssuer = SimulatedIssuer.Rsa4096Pss($"SEV-{product}", ask);
        AsvkIssuer = SimulatedIssuer.Rsa4096Pss($"SEV-VLEK-{product}", ask);
        Ark = Issue(_arkIssuer, ark, ArkSerial, validity, SimulatedIssuer.Authority(null, signsLists: true));
        Ask = Issue(AskIssuer, ask, AskSerial, validity, SimulatedIssuer.Authority(0, signsLists: false));
        Asvk = Issue(AsvkIssuer, ask, AsvkSerial, validity, SimulatedIssuer.Authority(0, signsLists: false));
    }

    /// <summary>The product.</summary>
    public SnpProduct Product { get; }

    /// <summary>The root's certificate, DER.</summary>
    public byte[] Ark { get; }

    /// <summary>The authority of chips' keys, DER.</summary>
    public byte[] Ask { get; }

    /// <summary>The authority of providers' keys, DER.</summary>
    public byte[] Asvk { get; }

    /// <summary>The root's key as a test anchor.</summary>
    public TrustAnchor Anchor => new(RoleOf(Product), AnchorClass.Test, _ark.ExportSubjectPublicKeyInfo(), $"ARK-{Product} SIMULATION", "simulation");

    internal SimulatedIssuer AskIssuer { get; }

    internal SimulatedIssuer AsvkIssuer { get; }

    /// <summary>A root with new keys.</summary>
    public static SimulatedSnpRoot Generate(SnpProduct product, SimulatedValidity validity) =>
        new(product, RSA.Create(KeyBits), RSA.Create(KeyBits), validity);

    /// <summary>The root's revocation list.</summary>
    /// <param name="validity">This and next update.</param>
    /// <param name="revokeAsk">Whether the chips' authority stands on it.</param>
    /// <param name="revokeAsvk">Whether the providers' authority stands on it.</param>
    public byte[] Crl(SimulatedValidity validity, bool revokeAsk = false, bool revokeAsvk = false) =>
        _arkIssuer.RevocationList(validity, [.. revokeAsk ? [AskSerial] : Array.Empty<long>(), .. revokeAsvk ? [AsvkSerial] : Array.Empty<long>()]);

    /// <summary>The private keys of ARK and ASK, PKCS #8, to keep.</summary>
    public (byte[] Ark, byte[] Ask) ExportKeys() => (_ark.ExportPkcs8PrivateKey(), _ask.ExportPkcs8PrivateKey());

    /// <inheritdoc/>
    public void Dispose()
    {
        _ark.Dispose();
        _ask.Dispose();
    }

    private byte[] Issue(SimulatedIssuer subject, RSA key, long serial, SimulatedValidity validity, IEnumerable<X509Extension> extensions) =>
        _arkIssuer.Issue(subject.Name, key.ExportSubjectPublicKeyInfo(), serial, validity, extensions);

    private static AnchorRole RoleOf(SnpProduct product) => product switch
    {
        SnpProduct.Milan => AnchorRole.AmdArkMilan,
        SnpProduct.Genoa => AnchorRole.AmdArkGenoa,
        _ => AnchorRole.AmdArkTurin,
    };
}
