using System.Collections.Immutable;

namespace SubstraTee.Codec;

internal sealed class VecCodec<T>(ScaleCodec<T> item, int max) : ScaleCodec<ImmutableArray<T>>
{
    // Items without bytes cost nothing to send, so only a limit keeps their number down.
    private const int MaxZeroSized = 4096;

    public override int MinSize => 1;

    public override uint Describe(TypeRegistryBuilder registry)
    {
        var number = item.Describe(registry);
        return registry.Add($"Vec<{number}>", _ => PortableType.Anonymous(new TypeDefinition.Sequence(number)));
    }

    public override void Write(ScaleWriter writer, ImmutableArray<T> value)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value.Length, max, nameof(value));
        writer.WriteCompact((uint)value.Length);
        foreach (var one in value)
        {
            item.Write(writer, one);
        }
    }

    public override ImmutableArray<T> Read(ref ScaleReader reader)
    {
        var count = reader.ReadCount(item.MinSize, item.MinSize == 0 ? Math.Min(max, MaxZeroSized) : max);
        return ArrayCodec<T>.ReadItems(ref reader, item, count);
    }
}

internal sealed class ArrayCodec<T>(ScaleCodec<T> item, int length) : ScaleCodec<ImmutableArray<T>>
{
    public override int MinSize => item.MinSize * length;

    public override uint Describe(TypeRegistryBuilder registry)
    {
        var number = item.Describe(registry);
        return registry.Add(
            $"[{number}; {length}]", _ => PortableType.Anonymous(new TypeDefinition.Array((uint)length, number)));
    }

    public override void Write(ScaleWriter writer, ImmutableArray<T> value)
    {
        if (value.Length != length)
        {
            throw new ArgumentException($"expected {length} items, got {value.Length}", nameof(value));
        }

        foreach (var one in value)
        {
            item.Write(writer, one);
        }
    }

    public override ImmutableArray<T> Read(ref ScaleReader reader) => ReadItems(ref reader, item, length);

    internal static ImmutableArray<T> ReadItems(ref ScaleReader reader, ScaleCodec<T> item, int count)
    {
        // Items may be larger in memory than on the wire, so the list grows with what was really read.
        var items = ImmutableArray.CreateBuilder<T>(Math.Min(count, 1024));
        reader.Enter();
        for (var i = 0; i < count; i++)
        {
            items.Add(item.Read(ref reader));
        }

        reader.Leave();
        return items.DrainToImmutable();
    }
}

internal sealed class MapCodec<TKey, TValue>(ScaleCodec<TKey> key, ScaleCodec<TValue> value, int max)
    : ScaleCodec<ImmutableSortedDictionary<TKey, TValue>>
    where TKey : notnull
{
    public override int MinSize => 1;

    public override uint Describe(TypeRegistryBuilder registry)
    {
        var k = key.Describe(registry);
        var v = value.Describe(registry);
        return registry.Add($"BTreeMap<{k}, {v}>", types => PortableType.Named(
            "BTreeMap",
            new TypeDefinition.Composite([new TypeField(null, Scale.Vec(Scale.Tuple(key, value)).Describe(types))]),
            new TypeParameter("K", k),
            new TypeParameter("V", v)));
    }

    public override void Write(ScaleWriter writer, ImmutableSortedDictionary<TKey, TValue> value1)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value1.Count, max, nameof(value1));
        writer.WriteCompact((uint)value1.Count);
        foreach (var (k, v) in value1)
        {
            key.Write(writer, k);
            value.Write(writer, v);
        }
    }

    public override ImmutableSortedDictionary<TKey, TValue> Read(ref ScaleReader reader)
    {
        var count = reader.ReadCount(Math.Max(1, key.MinSize + value.MinSize), max);
        var entries = ImmutableSortedDictionary.CreateBuilder<TKey, TValue>();
        reader.Enter();
        TKey? last = default;
        for (var i = 0; i < count; i++)
        {
            var k = key.Read(ref reader);
            if (i > 0 && entries.KeyComparer.Compare(last!, k) >= 0)
            {
                throw reader.Fault(ScaleFault.UnsortedKeys);
            }

            entries.Add(k, value.Read(ref reader));
            last = k;
        }

        reader.Leave();
        return entries.ToImmutable();
    }
}

internal sealed class SetCodec<T>(ScaleCodec<T> item, int max) : ScaleCodec<ImmutableSortedSet<T>>
{
    public override int MinSize => 1;

    public override uint Describe(TypeRegistryBuilder registry)
    {
        var t = item.Describe(registry);
        return registry.Add($"BTreeSet<{t}>", types => PortableType.Named(
            "BTreeSet",
            new TypeDefinition.Composite([new TypeField(null, Scale.Vec(item).Describe(types))]),
            new TypeParameter("T", t)));
    }

    public override void Write(ScaleWriter writer, ImmutableSortedSet<T> value)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value.Count, max, nameof(value));
        writer.WriteCompact((uint)value.Count);
        foreach (var one in value)
        {
            item.Write(writer, one);
        }
    }

    public override ImmutableSortedSet<T> Read(ref ScaleReader reader)
    {
        var count = reader.ReadCount(Math.Max(1, item.MinSize), max);
        var items = ImmutableSortedSet.CreateBuilder<T>();
        reader.Enter();
        for (var i = 0; i < count; i++)
        {
            var one = item.Read(ref reader);
            if (i > 0 && items.KeyComparer.Compare(items.Max!, one) >= 0)
            {
                throw reader.Fault(ScaleFault.UnsortedKeys);
            }

            items.Add(one);
        }

        reader.Leave();
        return items.ToImmutable();
    }
}
