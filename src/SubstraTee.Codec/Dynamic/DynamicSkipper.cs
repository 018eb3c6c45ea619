using System.Collections.Immutable;

namespace SubstraTee.Codec;

/// <summary>Steps over values without making them, refusing what reading them would refuse.</summary>
internal ref struct DynamicSkipper(PortableRegistry registry, int maxItems)
{
    private readonly PortableRegistry _registry = registry;
    private int _left = maxItems;

    public void Skip(uint number, ref ScaleReader reader)
    {
        reader.Enter();
        if (--_left < 0)
        {
            throw reader.Fault(ScaleFault.TooLong);
        }

        var type = _registry.TryGet(number, out var found) ? found : throw reader.Fault(ScaleFault.InvalidType);
        switch (type.Definition)
        {
            case TypeDefinition.Composite composite:
                SkipFields(composite.Fields, ref reader);
                break;
            case TypeDefinition.Variant variant:
                SkipVariant(variant, ref reader);
                break;
            case TypeDefinition.Sequence sequence when TypeShape.IsU8(_registry, sequence.Item):
                reader.ReadBytes(reader.ReadCount(1));
                break;
            case TypeDefinition.Sequence sequence:
                SkipItems(sequence.Item, reader.ReadCount(0), ref reader);
                break;
            case TypeDefinition.Array array when TypeShape.IsU8(_registry, array.Item):
                reader.ReadBytes((int)Math.Min(array.Length, int.MaxValue));
                break;
            case TypeDefinition.Array array:
                SkipItems(array.Item, (int)Math.Min(array.Length, int.MaxValue), ref reader);
                break;
            case TypeDefinition.Tuple tuple:
                foreach (var item in tuple.Items)
                {
                    Skip(item, ref reader);
                }

                break;
            case TypeDefinition.Primitive { Kind: var kind } when TypeShape.BitsOf(kind) is > 0 and var bits:
                reader.ReadBytes(bits / 8);
                break;
            default:
                // The rest is small, and its checks are those of reading it.
                new DynamicReader(_registry, maxItems: 1).Read(number, ref reader);
                break;
        }

        reader.Leave();
    }

    private void SkipVariant(TypeDefinition.Variant type, ref ScaleReader reader)
    {
        var index = reader.ReadByte();
        foreach (var variant in type.Variants)
        {
            if (variant.Index == index)
            {
                SkipFields(variant.Fields, ref reader);
                return;
            }
        }

        throw new ScaleException(ScaleFault.UnknownVariant, reader.Position - 1);
    }

    private void SkipFields(ImmutableArray<TypeField> fields, ref ScaleReader reader)
    {
        foreach (var field in fields)
        {
            Skip(field.Type, ref reader);
        }
    }

    private void SkipItems(uint item, int count, ref ScaleReader reader)
    {
        if (count > _left)
        {
            throw reader.Fault(ScaleFault.TooLong);
        }

        for (var i = 0; i < count; i++)
        {
            Skip(item, ref reader);
        }
    }
}
