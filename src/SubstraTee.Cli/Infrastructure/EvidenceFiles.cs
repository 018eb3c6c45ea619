using System.CommandLine;
using SubstraTee.Attestation;
using SubstraTee.Attestation.Intel;
using SubstraTee.Primitives;
using SubstraTee.Worker;

namespace SubstraTee.Cli;

/// <summary>Reads what verifiers and policies are given as files; a file that is larger than any of its kind is not read.</summary>
internal static class EvidenceFiles
{
    private const int MaxEvidenceBytes = 1 << 20;
    private const int MaxPolicyBytes = 1 << 20;
    private const int MaxAnchorBytes = 8 << 20;

    /// <summary><c>--anchors</c>.</summary>
    public static Option<string> AnchorsOption() => new("--anchors")
    {
        HelpName = "file",
        Description = "The keys that evidence has to end in (docs/attestation.md). [default: the vendors' roots]",
    };

    /// <summary><c>--policy</c>.</summary>
    public static Option<string> PolicyOption(string standard) => new("--policy")
    {
        HelpName = "file",
        Description = $"Your own policy for evidence, JSON (docs/attestation.md). [default: {standard}]",
    };

    /// <summary>Evidence, whatever it is.</summary>
    /// <exception cref="CliException">The file cannot be read.</exception>
    public static Task<byte[]> ReadEvidenceAsync(string path, CancellationToken cancellationToken) =>
        ReadAsync(path, MaxEvidenceBytes, cancellationToken);

    /// <summary>The anchors in a file; null when none is named.</summary>
    /// <exception cref="CliException">The file cannot be read, or holds no anchors.</exception>
    public static async Task<TrustAnchors?> ReadAnchorsAsync(string? path, CancellationToken cancellationToken)
    {
        if (path is null)
        {
            return null;
        }

        var json = await ReadAsync(path, MaxAnchorBytes, cancellationToken).ConfigureAwait(false);
        return TrustAnchors.TryParse(json, out var anchors, out var error) ? anchors : throw CliErrors.NoAnchors(path, error);
    }

    /// <summary>The policy in a file; null when none is named.</summary>
    /// <exception cref="CliException">The file cannot be read, or holds no policy.</exception>
    public static async Task<AttestationPolicy?> ReadPolicyAsync(string? path, CancellationToken cancellationToken)
    {
        if (path is null)
        {
            return null;
        }

        var json = await ReadAsync(path, MaxPolicyBytes, cancellationToken).ConfigureAwait(false);
        return AttestationPolicy.TryParse(json, out var policy, out var error) ? policy : throw CliErrors.NoPolicy(path, error);
    }

    /// <summary>The collateral of a kind of evidence in a folder; nothing when no folder is named, or it holds none.</summary>
    /// <exception cref="CliException">A file cannot be read.</exception>
    public static Collateral ReadCollateral(string? folder, EvidenceKind kind)
    {
        if (folder is null)
        {
            return Collateral.None;
        }

        if (!Directory.Exists(folder))
        {
            throw CliErrors.FileUnusable(folder, new DirectoryNotFoundException("there is no such folder"));
        }

        try
        {
            var files = new CollateralFolder(folder);
            var collateral = files.Read(kind)?.ToCollateral() ?? Collateral.None;
            return kind.Family() is MeasurementFamily.Sgx or MeasurementFamily.Tdx
                ? WithCertificates(collateral, files)
                : collateral;
        }
        catch (EvidenceException refused)
        {
            throw CliErrors.FileUnusable(folder, refused);
        }
    }

    // Quotes that do not carry their certificate: the chain takes none of those, people may have them.
    private static Collateral WithCertificates(Collateral collateral, CollateralFolder files) =>
        collateral is not DcapCollateral known || files.Find("pck_cert") is not { } certificate
            ? collateral
            : new DcapCollateral
            {
                TcbInfo = known.TcbInfo,
                QeIdentity = known.QeIdentity,
                TcbSigningChain = known.TcbSigningChain,
                RootCaCrl = known.RootCaCrl,
                PckCrl = known.PckCrl,
                PckCrlIssuerChain = known.PckCrlIssuerChain,
                PckCertificate = certificate.Bytes,
                PckIssuerChain = files.Find("pck_issuer_chain")?.Bytes ?? known.PckCrlIssuerChain.ToArray(),
            };

    /// <summary>A file of at most so many bytes.</summary>
    /// <exception cref="CliException">It cannot be read, or is larger.</exception>
    public static async Task<byte[]> ReadAsync(string path, int maxBytes, CancellationToken cancellationToken)
    {
        try
        {
            var file = new FileInfo(path);
            if (file.Exists && file.Length > maxBytes)
            {
                throw new IOException($"it has {file.Length} bytes, at most {maxBytes} are read");
            }

            return await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw CliErrors.FileUnusable(path, refused);
        }
    }
}
