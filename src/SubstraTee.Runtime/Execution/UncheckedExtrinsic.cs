using System.Diagnostics.CodeAnalysis;
using SubstraTee.Codec;
using SubstraTee.Crypto;
using SubstraTee.Substrate;

namespace SubstraTee.Runtime;

/// <summary>An extrinsic of version 4 as it came in (<c>sp_runtime::generic::UncheckedExtrinsic</c>).</summary>
internal sealed class UncheckedExtrinsic
{
    private const byte Version = 4;
    private const byte SignedBit = 0x80;

    private readonly ReadOnlyMemory<byte> _call;
    private readonly ReadOnlyMemory<byte> _extra;

    private UncheckedExtrinsic(
        ReadOnlyMemory<byte> bytes, SignedPart? signed, RuntimeCall call, ReadOnlyMemory<byte> callBytes, ReadOnlyMemory<byte> extraBytes)
    {
        Bytes = bytes;
        Signed = signed;
        Call = call;
        _call = callBytes;
        _extra = extraBytes;
    }

    /// <summary>The whole, as it stands in a block's body.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Who signed what, or null for an inherent.</summary>
    public SignedPart? Signed { get; }

    public RuntimeCall Call { get; }

    /// <summary>The encoding of an extrinsic that nobody signed.</summary>
    public static byte[] EncodeBare(RuntimeCall call)
    {
        var body = new ScaleWriter(64);
        body.WriteByte(Version);
        RuntimeCall.Codec.Write(body, call);
        return Scale.Bytes.Encode(body.ToArray());
    }

    public static bool TryDecode(ReadOnlyMemory<byte> bytes, [MaybeNullWhen(false)] out UncheckedExtrinsic extrinsic)
    {
        extrinsic = null;
        try
        {
            extrinsic = bytes.Length <= RuntimeLimits.MaxBlockBytes ? Decode(bytes) : null;
        }
        catch (ScaleException)
        {
            return false;
        }

        return extrinsic is not null;
    }

    /// <summary>What the signature covers, apart from what it implies: call, then what the extensions add.</summary>
    public void WritePayload(ScaleWriter writer)
    {
        writer.WriteRaw(_call.Span);
        writer.WriteRaw(_extra.Span);
    }

    private static UncheckedExtrinsic Decode(ReadOnlyMemory<byte> bytes)
    {
        var reader = new ScaleReader(bytes.Span);
        if (reader.ReadCount(1) != reader.Remaining)
        {
            throw reader.Fault(ScaleFault.TrailingBytes);
        }

        SignedPart? signed = null;
        var kind = reader.ReadByte();
        var extraStart = reader.Position;
        if (kind == (Version | SignedBit))
        {
            var address = MultiAddress.Codec.Read(ref reader);
            var signature = MultiSignature.Codec.Read(ref reader);
            extraStart = reader.Position;
            signed = new SignedPart(address, signature, TransactionExtra.Codec.Read(ref reader));
        }
        else if (kind != Version)
        {
            throw reader.Fault(ScaleFault.InvalidTag);
        }

        var callStart = reader.Position;
        var call = RuntimeCall.Codec.Read(ref reader);
        reader.EnsureEnd();
        return new UncheckedExtrinsic(bytes, signed, call, bytes[callStart..], bytes[extraStart..callStart]);
    }
}

/// <summary>What a signed extrinsic has before its call.</summary>
internal sealed record SignedPart(MultiAddress Address, Signature Signature, TransactionExtra Extra);
