using System.Collections.Immutable;

namespace SubstraTee.Attestation.Intel;

/// <summary>What a verified TCB info says of one kind of platform.</summary>
public sealed class TcbInfoStatement
{
    internal TcbInfoStatement(TcbInfo info)
    {
        IsTdx = info.IsTdx;
        Fmspc = [.. info.Fmspc];
        IssueDate = info.IssueDate;
        NextUpdate = info.NextUpdate;
        Levels = [.. info.Levels.Select(level => new TcbInfoLevel([.. level.SgxComponents], level.PceSvn, level.Status))];
    }

    /// <summary>Whether it is about TDX and not about SGX.</summary>
    public bool IsTdx { get; }

    /// <summary>Which platforms, 6 bytes.</summary>
    public ImmutableArray<byte> Fmspc { get; }

    /// <summary>Unix seconds.</summary>
    public long IssueDate { get; }

    /// <summary>Unix seconds.</summary>
    public long NextUpdate { get; }

    /// <summary>Levels in the order given: the first one that a platform covers is its own.</summary>
    public ImmutableArray<TcbInfoLevel> Levels { get; }
}
