using System.Collections.Immutable;
using SubstraTee.Attestation;

namespace SubstraTee.Enclave.Protocol;

/// <summary>Names of pieces of collateral.</summary>
public static class CollateralRoles
{
    /// <summary>Intel: TCB info with its signature, JSON.</summary>
    public const string TcbInfo = "tcb_info";

    /// <summary>Intel: QE identity with its signature, JSON.</summary>
    public const string QeIdentity = "qe_identity";

    /// <summary>Intel: the TCB signing certificate and the root, PEM.</summary>
    public const string TcbSigningChain = "tcb_signing_chain";

    /// <summary>Intel: the root's revocation list, DER.</summary>
    public const string RootCaCrl = "root_ca_crl";

    /// <summary>Intel: the revocation list of the PCK's authority, DER.</summary>
    public const string PckCrl = "pck_crl";

    /// <summary>Intel: the PCK's authority and the root, PEM.</summary>
    public const string PckCrlIssuerChain = "pck_crl_issuer_chain";

    /// <summary>AMD: the VCEK or VLEK certificate.</summary>
    public const string Vek = "vek";

    /// <summary>AMD: the ASK or ASVK certificate.</summary>
    public const string Ask = "ask";

    /// <summary>AMD: the ARK certificate.</summary>
    public const string Ark = "ark";

    /// <summary>AMD: the ARK's revocation list.</summary>
    public const string ArkCrl = "ark_crl";

    /// <summary>IAS: the report's signature, base64.</summary>
    public const string IasSignature = "ias_signature";

    /// <summary>IAS: the signing certificate and its authority, URL-encoded PEM.</summary>
    public const string IasSigningChain = "ias_signing_chain";

    /// <summary>The pieces that collateral for a kind of evidence may have; none where the family needs no collateral.</summary>
    public static ImmutableArray<string> Of(EvidenceKind kind) => kind switch
    {
        EvidenceKind.SgxDcap or EvidenceKind.Tdx => [TcbInfo, QeIdentity, TcbSigningChain, RootCaCrl, PckCrl, PckCrlIssuerChain],
        EvidenceKind.SevSnp => [Vek, Ask, Ark, ArkCrl],
        EvidenceKind.Ias => [IasSignature, IasSigningChain],
        _ => [],
    };
}
