namespace SubstraTee.Trie;

/// <summary>Changes a tree of nodes in place where the owner may, and copies the branches on the way where it may not.</summary>
/// <remarks>Links on the way to a change are marked as unknown. Loops, not recursion: nested keys make a trie deep.</remarks>
internal static class TrieEditor
{
    /// <summary>Gives a key a value that it does not have yet.</summary>
    public static void Insert(
        ref TrieNode? root, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, object owner)
    {
        if (root is null)
        {
            root = LeafNode.Create(NibblePath.OfKey(key, 0), value);
            return;
        }

        ref var slot = ref root;
        var position = 0;
        while (true)
        {
            var rest = NibblePath.OfKey(key, position);
            var length = slot.PathLength;
            var common = slot.Path.CommonPrefix(rest);
            if (common < length)
            {
                slot = Split(slot, common, rest, value, owner);
                return;
            }

            if (length == rest.Length)
            {
                slot = WithValue(slot, rest, value, owner);
                return;
            }

            var branch = slot is BranchNode existing
                ? existing.OwnedBy(owner)
                : BranchNode.CreateWithValue(slot.Path, slot.ValueSpan, owner);
            slot = branch;
            var nibble = rest[length];
            if (branch.Child(nibble) is null)
            {
                branch.AddChild(nibble, LeafNode.Create(rest.Slice(length + 1), value));
                return;
            }

            branch.MarkDirty(nibble);
            slot = ref branch.ChildSlot(nibble)!;
            position += length + 1;
        }
    }

    private static BranchNode Split(
        TrieNode node, int common, NibblePath rest, ReadOnlySpan<byte> value, object owner)
    {
        var path = node.Path.Slice(0, common);
        var endsHere = common == rest.Length;
        var branch = endsHere ? BranchNode.CreateWithValue(path, value, owner) : BranchNode.Create(path, owner);
        branch.AddChild(node.Path[common], node.WithoutPathStart(common + 1, owner));
        if (!endsHere)
        {
            branch.AddChild(rest[common], LeafNode.Create(rest.Slice(common + 1), value));
        }

        return branch;
    }

    private static TrieNode WithValue(TrieNode node, NibblePath path, ReadOnlySpan<byte> value, object owner)
    {
        if (node is not BranchNode branch)
        {
            return LeafNode.Create(path, value);
        }

        var owned = branch.OwnedBy(owner);
        owned.SetValue(value);
        return owned;
    }

    /// <summary>Removes what is known to be there: the value at a key, or everything that begins with it.</summary>
    public static void Delete(
        ref TrieNode? root, ReadOnlySpan<byte> key, bool withDescendants, object owner)
    {
        ref var slot = ref root;
        ref var above = ref root;
        var nibble = -1;
        var position = 0;
        while (true)
        {
            var rest = NibblePath.OfKey(key, position);
            var length = slot!.PathLength;
            if (length >= rest.Length)
            {
                break;
            }

            var branch = ((BranchNode)slot).OwnedBy(owner);
            slot = branch;
            above = ref slot;
            nibble = rest[length];
            branch.MarkDirty(nibble);
            slot = ref branch.ChildSlot(nibble)!;
            position += length + 1;
        }

        if (slot is BranchNode kept && !withDescendants)
        {
            var owned = kept.OwnedBy(owner);
            owned.ClearValue();
            slot = Collapse(owned, owner);
        }
        else if (nibble < 0)
        {
            root = null;
        }
        else
        {
            var parent = (BranchNode)above!;
            parent.RemoveChild(nibble);
            above = Collapse(parent, owner);
        }
    }

    /// <summary>A branch must have two children, or a value and one; what is left with less becomes the simpler node.</summary>
    private static TrieNode Collapse(BranchNode branch, object owner)
    {
        if (branch.ChildCount == 0)
        {
            return LeafNode.Create(branch.Path, branch.ValueSpan);
        }

        if (branch.ChildCount > 1 || branch.HasValue)
        {
            return branch;
        }

        var child = branch.OnlyChild(out var nibble);
        return child.WithPathBefore(branch.Path, nibble, owner);
    }

    /// <summary>The same nodes with no link known; leaves, which keep none, are shared.</summary>
    public static TrieNode WithoutLinks(TrieNode root, object owner)
    {
        if (root is not BranchNode branch)
        {
            return root;
        }

        var copy = branch.WithoutLinks(owner);
        var open = new Stack<BranchNode>();
        open.Push(copy);
        while (open.TryPop(out var parent))
        {
            for (var nibble = NibblePath.NextIn(parent.Bitmap, 0); nibble < 16;
                nibble = NibblePath.NextIn(parent.Bitmap, nibble + 1))
            {
                ref var slot = ref parent.ChildSlot(nibble);
                if (slot is BranchNode child)
                {
                    var childCopy = child.WithoutLinks(owner);
                    slot = childCopy;
                    open.Push(childCopy);
                }
            }
        }

        return copy;
    }
}
