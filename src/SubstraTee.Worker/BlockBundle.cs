using System.Collections.Immutable;
using System.Text.Json;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;

namespace SubstraTee.Worker;

/// <summary>Reads finalized blocks as the node's <c>substratee_blockBundle</c> gives them: megabytes of hexadecimal text.</summary>
/// <remarks>Token by token, straight from the message's bytes: as a document and strings they would take three times the room.</remarks>
internal static class BlockBundle
{
    /// <summary>The blocks as the enclave takes them; null when there are none yet, or none that is proven final.</summary>
    /// <exception cref="InvalidDataException">It is no bundle.</exception>
    public static EnclaveInput.ImportBlocks? Read(ReadOnlySpan<byte> utf8Json)
    {
        try
        {
            var reader = new Utf8JsonReader(utf8Json);
            reader.Read();
            return Bundle(ref reader);
        }
        catch (JsonException wrong)
        {
            throw new InvalidDataException("the node's answer to substratee_blockBundle is no JSON", wrong);
        }
    }

    private static EnclaveInput.ImportBlocks? Bundle(ref Utf8JsonReader reader)
    {
        var blocks = ImmutableArray<BlockInput>.Empty;
        byte[]? justification = null;
        Require(reader.TokenType == JsonTokenType.StartObject);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (isBlocks, isJustification) = (reader.ValueTextEquals("blocks"u8), reader.ValueTextEquals("justification"u8));
            reader.Read();
            if (isBlocks)
            {
                blocks = List(ref reader, Block);
            }
            else if (isJustification && reader.TokenType != JsonTokenType.Null)
            {
                justification = Bytes(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        return blocks.IsEmpty || justification is null ? null : new EnclaveInput.ImportBlocks(blocks, justification);
    }

    private static BlockInput Block(ref Utf8JsonReader reader)
    {
        byte[]? header = null;
        ImmutableArray<byte[]> extrinsics = default;
        ImmutableArray<byte[]> proof = default;
        Require(reader.TokenType == JsonTokenType.StartObject);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isHeader = reader.ValueTextEquals("header"u8);
            var (isExtrinsics, isProof) = (reader.ValueTextEquals("extrinsics"u8), reader.ValueTextEquals("proof"u8));
            reader.Read();
            if (isHeader)
            {
                header = Bytes(ref reader);
            }
            else if (isExtrinsics)
            {
                extrinsics = List(ref reader, Bytes);
            }
            else if (isProof)
            {
                proof = List(ref reader, Bytes);
            }
            else
            {
                reader.Skip();
            }
        }

        Require(header is not null && !extrinsics.IsDefault && !proof.IsDefault);
        return new BlockInput(header!, extrinsics, proof);
    }

    private static ImmutableArray<T> List<T>(ref Utf8JsonReader reader, ReadOne<T> read)
    {
        Require(reader.TokenType == JsonTokenType.StartArray);
        var items = ImmutableArray.CreateBuilder<T>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(read(ref reader));
        }

        return items.DrainToImmutable();
    }

    private static byte[] Bytes(ref Utf8JsonReader reader)
    {
        Require(reader.TokenType == JsonTokenType.String && !reader.ValueIsEscaped);
        Require(Hex.TryDecode(reader.ValueSpan, ProtocolLimits.MaxFrameBytes, out var bytes));
        return bytes;
    }

    private static void Require(bool holds)
    {
        if (!holds)
        {
            throw new InvalidDataException("the node's answer to substratee_blockBundle is no bundle of blocks");
        }
    }

    private delegate T ReadOne<out T>(ref Utf8JsonReader reader);
}
