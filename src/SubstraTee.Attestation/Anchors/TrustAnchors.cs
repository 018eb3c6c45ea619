using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace SubstraTee.Attestation;

/// <summary>The keys that a verifier believes: an immutable set, all of genuine hardware or all of tests, never both.</summary>
public sealed class TrustAnchors
{
    /// <summary>The most anchors in one set; device keys are enrolled one by one.</summary>
    public const int MaxCount = 100_000;

    private readonly ImmutableArray<TrustAnchor> _anchors;

    private TrustAnchors(ImmutableArray<TrustAnchor> anchors)
    {
        _anchors = anchors;
        Class = anchors.IsEmpty ? AnchorClass.Production : anchors[0].Class;
    }

    /// <summary>Nothing is believed.</summary>
    public static TrustAnchors None { get; } = new([]);

    /// <summary>The vendors' roots that are built in: Intel SGX, Intel IAS, AMD Milan, Genoa and Turin, AWS Nitro.</summary>
    public static TrustAnchors Production { get; } = new(ProductionAnchors.All);

    /// <summary>Whether what these anchors vouch for is genuine hardware.</summary>
    public AnchorClass Class { get; }

    /// <summary>All anchors.</summary>
    public ImmutableArray<TrustAnchor> All => _anchors;

    /// <summary>Makes a set.</summary>
    /// <exception cref="ArgumentException">Production and test anchors are mixed, a built-in key is called a test, or there are too many.</exception>
    public static TrustAnchors Of(IEnumerable<TrustAnchor> anchors)
    {
        ImmutableArray<TrustAnchor> list = [.. anchors.Distinct()];
        if (list.Length > MaxCount)
        {
            throw new ArgumentException($"at most {MaxCount} anchors, not {list.Length}", nameof(anchors));
        }

        if (list.Any(anchor => anchor.Class != list[0].Class))
        {
            throw new ArgumentException("production and test anchors cannot be in one set", nameof(anchors));
        }

        foreach (var anchor in list.Where(anchor => anchor.Class == AnchorClass.Test))
        {
            if (ProductionAnchors.All.Any(builtIn => builtIn.Key.AsSpan().SequenceEqual(anchor.Key.AsSpan())))
            {
                throw new ArgumentException($"{anchor.Name} is a production key and cannot be a test anchor", nameof(anchors));
            }
        }

        return new(list);
    }

    /// <summary>Reads the file form: <c>{"version":1,"class":"test","anchors":[{"role":…,"name":…,"key":…}]}</c>.</summary>
    /// <remarks>
    /// A key is a SubjectPublicKeyInfo in hexadecimal digits, 32 bytes for Keystone, or that of a <c>certificate</c> in PEM;
    /// <c>implementation_id</c> and <c>instance_id</c> say whose it is (Arm). <c>"built_in": true</c> adds the vendors' roots.
    /// </remarks>
    /// <param name="json">The file's bytes.</param>
    /// <param name="anchors">The set.</param>
    /// <param name="error">What is wrong, and where; empty when nothing is.</param>
    public static bool TryParse(ReadOnlyMemory<byte> json, [NotNullWhen(true)] out TrustAnchors? anchors, out string error) =>
        AnchorFile.TryParse(json, out anchors, out error);

    /// <summary>
    /// An anchor that claims to be a production one in a role whose genuine keys are all built in, and is none of them; null
    /// when there is none. Roles of single devices have no built-in keys: whoever names the key vouches for it.
    /// </summary>
    public TrustAnchor? FirstUnknownRoot() => Class == AnchorClass.Production
        ? _anchors.FirstOrDefault(anchor => Production.WithRole(anchor.Role).Any() && !Production.All.Contains(anchor))
        : null;

    /// <summary>This set and one more anchor.</summary>
    /// <exception cref="ArgumentException">As <see cref="Of(IEnumerable{TrustAnchor})"/>.</exception>
    public TrustAnchors With(TrustAnchor anchor) => Of([.. _anchors, anchor]);

    /// <summary>The anchors of one role.</summary>
    public IEnumerable<TrustAnchor> WithRole(AnchorRole role) => _anchors.Where(anchor => anchor.Role == role);

    /// <summary>Whether a key is an anchor of a role.</summary>
    /// <exception cref="RefusalException">There is no anchor of this role at all, or the key is none of them.</exception>
    internal TrustAnchor Require(AnchorRole role, ReadOnlySpan<byte> key, string what)
    {
        var any = false;
        foreach (var anchor in _anchors)
        {
            if (anchor.Role != role)
            {
                continue;
            }

            any = true;
            if (anchor.Key.AsSpan().SequenceEqual(key))
            {
                return anchor;
            }
        }

        throw any
            ? new RefusalException(RefusalReason.UntrustedRoot, $"{what}: its key is none of the trust anchors for {role.Text()}")
            : new RefusalException(RefusalReason.AnchorMissing, $"there is no trust anchor for {role.Text()}");
    }
}
