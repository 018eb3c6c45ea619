using System.Collections.Immutable;
using SubstraTee.Codec;
using SubstraTee.Primitives;

namespace SubstraTee.LightClient;

/// <summary>The voters of GRANDPA at a time, with the number of their set.</summary>
/// <remarks>
/// A key that is listed twice has the sum of its weights, and weight 0 is no vote, as in
/// <c>finality_grandpa::VoterSet</c>. Immutable; safe for several threads.
/// </remarks>
public sealed class AuthoritySet : IEquatable<AuthoritySet>
{
    /// <summary>The most voters.</summary>
    public const int MaxAuthorities = 4096;

    private readonly Dictionary<Bytes32, ulong> _weights;

    private AuthoritySet(ulong setId, ImmutableArray<GrandpaAuthority> authorities, Dictionary<Bytes32, ulong> weights, ulong total)
    {
        SetId = setId;
        Authorities = authorities;
        _weights = weights;
        TotalWeight = total;
    }

    /// <summary>How a list of voters is encoded, as <c>GrandpaApi_grandpa_authorities</c> answers it.</summary>
    public static ScaleCodec<ImmutableArray<GrandpaAuthority>> ListCodec { get; } = Scale.Vec(GrandpaAuthority.Codec, MaxAuthorities);

    /// <summary>The set's number: it is signed, and raised by one with every change.</summary>
    public ulong SetId { get; }

    /// <summary>The voters as they were listed.</summary>
    public ImmutableArray<GrandpaAuthority> Authorities { get; }

    /// <summary>What all votes together count.</summary>
    public ulong TotalWeight { get; }

    /// <summary>What votes have to count to make a block final: more than two thirds.</summary>
    public ulong Threshold => TotalWeight - ((TotalWeight - 1) / 3);

    /// <summary>The number of different voters.</summary>
    public int Count => _weights.Count;

    /// <summary>Makes a set, if there are voters, not too many, and their weights can be added up.</summary>
    public static bool TryCreate(ulong setId, ImmutableArray<GrandpaAuthority> authorities, out AuthoritySet? set)
    {
        set = null;
        if (authorities.IsDefaultOrEmpty || authorities.Length > MaxAuthorities)
        {
            return false;
        }

        var weights = new Dictionary<Bytes32, ulong>(authorities.Length);
        var total = UInt128.Zero;
        foreach (var (key, weight) in authorities.Where(authority => authority.Weight > 0))
        {
            total += weight;
            weights[key] = unchecked(weights.GetValueOrDefault(key) + weight);
        }

        if (total == 0 || total > ulong.MaxValue)
        {
            return false;
        }

        set = new AuthoritySet(setId, authorities, weights, (ulong)total);
        return true;
    }

    /// <summary>Makes a set.</summary>
    /// <exception cref="ArgumentException">No voters, too many, or weights that overflow.</exception>
    public static AuthoritySet Create(ulong setId, ImmutableArray<GrandpaAuthority> authorities) =>
        TryCreate(setId, authorities, out var set)
            ? set!
            : throw new ArgumentException($"an authority set has 1 to {MaxAuthorities} voters whose weights add up to a u64", nameof(authorities));

    /// <summary>What a voter's vote counts; 0 for anybody else.</summary>
    public ulong WeightOf(in Bytes32 publicKey) => _weights.GetValueOrDefault(publicKey);

    /// <inheritdoc/>
    public bool Equals(AuthoritySet? other) =>
        other is not null && SetId == other.SetId && Authorities.AsSpan().SequenceEqual(other.Authorities.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as AuthoritySet);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(SetId, Authorities.Length, TotalWeight);
}
