namespace SubstraTee.Codec.Generator;

/// <summary>The types that are written and read without a codec object.</summary>
internal static class Primitive
{
    private static readonly Dictionary<string, CodecPlan> Plain = new(StringComparer.Ordinal)
    {
        ["System.Boolean"] = Of("Bool", "bool", 1, "writer.WriteBool({0})", "reader.ReadBool()"),
        ["System.Byte"] = Of("U8", "u8", 1, "writer.WriteByte({0})", "reader.ReadByte()"),
        ["System.UInt16"] = Of("U16", "u16", 2, "writer.WriteU16({0})", "reader.ReadU16()"),
        ["System.UInt32"] = Of("U32", "u32", 4, "writer.WriteU32({0})", "reader.ReadU32()"),
        ["System.UInt64"] = Of("U64", "u64", 8, "writer.WriteU64({0})", "reader.ReadU64()"),
        ["System.UInt128"] = Of("U128", "u128", 16, "writer.WriteU128({0})", "reader.ReadU128()"),
        ["System.SByte"] = Of("I8", "i8", 1, "writer.WriteByte(unchecked((byte){0}))", "unchecked((sbyte)reader.ReadByte())"),
        ["System.Int16"] = Of("I16", "i16", 2, "writer.WriteU16(unchecked((ushort){0}))", "unchecked((short)reader.ReadU16())"),
        ["System.Int32"] = Of("I32", "i32", 4, "writer.WriteU32(unchecked((uint){0}))", "unchecked((int)reader.ReadU32())"),
        ["System.Int64"] = Of("I64", "i64", 8, "writer.WriteU64(unchecked((ulong){0}))", "unchecked((long)reader.ReadU64())"),
        ["System.Int128"] = Of(
            "I128", "i128", 16, "writer.WriteU128(unchecked((global::System.UInt128){0}))", "unchecked((global::System.Int128)reader.ReadU128())"),
        ["System.String"] = Of("Str", "String", 1),
        ["SubstraTee.Primitives.Bytes32"] = Of("Bytes32", "[u8; 32]", 32, "writer.WriteBytes32({0})", "reader.ReadBytes32()"),
        ["SubstraTee.Primitives.Hash256"] = OfBytes32("Hash256", "H256"),
        ["SubstraTee.Primitives.AccountId"] = OfBytes32("AccountId", "AccountId"),
        ["SubstraTee.Primitives.ShardId"] = OfBytes32("ShardId", "ShardId"),
        ["SubstraTee.Primitives.InstanceId"] = OfBytes32("InstanceId", "InstanceId"),
        ["SubstraTee.Primitives.ShieldingKey"] = OfBytes32("ShieldingKey", "ShieldingKey"),
        ["SubstraTee.Primitives.Measurement"] = Of("Measurement", "Measurement", 34),
        ["SubstraTee.Codec.Unit"] = Of("Unit", "()", 0),
        ["SubstraTee.Codec.BitSequence"] = Of("BitVec", "BitVec<u8, Lsb0>", 1),
    };

    private static readonly Dictionary<string, CodecPlan> Compact = new(StringComparer.Ordinal)
    {
        ["System.Byte"] = Of("CompactU8", "u8", 1),
        ["System.UInt16"] = Of("CompactU16", "u16", 1),
        ["System.UInt32"] = Of("CompactU32", "u32", 1, "writer.WriteCompact({0})", "reader.ReadCompactU32()"),
        ["System.UInt64"] = Of("CompactU64", "u64", 1, "writer.WriteCompact({0})", "reader.ReadCompactU64()"),
        ["System.UInt128"] = Of("CompactU128", "u128", 1, "writer.WriteCompact({0})", "reader.ReadCompactU128()"),
    };

    public static CodecPlan? Find(string type) => Plain.TryGetValue(type, out var plan) ? plan : null;

    public static CodecPlan? FindCompact(string type) => Compact.TryGetValue(type, out var plan) ? plan : null;

    private static CodecPlan Of(string member, string rust, int size, string? write = null, string? read = null) =>
        new(Names.Scale + member, rust, MinSize.Of(size), Write: write, Read: read);

    private static CodecPlan OfBytes32(string name, string rust) => Of(
        name, rust, 32, "writer.WriteBytes32({0}.Bytes)", $"new {Names.Primitives}{name}(reader.ReadBytes32())");
}
