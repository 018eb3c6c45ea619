using System.Collections.Immutable;
using SubstraTee.Enclave.Protocol;

namespace SubstraTee.Enclave;

/// <summary>Which policy of a shard is in force at which block: a pure function of the descriptor and what was proven announced.</summary>
/// <remarks>
/// The chain takes one announcement a block at most, and the next one not before the last is in force. An import proves the
/// state of its last block alone, so one that holds several announcements cannot be judged and is refused; single blocks
/// always can. However the blocks are cut into imports, every enclave comes to the same version at every block.
/// </remarks>
internal sealed class PolicySchedule
{
    private readonly PolicyInForce _first;

    /// <summary>The schedule of a shard.</summary>
    /// <param name="first">The descriptor's policy.</param>
    /// <param name="announced">Later ones by version; those that were replaced before the head may be missing.</param>
    public PolicySchedule(AdmissionPolicy first, ImmutableArray<AnnouncedPolicy> announced)
        : this(new PolicyInForce(0, 0, first), announced)
    {
    }

    private PolicySchedule(PolicyInForce first, ImmutableArray<AnnouncedPolicy> announced)
    {
        _first = first;
        Announced = announced;
    }

    /// <summary>The policies after the descriptor's that still matter, by version: what is sealed.</summary>
    public ImmutableArray<AnnouncedPolicy> Announced { get; }

    /// <summary>The newest version that is known.</summary>
    public uint Newest => Announced.IsEmpty ? 0 : Announced[^1].Version;

    /// <summary>The policy in force at a block, not before the head.</summary>
    public PolicyInForce At(uint block) => Announced.LastOrDefault(one => one.InForceFrom <= block) is { } announced ? InForce(announced) : _first;

    /// <summary>The policy that is announced but not in force at a block, or null.</summary>
    public PolicyInForce? NextAfter(uint block) =>
        Announced.FirstOrDefault(one => one.InForceFrom > block) is { } announced ? InForce(announced) : null;

    /// <summary>Every policy that is in force at a block or comes after it.</summary>
    public IEnumerable<AdmissionPolicy> From(uint block) =>
        [At(block).Policy, .. Announced.Where(one => one.InForceFrom > block).Select(one => one.Policy)];

    /// <summary>Takes up what the state of an import's last block says.</summary>
    /// <param name="newest">The newest version on chain.</param>
    /// <param name="next">The policy after the newest one known here, or null.</param>
    /// <param name="firstBlock">The import's first block.</param>
    /// <param name="lastBlock">Its last block.</param>
    /// <exception cref="RefusalException">More than one was announced, or the chain does not keep its own rules.</exception>
    public PolicySchedule Follow(uint newest, PolicyRecord? next, uint firstBlock, uint lastBlock)
    {
        if (newest == Newest)
        {
            return this;
        }

        if (newest > Newest + 1)
        {
            throw new RefusalException(RefusalCode.ProofIncomplete);
        }

        // Were it in force before the import, blocks that are behind the head would have run under the wrong version.
        return newest == Newest + 1 && next is { } record && record.InForceFrom >= firstBlock && record.Policy.Fault() is null
            ? new PolicySchedule(_first, Announced.Add(new AnnouncedPolicy(newest, record.InForceFrom, lastBlock, record.Policy)))
            : throw new RefusalException(RefusalCode.ChainLacksFeature);
    }

    /// <summary>Forgets what was replaced at or before the head.</summary>
    public PolicySchedule Prune(uint head)
    {
        var inForce = At(head).Version;
        return Announced.Any(one => one.Version < inForce)
            ? new PolicySchedule(_first, Announced.RemoveAll(one => one.Version < inForce))
            : this;
    }

    private static PolicyInForce InForce(AnnouncedPolicy one) => new(one.Version, one.KnownSince, one.Policy);
}
