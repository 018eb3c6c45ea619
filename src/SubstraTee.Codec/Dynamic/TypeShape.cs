using System.Collections.Immutable;

namespace SubstraTee.Codec;

/// <summary>What the parts of the dynamic codec ask of a type's description.</summary>
internal static class TypeShape
{
    /// <summary>Structs of one unnamed field are looked through this many times, so that a circle of them ends.</summary>
    private const int MaxWrappers = 16;

    /// <summary>True for a struct that is nothing but its content.</summary>
    public static bool IsWrapper(ImmutableArray<TypeField> fields) => fields is [{ Name: null }];

    /// <summary>True for a tuple struct.</summary>
    public static bool IsUnnamed(ImmutableArray<TypeField> fields) => fields.All(field => field.Name is null);

    public static bool IsU8(PortableRegistry registry, uint number) =>
        registry.TryGet(number, out var type) && type.Definition is TypeDefinition.Primitive { Kind: PrimitiveKind.U8 };

    /// <summary>The type behind structs of one field.</summary>
    public static PortableType Unwrap(PortableRegistry registry, uint number)
    {
        for (var i = 0; i < MaxWrappers && registry.TryGet(number, out var type); i++)
        {
            switch (type.Definition)
            {
                case TypeDefinition.Composite { Fields: [var only] }:
                    number = only.Type;
                    break;
                case TypeDefinition.Tuple { Items: [var only] }:
                    number = only;
                    break;
                default:
                    return type;
            }
        }

        throw new ScaleException(ScaleFault.InvalidType, 0);
    }

    /// <summary>The number of bits behind a compact type; 0 for the compact unit, which has no bytes.</summary>
    public static int CompactBits(PortableRegistry registry, uint item) => Unwrap(registry, item).Definition switch
    {
        TypeDefinition.Primitive { Kind: >= PrimitiveKind.U8 and <= PrimitiveKind.U256 and var kind } => BitsOf(kind),
        TypeDefinition.Tuple { Items: [] } or TypeDefinition.Composite { Fields: [] } => 0,
        _ => throw new ScaleException(ScaleFault.InvalidType, 0),
    };

    public static int BitsOf(PrimitiveKind kind) => kind switch
    {
        PrimitiveKind.U8 or PrimitiveKind.I8 => 8,
        PrimitiveKind.U16 or PrimitiveKind.I16 => 16,
        PrimitiveKind.U32 or PrimitiveKind.I32 => 32,
        PrimitiveKind.U64 or PrimitiveKind.I64 => 64,
        PrimitiveKind.U128 or PrimitiveKind.I128 => 128,
        PrimitiveKind.U256 or PrimitiveKind.I256 => 256,
        _ => 0,
    };

    public static bool IsSigned(PrimitiveKind kind) => kind is >= PrimitiveKind.I8 and <= PrimitiveKind.I256;

    /// <summary>The codec of a bit sequence as its description asks for it.</summary>
    public static ScaleCodec<BitSequence> Bits(PortableRegistry registry, TypeDefinition.BitSequence type)
    {
        var store = registry.TryGet(type.Store, out var word) && word.Definition is TypeDefinition.Primitive { Kind: var kind }
            ? kind switch
            {
                PrimitiveKind.U8 => BitStore.U8,
                PrimitiveKind.U16 => BitStore.U16,
                PrimitiveKind.U32 => BitStore.U32,
                PrimitiveKind.U64 => BitStore.U64,
                _ => throw new ScaleException(ScaleFault.InvalidType, 0),
            }
            : throw new ScaleException(ScaleFault.InvalidType, 0);
        var order = registry.TryGet(type.Order, out var end) && end.Path is [.., var name]
            ? name switch
            {
                "Lsb0" => BitOrder.Lsb0,
                "Msb0" => BitOrder.Msb0,
                _ => throw new ScaleException(ScaleFault.InvalidType, 0),
            }
            : throw new ScaleException(ScaleFault.InvalidType, 0);
        return Scale.BitVecOf(store, order);
    }
}
