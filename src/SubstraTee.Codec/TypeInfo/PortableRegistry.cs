using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace SubstraTee.Codec;

/// <summary>The types that metadata or a schema mentions; a type's place in the list is its number.</summary>
/// <remarks>
/// Encoded as metadata V14 and V15 and our STF schemas hold it: a count, then each type behind its compact number, in order
/// (scale-info, <c>PortableRegistry</c>). Every number that a type mentions is in the registry.
/// </remarks>
public sealed class PortableRegistry : IEquatable<PortableRegistry>
{
    /// <summary>The most types that are read: real runtimes have about a thousand.</summary>
    public const int MaxTypes = 65_536;

    /// <summary>Takes types, the index being the number.</summary>
    /// <exception cref="ArgumentException">A type mentions a number that is not there.</exception>
    public PortableRegistry(ImmutableArray<PortableType> types)
        : this(types, FindDangling(types))
    {
    }

    private PortableRegistry(ImmutableArray<PortableType> types, (int From, uint Missing)? dangling)
    {
        Types = dangling is null
            ? types
            : throw new ArgumentException(
                $"type {dangling.Value.From} mentions type {dangling.Value.Missing}, but there are only {types.Length} types", nameof(types));
    }

    /// <summary>How a registry is written and read.</summary>
    public static ScaleCodec<PortableRegistry> Codec { get; } = new RegistryCodec();

    /// <summary>All types, the index being the number.</summary>
    public ImmutableArray<PortableType> Types { get; }

    /// <summary>The type with a number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is none.</exception>
    public PortableType this[uint number] => TryGet(number, out var type)
        ? type
        : throw new ArgumentOutOfRangeException(nameof(number), number, $"there are only {Types.Length} types");

    /// <summary>Looks up the type with a number.</summary>
    public bool TryGet(uint number, [NotNullWhen(true)] out PortableType? type)
    {
        type = number < (uint)Types.Length ? Types[(int)number] : null;
        return type is not null;
    }

    /// <summary>The number of the first type with a path, written with <c>::</c> between its parts, or null.</summary>
    public uint? Find(string path)
    {
        var parts = path.Split("::");
        for (var number = 0; number < Types.Length; number++)
        {
            if (Types[number].Path.SequenceEqual(parts, StringComparer.Ordinal))
            {
                return (uint)number;
            }
        }

        return null;
    }

    /// <summary>A type as Rust would write it, shortened where it nests deep: <c>Vec&lt;(u32, AccountId32)&gt;</c>.</summary>
    public string NameOf(uint number) => TypeNames.Of(this, number);

    /// <inheritdoc/>
    public bool Equals(PortableRegistry? other) => other is not null && Types.SequenceEqual(other.Types);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PortableRegistry);

    /// <inheritdoc/>
    public override int GetHashCode() => Types.Length == 0 ? 0 : HashCode.Combine(Types.Length, Types[0], Types[^1]);

    private static (int From, uint Missing)? FindDangling(ImmutableArray<PortableType> types)
    {
        for (var number = 0; number < types.Length; number++)
        {
            foreach (var mentioned in types[number].Mentions())
            {
                if (mentioned >= (uint)types.Length)
                {
                    return (number, mentioned);
                }
            }
        }

        return null;
    }

    private sealed class RegistryCodec : ScaleCodec<PortableRegistry>
    {
        private const string Path = "scale_info::portable::PortableRegistry";

        public override int MinSize => 1;

        public override uint Describe(TypeRegistryBuilder registry) => registry.Add(Path, types =>
        {
            var item = Scale.Tuple(Scale.CompactU32, PortableType.Codec);
            return PortableType.Named(
                Path,
                new TypeDefinition.Composite([new TypeField("types", Scale.Vec(item).Describe(types), "Vec<PortableType>")]));
        });

        public override void Write(ScaleWriter writer, PortableRegistry value)
        {
            writer.WriteCompact((uint)value.Types.Length);
            for (var number = 0; number < value.Types.Length; number++)
            {
                writer.WriteCompact((uint)number);
                PortableType.Codec.Write(writer, value.Types[number]);
            }
        }

        public override PortableRegistry Read(ref ScaleReader reader)
        {
            var count = reader.ReadCount(1 + PortableType.Codec.MinSize, MaxTypes);
            var types = ImmutableArray.CreateBuilder<PortableType>(count);
            for (var number = 0; number < count; number++)
            {
                var start = reader.Position;
                if (reader.ReadCompactU32() != number)
                {
                    throw new ScaleException(ScaleFault.InvalidType, start);
                }

                types.Add(PortableType.Codec.Read(ref reader));
            }

            var all = types.MoveToImmutable();
            return FindDangling(all) is null
                ? new PortableRegistry(all, dangling: null)
                : throw reader.Fault(ScaleFault.InvalidType);
        }
    }
}
