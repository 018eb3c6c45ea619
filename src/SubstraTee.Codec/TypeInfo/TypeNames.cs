namespace SubstraTee.Codec;

/// <summary>Types as Rust would write them, for messages and help.</summary>
internal static class TypeNames
{
    private const int MaxDepth = 5;

    public static string Of(PortableRegistry registry, uint number, int depth = 0)
    {
        if (depth > MaxDepth || !registry.TryGet(number, out var type))
        {
            return "…";
        }

        return type.Definition switch
        {
            _ when type.Path.Length > 0 => Named(registry, type, depth),
            TypeDefinition.Primitive { Kind: var kind } => kind.ToString().ToLowerInvariant(),
            TypeDefinition.Sequence sequence => $"Vec<{Of(registry, sequence.Item, depth + 1)}>",
            TypeDefinition.Array array => $"[{Of(registry, array.Item, depth + 1)}; {array.Length}]",
            TypeDefinition.Compact compact => Of(registry, compact.Item, depth + 1),
            TypeDefinition.Tuple tuple => $"({string.Join(", ", tuple.Items.Select(item => Of(registry, item, depth + 1)))})",
            TypeDefinition.BitSequence => "bits",
            TypeDefinition.Composite => "struct",
            _ => "enum",
        };
    }

    private static string Named(PortableRegistry registry, PortableType type, int depth)
    {
        var arguments = type.Parameters.Where(one => one.Type.HasValue).Select(one => Of(registry, one.Type!.Value, depth + 1)).ToList();
        return arguments.Count == 0 ? type.Path[^1] : $"{type.Path[^1]}<{string.Join(", ", arguments)}>";
    }
}
