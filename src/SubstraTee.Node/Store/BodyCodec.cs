using System.Collections.Immutable;
using SubstraTee.Codec;

namespace SubstraTee.Node;

/// <summary>A block's body as it lies in the database: Substrate's encoding of a list of extrinsics.</summary>
internal static class BodyCodec
{
    public static byte[] Encode(ImmutableArray<ReadOnlyMemory<byte>> body)
    {
        var writer = new ScaleWriter(body.Sum(one => one.Length) + 5);
        writer.WriteCompact((uint)body.Length);
        foreach (var extrinsic in body)
        {
            // An extrinsic carries its own length in front.
            writer.WriteRaw(extrinsic.Span);
        }

        return writer.ToArray();
    }

    public static ImmutableArray<ReadOnlyMemory<byte>> Decode(byte[] bytes)
    {
        var reader = new ScaleReader(bytes);
        var count = reader.ReadCount(1);
        var body = ImmutableArray.CreateBuilder<ReadOnlyMemory<byte>>(count);
        for (var i = 0; i < count; i++)
        {
            var start = reader.Position;
            reader.ReadBytes(reader.ReadCount(1));
            body.Add(bytes.AsMemory(start, reader.Position - start));
        }

        reader.EnsureEnd();
        return body.MoveToImmutable();
    }
}
