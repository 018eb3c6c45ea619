using System.Collections.Immutable;
using SubstraTee.Attestation;
using SubstraTee.Client;
using SubstraTee.Codec;
using SubstraTee.Primitives;

namespace SubstraTee.Cli;

/// <summary>The story of who may serve a shard: evidence judged by the chain and again by the client, and how admission ends.</summary>
internal sealed class AttestationStory(DemoNetwork network, DemoSteps steps, HardwareSimulator hardware) : EvidenceTale(network, steps, hardware)
{
    private const string Alone = "intel-alone";
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(15);

    private Impostor _impostor = null!;
    private ShardId _mixed;
    private Uri _mixedRpc = null!;
    private ShardId _alone;
    private ShardClient _mixedClient = null!;
    private ShardClient _aloneClient = null!;
    private ChildProcess? _worker;

    protected override IReadOnlyList<(string Name, Func<CancellationToken, Task<string>> Act)> Steps =>
    [
        ("node: a chain with three authorities", StartNodeAsync),
        ("vendors: the roots of simulated hardware", RootsAsync),
        ("shard: one code, on Intel's or AMD's hardware", CreateMixedAsync),
        ("registry: takes the worker on Intel's hardware", AdmitIntelAsync),
        ("registry: takes the worker on AMD's beside it", AdmitAmdAsync),
        ("registry: refuses a worker with a wrong measurement", WrongMeasurementAsync),
        ("registry: refuses what its operator submits instead", ImpostorAsync),
        ("client: one family alone; refuses the mixed shard", RefuseMixedAsync),
        ("client: uses a shard that admits this family alone", UseAloneAsync),
        ("renewal: the worker shows new evidence in time", RenewAsync),
        ("revocation: the authority trusts AMD no longer", WithdrawAsync),
        ("expiry: a worker that ended is no member in the end", ExpireAsync),
        ("revocation: a revoked machine does not come back", RevokedAsync),
        ("a sound machine takes the shard up where it was", ReturnAsync),
    ];

    private AttestationPolicy IntelAlone => new()
    {
        Name = "Intel alone",
        AcceptTestAnchors = true,
        Kinds = ImmutableDictionary<EvidenceKind, KindPolicy>.Empty.Add(EvidenceKind.SgxDcap, Code(EvidenceKind.SgxDcap)),
    };

    private AttestationPolicy IntelOrAmd => IntelAlone with
    {
        Name = "Intel or AMD",
        Kinds = IntelAlone.Kinds.Add(EvidenceKind.SevSnp, Code(EvidenceKind.SevSnp)),
    };

    private async Task<string> RootsAsync(CancellationToken cancellationToken)
    {
        await ReadRootsAsync(cancellationToken).ConfigureAwait(false);
        DemoFailure.Unless(Roots.Class == AnchorClass.Test, "the roots of simulated hardware do not say that they are");
        _impostor = new Impostor(Network.Chain, Bob, Hardware, Path.Combine(Network.Folder, "impostor"), Folder);
        return $"{Roots.All.Length} roots, all of class test: no production policy takes them";
    }

    private async Task<string> CreateMixedAsync(CancellationToken cancellationToken)
    {
        _mixed = await CreateAsync(IntelOrAmd, TimeSpan.FromHours(1), cancellationToken).ConfigureAwait(false);
        return $"final: {_mixed}; policy: {string.Join(" or ", IntelOrAmd.Kinds.Keys.Order().Select(kind => kind.Text()))} under test roots";
    }

    private async Task<string> AdmitIntelAsync(CancellationToken cancellationToken)
    {
        var worker = Start("intel", "intel", _mixed, EvidenceKind.SgxDcap);
        _mixedRpc = await DemoNetwork.ServingAsync(worker, cancellationToken).ConfigureAwait(false);
        _mixedClient = await Network.OpenAsync(_mixed, Options(_mixedRpc, IntelOrAmd), cancellationToken).ConfigureAwait(false);
        var verdict = await _mixedClient.JudgeAsync(cancellationToken).ConfigureAwait(false);
        DemoFailure.Unless(verdict.IsTrusted, string.Join("; ", verdict.Findings));
        var member = MemberOf(verdict, EvidenceKind.SgxDcap);
        DemoFailure.Unless(member is { IsAdmitted: true, Decision: PolicyDecision.Accepted }, "the worker is no member by evidence");
        return $"{member!.Attestation}; it set the key of epoch {verdict.Epoch}, and the client judged its evidence too";
    }

    private async Task<string> AdmitAmdAsync(CancellationToken cancellationToken)
    {
        Start("amd", "amd", _mixed, EvidenceKind.SevSnp);
        var verdict = await UntilAsync(
            _mixedClient, one => MemberOf(one, EvidenceKind.SevSnp) is { IsAdmitted: true }, makeBlocks: false, cancellationToken).ConfigureAwait(false);
        var member = MemberOf(verdict, EvidenceKind.SevSnp)!;
        DemoFailure.Unless(verdict.IsTrusted && member.Decision is PolicyDecision.Accepted, "the client does not accept both");
        DemoFailure.Unless(verdict.Members.Count(one => one.IsAdmitted) == 2, "there are not two members");
        return $"{member.Attestation}; two members, a client of both families accepts both";
    }

    private async Task<string> WrongMeasurementAsync(CancellationToken cancellationToken)
    {
        var changed = Start("changed", "changed", _mixed, EvidenceKind.SgxDcap, "--wrong-measurement");
        await SaysAsync(changed, nameof(RefusalReason.MeasurementNotAllowed), cancellationToken).ConfigureAwait(false);
        await changed.KillAsync().ConfigureAwait(false);
        var reason = Require(
            await _impostor.MintAsync(_mixed, EvidenceKind.SgxDcap, ["--wrong-measurement"], cancellationToken).ConfigureAwait(false),
            RefusalReason.MeasurementNotAllowed);
        var verdict = await _mixedClient.JudgeAsync(cancellationToken).ConfigureAwait(false);
        DemoFailure.Unless(verdict.Members.Length == 2, "somebody else became a member");
        return $"{reason}, says its own enclave, and the registry when evidence is submitted around it; still two members";
    }

    private async Task<string> ImpostorAsync(CancellationToken cancellationToken)
    {
        (EvidenceKind Kind, string[] Faults, RefusalReason Expected)[] attempts =
        [
            (EvidenceKind.SevSnp, ["--debug"], RefusalReason.DebugEnclave),
            (EvidenceKind.SgxDcap, ["--tcb", "out-of-date"], RefusalReason.TcbStatusNotAccepted),
            (EvidenceKind.SgxDcap, ["--tcb", "revoked"], RefusalReason.TcbRevoked),
            (EvidenceKind.SevSnp, ["--tcb", "revoked"], RefusalReason.CertificateRevoked),
            (EvidenceKind.SgxDcap, ["--expired-collateral"], RefusalReason.CrlExpired),
            (EvidenceKind.Nitro, [], RefusalReason.AnchorMissing),
        ];
        var reasons = new List<string>();
        foreach (var (kind, faults, expected) in attempts)
        {
            reasons.Add(Require(await _impostor.MintAsync(_mixed, kind, [.. faults], cancellationToken).ConfigureAwait(false), expected));
        }

        var verdict = await _mixedClient.JudgeAsync(cancellationToken).ConfigureAwait(false);
        var stolen = MemberOf(verdict, EvidenceKind.SgxDcap)!.Record!.Evidence;
        reasons.Add(Require(
            await _impostor.SubmitAsync(_mixed, stolen, cancellationToken).ConfigureAwait(false), RefusalReason.ReportDataMismatch));
        return $"{string.Join(", ", reasons)}, the last for evidence copied from a member";
    }

    private static string Require(RefusalReason reason, RefusalReason expected)
    {
        DemoFailure.Unless(reason == expected, $"the registry says {reason.Code()} instead of {expected.Code()}");
        return reason.Code();
    }

    private async Task<string> RefuseMixedAsync(CancellationToken cancellationToken)
    {
        var careful = await Network.OpenAsync(_mixed, Options(_mixedRpc, IntelAlone), cancellationToken).ConfigureAwait(false);
        return await RefusedAsync(careful, cancellationToken).ConfigureAwait(false);
    }

    private async Task<string> UseAloneAsync(CancellationToken cancellationToken)
    {
        _alone = await CreateAsync(IntelAlone, Lifetime, cancellationToken).ConfigureAwait(false);
        await ServeAloneAsync(Alone, cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < 2; i++)
        {
            (await CallAsync(_aloneClient, cancellationToken).ConfigureAwait(false)).EnsureApplied();
        }

        await RequireValueAsync(cancellationToken).ConfigureAwait(false);
        return $"final: {_alone}; two calls applied, Alice reads 84";
    }

    private async Task<string> RenewAsync(CancellationToken cancellationToken)
    {
        var first = MemberOf(await _aloneClient.JudgeAsync(cancellationToken).ConfigureAwait(false), EvidenceKind.SgxDcap)!.Record!;
        var verdict = await UntilAsync(
            _aloneClient,
            one => MemberOf(one, EvidenceKind.SgxDcap) is { IsAdmitted: true, Record: { } now } && now.ExpiresAtMs > first.ExpiresAtMs,
            makeBlocks: true,
            cancellationToken).ConfigureAwait(false);
        var renewed = MemberOf(verdict, EvidenceKind.SgxDcap)!.Record!;
        DemoFailure.Unless(renewed.Evidence.Binding.Recent != first.Evidence.Binding.Recent, "the evidence is not new");
        return $"counts {Lifetime.TotalSeconds:0} s; made anew about block {renewed.Evidence.Binding.Recent.Number}, {(renewed.ExpiresAtMs - first.ExpiresAtMs) / 1000.0:0.0} s longer";
    }

    private async Task<string> WithdrawAsync(CancellationToken cancellationToken)
    {
        await _worker!.KillAsync().ConfigureAwait(false);
        var next = Evidence(IntelAlone, TimeSpan.FromHours(1));
        var change = await ShardAuthority.AnnounceAsync(_mixedClient, Alice, next, cancellationToken).ConfigureAwait(false);
        // Intel's worker sees the announcement and registers for both policies.
        await UntilAsync(
            _mixedClient, one => MemberOf(one, EvidenceKind.SgxDcap)!.Record!.PolicyTo == change.Version, makeBlocks: false, cancellationToken).ConfigureAwait(false);
        var verdict = await UntilAsync(_mixedClient, one => one.Policy.Version == change.Version, makeBlocks: true, cancellationToken).ConfigureAwait(false);
        DemoFailure.Unless(MemberOf(verdict, EvidenceKind.SevSnp) is { IsAdmitted: false }, "AMD's worker is still a member");
        DemoFailure.Unless(MemberOf(verdict, EvidenceKind.SgxDcap) is { IsAdmitted: true }, "Intel's worker is no member any more");
        var reason = Require(
            await _impostor.MintAsync(_mixed, EvidenceKind.SevSnp, [], cancellationToken).ConfigureAwait(false), RefusalReason.AnchorMissing);
        await RefuseMixedAsync(cancellationToken).ConfigureAwait(false);
        return $"in force from block {change.InForceFrom}, known to Intel's worker before: AMD's worker counts no more, new ones: {reason}; "
            + "the client of one family still refuses, since the key is older than the change";
    }

    private async Task<string> ExpireAsync(CancellationToken cancellationToken)
    {
        await UntilAsync(_aloneClient, one => MemberOf(one, EvidenceKind.SgxDcap) is { IsRegistered: false }, makeBlocks: true, cancellationToken)
            .ConfigureAwait(false);
        return $"its worker was killed before the last step; {await RefusedAsync(_aloneClient, cancellationToken).ConfigureAwait(false)}";
    }

    private async Task<string> RevokedAsync(CancellationToken cancellationToken)
    {
        var revoked = Start("intel-revoked", Alone, _alone, EvidenceKind.SgxDcap, "--tcb", "revoked");
        await SaysAsync(revoked, nameof(RefusalReason.TcbRevoked), cancellationToken).ConfigureAwait(false);
        await revoked.KillAsync().ConfigureAwait(false);
        var reason = Require(
            await _impostor.MintAsync(_alone, EvidenceKind.SgxDcap, ["--tcb", "revoked"], cancellationToken).ConfigureAwait(false),
            RefusalReason.TcbRevoked);
        return $"{reason}, says its own enclave, and the registry; {await RefusedAsync(_aloneClient, cancellationToken).ConfigureAwait(false)}";
    }

    private async Task<string> ReturnAsync(CancellationToken cancellationToken)
    {
        await ServeAloneAsync("intel-again", cancellationToken).ConfigureAwait(false);
        await RequireValueAsync(cancellationToken).ConfigureAwait(false);
        return "registered anew by new evidence, Alice reads 84";
    }

    private async Task ServeAloneAsync(string name, CancellationToken cancellationToken)
    {
        _worker = Start(name, Alone, _alone, EvidenceKind.SgxDcap);
        var rpc = await DemoNetwork.ServingAsync(_worker, cancellationToken).ConfigureAwait(false);
        _aloneClient = await Network.OpenAsync(_alone, Options(rpc, IntelAlone), cancellationToken).ConfigureAwait(false);
    }

    private async Task RequireValueAsync(CancellationToken cancellationToken)
    {
        var answer = await _aloneClient.QueryAsync(Alice, "value", Arguments(), cancellationToken).ConfigureAwait(false);
        DemoFailure.Unless(Scale.U64.Decode(answer.Bytes.Span) == 84, "Alice does not read 84");
    }
}
