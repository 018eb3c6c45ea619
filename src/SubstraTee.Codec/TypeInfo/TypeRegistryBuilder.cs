using System.Collections.Immutable;

namespace SubstraTee.Codec;

/// <summary>Collects the types that metadata or a schema mentions, each once, numbered in order of first mention.</summary>
public sealed class TypeRegistryBuilder
{
    private readonly Dictionary<string, uint> _numbers = new(StringComparer.Ordinal);
    private readonly List<PortableType?> _types = [];

    /// <summary>Returns the number of the type known as <paramref name="key"/>, building it on first mention.</summary>
    /// <param name="key">What tells the type from others, for example <c>Vec&lt;u8&gt;</c>.</param>
    /// <param name="build">Describes the type; it may mention the type itself, which has its number already.</param>
    public uint Add(string key, Func<TypeRegistryBuilder, PortableType> build)
    {
        if (_numbers.TryGetValue(key, out var known))
        {
            return known;
        }

        var number = (uint)_types.Count;
        _numbers.Add(key, number);
        _types.Add(null);
        _types[(int)number] = build(this);
        return number;
    }

    /// <summary>All types, the index being the number.</summary>
    public ImmutableArray<PortableType> Build() =>
        [.. _types.Select(type => type ?? throw new InvalidOperationException("a type is still being described"))];

    /// <summary>All types, as a registry to decode by.</summary>
    public PortableRegistry BuildRegistry() => new(Build());
}
