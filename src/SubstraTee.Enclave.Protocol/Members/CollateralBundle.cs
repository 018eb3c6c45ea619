using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using SubstraTee.Attestation;
using SubstraTee.Attestation.Intel;
using SubstraTee.Codec;
using SubstraTee.Primitives;

namespace SubstraTee.Enclave.Protocol;

/// <summary>What vouches for the evidence of one kind, as the registry keeps it; one bundle serves many members.</summary>
/// <param name="Version">Layout version, 1.</param>
/// <param name="Kind">The kind of evidence.</param>
/// <param name="Items">The pieces, in ascending order of their roles, each role once.</param>
[ScaleType]
public sealed partial record CollateralBundle(byte Version, EvidenceKind Kind, [MaxLength(16)] ImmutableArray<CollateralItem> Items)
{
    /// <summary>The layout version written today.</summary>
    public const byte CurrentVersion = 1;

    /// <summary>The most bytes of one piece.</summary>
    public const int MaxItemBytes = 256 * 1024;

    /// <summary>The most bytes of a bundle.</summary>
    public const int MaxBytes = 512 * 1024;

    /// <summary>Its name on chain.</summary>
    public Hash256 Hash => HashOf(Codec.Encode(this));

    /// <summary>The name of an encoded bundle.</summary>
    public static Hash256 HashOf(ReadOnlySpan<byte> bundle) => DomainTag.Collateral.Hash(bundle);

    /// <summary>Makes a bundle of pieces in any order.</summary>
    public static CollateralBundle Of(EvidenceKind kind, IEnumerable<CollateralItem> items) =>
        new(CurrentVersion, kind, [.. items.OrderBy(item => item.Role, StringComparer.Ordinal)]);

    /// <summary>Reads a bundle that nobody vouches for.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out CollateralBundle? bundle)
    {
        bundle = null;
        if (bytes.Length > MaxBytes || !Codec.TryDecode(bytes, out var read, out _) || read.Version != CurrentVersion)
        {
            return false;
        }

        for (var i = 1; i < read.Items.Length; i++)
        {
            if (StringComparer.Ordinal.Compare(read.Items[i - 1].Role, read.Items[i].Role) >= 0)
            {
                return false;
            }
        }

        bundle = read;
        return true;
    }

    /// <summary>The pieces in the form that the family's verifier takes; what is missing, the verifier names.</summary>
    public Collateral ToCollateral() => Kind switch
    {
        EvidenceKind.SgxDcap or EvidenceKind.Tdx => new DcapCollateral
        {
            TcbInfo = Item(CollateralRoles.TcbInfo),
            QeIdentity = Item(CollateralRoles.QeIdentity),
            TcbSigningChain = Item(CollateralRoles.TcbSigningChain),
            RootCaCrl = Item(CollateralRoles.RootCaCrl),
            PckCrl = Item(CollateralRoles.PckCrl),
            PckCrlIssuerChain = Item(CollateralRoles.PckCrlIssuerChain),
        },
        EvidenceKind.SevSnp => new SevSnpCollateral
        {
            Vek = Item(CollateralRoles.Vek),
            Ask = Item(CollateralRoles.Ask),
            Ark = Item(CollateralRoles.Ark),
            ArkCrl = Has(CollateralRoles.ArkCrl) ? Item(CollateralRoles.ArkCrl) : null,
        },
        EvidenceKind.Ias => new IasCollateral { Signature = Item(CollateralRoles.IasSignature), SigningChain = Item(CollateralRoles.IasSigningChain) },
        _ => Collateral.None,
    };

    private bool Has(string role) => Items.Any(item => item.Role == role);

    private ReadOnlyMemory<byte> Item(string role) => Items.FirstOrDefault(item => item.Role == role)?.Bytes ?? ReadOnlyMemory<byte>.Empty;
}
