using System.Collections.Immutable;
using SubstraTee.Attestation;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;

namespace SubstraTee.Cli;

/// <summary>What a shard's policy asks of the evidence of its members.</summary>
/// <param name="Kinds">The kinds of evidence that it takes.</param>
/// <param name="RootsClass">What its roots are: <c>production</c>, or <c>test</c> for a simulation.</param>
/// <param name="Roots">The keys that evidence has to end in.</param>
/// <param name="AcceptTcb">The statuses that it accepts.</param>
/// <param name="AllowDebug">Whether enclaves may be open to their host's debugger.</param>
/// <param name="LifetimeMs">For how long a registration counts.</param>
/// <param name="MinSecurityVersions">Lowest security versions.</param>
/// <param name="Registers">Values of which registers have to hold one.</param>
internal sealed record EvidenceRulesDocument(
    ImmutableArray<string> Kinds,
    string RootsClass,
    ImmutableArray<RootKeyDocument> Roots,
    ImmutableArray<string> AcceptTcb,
    bool AllowDebug,
    ulong LifetimeMs,
    ImmutableArray<FloorDocument> MinSecurityVersions,
    ImmutableArray<RegisterRuleDocument> Registers)
{
    /// <summary>The document of a policy; null when it asks for no evidence.</summary>
    public static EvidenceRulesDocument? Of(AdmissionPolicy policy) => policy.Evidence is not { } rules ? null : new(
        [.. MemberJudge.KindsOf(policy, rules).Select(kind => kind.Text())],
        rules.TestRoots ? "test" : "production",
        [.. rules.Roots.Select(root => new RootKeyDocument(root.Role.Text(), Hex.Encode(root.Key.AsSpan())))],
        [.. rules.Statuses.Order().Select(status => status.Text())],
        rules.AllowDebug,
        rules.LifetimeMs,
        [.. rules.Floors.Select(one => new FloorDocument(one.Kind.Text(), one.Name, one.Least))],
        [.. rules.Registers.Select(one => new RegisterRuleDocument(one.Kind.Text(), one.Name, Hex.Encode(one.Value.AsSpan())))]);

    /// <summary>In one line, for people.</summary>
    public string Line()
    {
        var roots = RootsClass == "test" ? "TEST roots (SIMULATED)" : "the vendors' roots";
        return $"{string.Join(", ", Kinds)} under {roots}, {string.Join(" or ", AcceptTcb)}{(AllowDebug ? ", DEBUG allowed" : string.Empty)}, "
            + $"renewed within {TimeSpan.FromMilliseconds(LifetimeMs)}";
    }
}

/// <summary>A key that evidence may end in, and what it may vouch for.</summary>
internal sealed record RootKeyDocument(string Role, string Key);

/// <summary>The lowest value of a security version.</summary>
internal sealed record FloorDocument(string Kind, string Name, ulong Least);

/// <summary>A value that a register may have.</summary>
internal sealed record RegisterRuleDocument(string Kind, string Name, string Value);
