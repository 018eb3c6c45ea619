namespace SubstraTee.Node;

/// <summary>Tags that the last blocks provided.</summary>
/// <remarks>
/// A transaction may be judged on a state that is a block old by the time it arrives; what it waits for can be on the chain
/// already, and would never come again. Two generations bound the memory.
/// </remarks>
internal sealed class RecentTags(int generationSize)
{
    private HashSet<Tag> _young = [];
    private HashSet<Tag> _old = [];

    public bool Contains(Tag tag) => _young.Contains(tag) || _old.Contains(tag);

    public void Add(Tag tag)
    {
        if (_young.Count >= generationSize)
        {
            (_old, _young) = (_young, []);
        }

        _young.Add(tag);
    }
}
