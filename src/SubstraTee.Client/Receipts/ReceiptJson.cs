using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using SubstraTee.Codec;
using SubstraTee.Enclave.Protocol;
using SubstraTee.LightClient;
using SubstraTee.Primitives;
using SubstraTee.Substrate;

namespace SubstraTee.Client;

/// <summary>Bundles as documents of the schema <c>substratee.receipt/1</c>: bytes as they are on the wire, in hexadecimal.</summary>
internal static class ReceiptJson
{
    public const string Schema = "substratee.receipt/1";
    private const int MaxDocument = 64 << 20;
    private const int MaxHeaders = 4096;
    private const int MaxChanges = 4096;
    private const int MaxNodes = 65_536;

    private static readonly ScaleCodec<ImmutableArray<ReceiptSignature>> SignaturesCodec = Scale.Vec(ReceiptSignature.Codec, ProtocolLimits.MaxReceiptSigners);

    public static string Write(ReceiptBundle bundle)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            var served = bundle.Served;
            writer.WriteStartObject();
            writer.WriteString("schema", Schema);
            writer.WriteString("shard", ShardDescriptor.IdOf(bundle.Descriptor.Span).ToString());
            writer.WriteString("descriptor", Hex.Encode(bundle.Descriptor.Span));
            writer.WriteString("envelope", Hex.Encode(bundle.Envelope.Span));
            writer.WriteString("ciphertextHash", served.Leaf.CiphertextHash.ToString());
            writer.WriteString("receipt", Hex.Encode(Receipt.Codec.Encode(served.Receipt)));
            writer.WriteString("signatures", Hex.Encode(SignaturesCodec.Encode(served.Signatures)));
            writer.WriteString("leaf", Hex.Encode(Leaf.Codec.Encode(served.Leaf)));
            writer.WriteNumber("index", served.Index);
            List(writer, "path", served.Path.Select(one => one.ToString()));
            writer.WriteString("sealedOutcome", Hex.Encode(served.SealedOutcome.Span));
            writer.WriteStartObject("anchor");
            writer.WriteStartArray("voterChanges");
            foreach (var change in bundle.Anchor.Changes)
            {
                writer.WriteStartObject();
                Justified(writer, change.Headers, change.Justification);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            Justified(writer, bundle.Anchor.Headers, bundle.Anchor.Justification);
            List(writer, "proof", bundle.Anchor.Proof.Select(node => Hex.Encode(node.Span)));
            writer.WriteString("metadata", Hex.Encode(bundle.Anchor.Metadata.Span));
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static bool TryRead(string json, [NotNullWhen(true)] out ReceiptBundle? bundle, out string why)
    {
        bundle = null;
        if (json.Length > MaxDocument)
        {
            why = $"the document has more than {MaxDocument} characters";
            return false;
        }

        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 8 });
            bundle = Read(document.RootElement);
            why = string.Empty;
            return true;
        }
        catch (JsonException refused)
        {
            why = $"it is no JSON: {refused.Message}";
            return false;
        }
        catch (FormatException refused)
        {
            why = refused.Message;
            return false;
        }
    }

    private static ReceiptBundle Read(JsonElement root)
    {
        if (Member(root, "schema") is not { ValueKind: JsonValueKind.String } schema || schema.GetString() != Schema)
        {
            throw new FormatException($"its 'schema' is not {Schema}");
        }

        var index = Member(root, "index");
        var served = new ServedReceipt(
            Decode(root, "receipt", Receipt.Codec),
            Decode(root, "signatures", SignaturesCodec),
            Decode(root, "leaf", Leaf.Codec),
            index.ValueKind == JsonValueKind.Number && index.TryGetUInt32(out var number)
                ? number
                : throw new FormatException("'index' is no number of 32 bits"),
            [.. Items(root, "path", 32).Select(one => one.Length == Bytes32.Length
                ? new Hash256(one)
                : throw new FormatException("'path' has something that is no hash"))],
            Bytes(root, "sealedOutcome", ProtocolLimits.MaxEnvelopeBytes));
        var anchor = Member(root, "anchor");
        var proof = new ReceiptAnchorProof(
            Headers(anchor, MaxHeaders),
            Bytes(anchor, "justification", MaxDocument),
            [.. Items(anchor, "proof", MaxNodes).Select(node => (ReadOnlyMemory<byte>)node)],
            Bytes(anchor, "metadata", ProtocolLimits.MaxMetadataBytes))
        {
            Changes =
            [
                .. Elements(anchor, "voterChanges", MaxChanges).Select(change =>
                    new VoterChange(Headers(change, VoterChange.MaxHeaders), Bytes(change, "justification", MaxDocument))),
            ],
        };
        return new ReceiptBundle(
            Bytes(root, "descriptor", ProtocolLimits.MaxDescriptorBytes),
            Bytes(root, "envelope", ProtocolLimits.MaxEnvelopeBytes),
            served,
            proof);
    }

    private static void Justified(Utf8JsonWriter writer, ImmutableArray<BlockHeader> headers, ReadOnlyMemory<byte> justification)
    {
        List(writer, "headers", headers.Select(header => Hex.Encode(BlockHeader.Codec.Encode(header))));
        writer.WriteString("justification", Hex.Encode(justification.Span));
    }

    private static ImmutableArray<BlockHeader> Headers(JsonElement element, int max) =>
        [.. Items(element, "headers", max).Select(header => Decode(header, "headers", BlockHeader.Codec))];

    private static void List(Utf8JsonWriter writer, string name, IEnumerable<string> items)
    {
        writer.WriteStartArray(name);
        foreach (var item in items)
        {
            writer.WriteStringValue(item);
        }

        writer.WriteEndArray();
    }

    private static JsonElement Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member)
            ? member
            : throw new FormatException($"'{name}' is missing");

    private static byte[] Bytes(JsonElement element, string name, int max) => Bytes(Member(element, name), max, name);

    private static byte[] Bytes(JsonElement element, int max, string name) =>
        element.ValueKind == JsonValueKind.String && Hex.TryDecode(element.GetString(), max, out var bytes)
            ? bytes
            : throw new FormatException($"'{name}' is no hexadecimal text of at most {max} bytes");

    private static List<byte[]> Items(JsonElement element, string name, int max) =>
        [.. Elements(element, name, max).Select(item => Bytes(item, MaxDocument, name))];

    private static JsonElement.ArrayEnumerator Elements(JsonElement element, string name, int max)
    {
        var list = Member(element, name);
        return list.ValueKind == JsonValueKind.Array && list.GetArrayLength() <= max
            ? list.EnumerateArray()
            : throw new FormatException($"'{name}' is no list of at most {max}");
    }

    private static T Decode<T>(JsonElement element, string name, ScaleCodec<T> codec) =>
        Decode(Bytes(element, name, MaxDocument), name, codec);

    private static T Decode<T>(byte[] bytes, string name, ScaleCodec<T> codec) =>
        codec.TryDecode(bytes, out var value, out var fault) ? value : throw new FormatException($"'{name}' does not decode: {fault}");
}
