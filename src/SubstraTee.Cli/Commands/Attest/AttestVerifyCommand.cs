using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using SubstraTee.Attestation;
using SubstraTee.Primitives;

namespace SubstraTee.Cli;

/// <summary><c>substratee attest verify</c>.</summary>
internal sealed class AttestVerifyCommand : CliCommand
{
    private static readonly ImmutableArray<string> Depths = ["full", "signatures", "layout"];

    private readonly Option<string> _kind = new Option<string>("--kind")
    {
        HelpName = "kind",
        Description = "What the evidence is; it is never guessed.",
    }.AcceptOnlyFromAmong([.. EvidenceKinds.All.Select(kind => kind.Text())]);

    private readonly Option<string> _evidence = new("--evidence") { HelpName = "file", Description = "The quote, report or token, as its platform made it." };

    private readonly Option<string> _collateral = new("--collateral")
    {
        HelpName = "folder",
        Description = "What vouches for it: files named tcb_info, qe_identity, tcb_signing_chain, root_ca_crl, pck_crl, pck_crl_issuer_chain, "
            + "pck_cert, pck_issuer_chain (Intel), vek, ask, ark, ark_crl (AMD), ias_signature, ias_signing_chain, with any extension.",
    };

    private readonly Option<string> _anchors = EvidenceFiles.AnchorsOption();

    private readonly Option<string> _at = new("--at") { HelpName = "unix time", Description = "For when, in seconds since 1970. [default: now]" };

    private readonly Option<string> _policy = EvidenceFiles.PolicyOption("any code, no debugging, production roots, platform up to date");

    private readonly Option<string> _reportData = new("--report-data")
    {
        HelpName = "hex",
        Description = "What the evidence has to bind, all of it. [default: not compared]",
    };

    private readonly Option<string[]> _allowMissing = new Option<string[]>("--allow-missing")
    {
        HelpName = "check",
        Description = "Skip a check whose input is missing; the verdict lists it. May be repeated.",
    }.AcceptOnlyFromAmong([.. SkippableChecks.All.Select(check => check.Text())]);

    private readonly Option<string> _depth = new Option<string>("--depth")
    {
        HelpName = "depth",
        Description = "How far to go: full, signatures (without collateral), or layout. Only full can verify.",
        DefaultValueFactory = _ => "full",
    }.AcceptOnlyFromAmong([.. Depths]);

    private readonly Option<string> _manifest = new("--manifest")
    {
        HelpName = "file",
        Description = "Verify every case of a manifest of test vectors instead, and compare with what it expects.",
    };

    public AttestVerifyCommand()
        : base(
            "verify",
            "Verify evidence up to its vendor's root, asking nobody; exit code 5 unless it is verified and your policy accepts it.",
            new Example("substratee attest verify --kind sev-snp --evidence report.bin --collateral ./kds", "measurement, versions, status"),
            new Example("substratee attest verify --kind tdx --evidence quote.bin --collateral ./pcs --at 1767225600 --json", "as of another day, as JSON"),
            new Example("substratee attest verify --manifest vectors/MANIFEST.json", "how far the verifiers agree with test vectors"))
    {
        foreach (var option in (Option[])[_kind, _evidence, _collateral, _anchors, _at, _policy, _reportData, _allowMissing, _depth, _manifest])
        {
            Add(option);
        }
    }

    public override bool Runs => true;

    public override Task<int> RunAsync(Invocation run, CancellationToken cancellationToken) => run.Value(_manifest) is { } manifest
        ? Task.FromResult(AttestManifest.Run(run, manifest, run.Has(_kind) || run.Has(_evidence) ? _manifest.Name : null))
        : VerifyAsync(run, cancellationToken);

    private async Task<int> VerifyAsync(Invocation run, CancellationToken cancellationToken)
    {
        var kind = run.Value(_kind) is { } name && EvidenceKinds.TryParse(name, out var known)
            ? known
            : throw CliErrors.Missing("the kind of evidence", _kind.Name, null);
        var path = run.Value(_evidence) ?? throw CliErrors.Missing("the evidence", _evidence.Name, null);
        var at = TimeOf(run);
        var expected = ReportDataOf(run);
        var policy = await EvidenceFiles.ReadPolicyAsync(run.Value(_policy), cancellationToken).ConfigureAwait(false) ?? Standard(run, kind);
        var anchors = await EvidenceFiles.ReadAnchorsAsync(run.Value(_anchors), cancellationToken).ConfigureAwait(false);
        var evidence = await EvidenceFiles.ReadEvidenceAsync(path, cancellationToken).ConfigureAwait(false);
        var verdict = EvidenceVerifier.Verify(
            kind, evidence, EvidenceFiles.ReadCollateral(run.Value(_collateral), kind), anchors ?? TrustAnchors.Production, at, OptionsOf(run));
        var document = VerdictDocument.Of(verdict, policy.Judge(verdict, expected, at), policy.Name, at);
        run.Result(document, CliJson.Default.VerdictDocument, VerdictDocument.WriteText);
        return document.Accepted ? ExitCodes.Ok : ExitCodes.Verification;
    }

    // Without a policy of its own, whoever asks wants to know about the platform: any code, everything else strict.
    private AttestationPolicy Standard(Invocation run, EvidenceKind kind) => new()
    {
        Name = "any code",
        AllowedSkips = SkipsOf(run),
        Kinds = ImmutableDictionary<EvidenceKind, KindPolicy>.Empty.Add(kind, new KindPolicy { AnyCode = true }),
    };

    private VerificationOptions OptionsOf(Invocation run) => new()
    {
        AllowMissing = SkipsOf(run),
        Depth = (VerificationDepth)Depths.IndexOf(run.Required(_depth)),
        CollectDiagnostics = run.Verbose,
    };

    private ImmutableHashSet<SkippableCheck> SkipsOf(Invocation run) =>
        [.. (run.Value(_allowMissing) ?? []).Select(name => SkippableChecks.TryParse(name, out var check) ? check : default)];

    private long TimeOf(Invocation run)
    {
        if (run.Value(_at) is not { } text)
        {
            return TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var at)
            ? at
            : throw CliErrors.BadValue(_at.Name, text, "a whole number of seconds since 1970");
    }

    private ReportDataExpectation ReportDataOf(Invocation run)
    {
        const int MaxBytes = 1024;
        if (run.Value(_reportData) is not { } text)
        {
            return ReportDataExpectation.NotChecked;
        }

        return Hex.TryDecode(text, MaxBytes, out var bytes)
            ? ReportDataExpectation.Exactly(bytes)
            : throw CliErrors.BadValue(_reportData.Name, text, "0x and hexadecimal digits");
    }
}
