using System.Runtime.InteropServices;
using System.Text.Json;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;

namespace SubstraTee.Worker;

/// <summary>Reads finalized blocks as the node's <c>substratee_blockBundle</c> gives them: megabytes of hexadecimal text.</summary>
internal static class BlockBundle
{
    /// <summary>The blocks as the enclave takes them; null when there are none yet, or none that is proven final.</summary>
    /// <exception cref="InvalidDataException">It is no bundle.</exception>
    public static EnclaveInput.ImportBlocks? Read(JsonElement bundle)
    {
        var blocks = List(bundle, "blocks"u8);
        return blocks.GetArrayLength() > 0 && bundle.TryGetProperty("justification"u8, out var justification)
            && justification.ValueKind == JsonValueKind.String
                ? new EnclaveInput.ImportBlocks([.. blocks.EnumerateArray().Select(Block)], Bytes(justification))
                : null;
    }

    private static BlockInput Block(JsonElement block) => new(
        Bytes(Member(block, "header"u8)),
        [.. List(block, "extrinsics"u8).EnumerateArray().Select(Bytes)],
        [.. List(block, "proof"u8).EnumerateArray().Select(Bytes)]);

    private static JsonElement Member(JsonElement of, ReadOnlySpan<byte> name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var member) ? member : throw NoBundle();

    private static JsonElement List(JsonElement of, ReadOnlySpan<byte> name) =>
        Member(of, name) is { ValueKind: JsonValueKind.Array } list ? list : throw NoBundle();

    // Straight from the message's bytes: as strings they would take twice the room. Digits are never escaped.
    private static byte[] Bytes(JsonElement text) =>
        text.ValueKind == JsonValueKind.String
        && Hex.TryDecode(JsonMarshal.GetRawUtf8Value(text)[1..^1], ProtocolLimits.MaxFrameBytes, out var bytes)
            ? bytes
            : throw NoBundle();

    private static InvalidDataException NoBundle() => new("the node's answer to substratee_blockBundle is no bundle of blocks");
}
