using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using SubstraTee.Codec;
using SubstraTee.Crypto;
using SubstraTee.Primitives;

namespace SubstraTee.Substrate;

/// <summary>Builds, reads and checks the extrinsics of a chain, by the signed extensions that its metadata lists.</summary>
/// <remarks>
/// Source: <c>sp_runtime::generic::UncheckedExtrinsic</c>, format 4: length, version byte with the highest bit for signed
/// ones, then address, signature and extra, then the call. Safe for several threads.
/// </remarks>
public sealed class ExtrinsicV4
{
    private const byte Version = 4;
    private const byte SignedBit = 0x80;

    // A longer payload is signed by its hash (sp_runtime::generic::SignedPayload).
    private const int MaxPlainPayload = 256;

    private readonly ChainMetadata _chain;
    private readonly ImmutableArray<(SignedExtensionMetadata Metadata, SignedExtension? Known)> _extensions;

    /// <summary>Checks that the chain's extrinsics have the known form.</summary>
    /// <exception cref="ChainLacksException">Another format, address or signature, or a known extension of another form.</exception>
    public ExtrinsicV4(ChainMetadata chain)
    {
        _chain = chain;
        var extrinsic = chain.Metadata.Extrinsic;
        var types = chain.Metadata.Types;
        if (extrinsic.Version != Version)
        {
            throw ChainLacksException.OtherForm(ChainItemKind.Extrinsic, "version", $"{Version}", $"{extrinsic.Version}");
        }

        Require("address", "MultiAddress<AccountId32, ()>", MultiAddress.Codec, extrinsic.AddressType);
        Require("signature", "MultiSignature", MultiSignature.Codec, extrinsic.SignatureType);
        _extensions = [.. extrinsic.SignedExtensions.Select(one => (one, Resolve(one)))];
        UnknownExtensions =
        [
            .. _extensions
                .Where(one => one.Known is null && !(IsEmpty(one.Metadata.Type) && IsEmpty(one.Metadata.AdditionalSigned)))
                .Select(one => one.Metadata.Identifier),
        ];

        void Require(string part, string expected, IScaleCodec codec, uint type)
        {
            if (!TypeLayout.Matches(codec, types, type))
            {
                throw ChainLacksException.OtherForm(ChainItemKind.Extrinsic, part, expected, TypeLayout.Describe(types, type));
            }
        }
    }

    /// <summary>The extensions that have to be filled in and are not known here: with any of these nothing can be signed.</summary>
    public ImmutableArray<string> UnknownExtensions { get; }

    /// <summary>An extrinsic that nobody signed.</summary>
    public static byte[] Unsigned(ReadOnlySpan<byte> call) => WithLength([Version, .. call]);

    /// <summary>The bytes that a signer signs: call, extra and additional, hashed when longer than 256 bytes.</summary>
    /// <exception cref="ChainLacksException">An extension is not known and not empty.</exception>
    public byte[] SignedPayload(ReadOnlySpan<byte> call, SignedExtra extra, SigningContext context)
    {
        var writer = new ScaleWriter(512);
        writer.WriteRaw(call);
        WriteExtra(writer, extra);
        WriteAdditional(writer, extra, context);
        return Payload(writer);
    }

    /// <summary>A signed extrinsic.</summary>
    public byte[] Signed(ReadOnlySpan<byte> call, AccountId signer, Signature signature, SignedExtra extra)
    {
        var writer = new ScaleWriter(256 + call.Length);
        writer.WriteByte(Version | SignedBit);
        MultiAddress.Codec.Write(writer, new MultiAddress.Id(signer));
        MultiSignature.Codec.Write(writer, signature);
        WriteExtra(writer, extra);
        writer.WriteRaw(call);
        return WithLength(writer.WrittenSpan);
    }

    /// <summary>Signs a call and makes the extrinsic.</summary>
    public byte[] Sign(ReadOnlySpan<byte> call, KeyPair signer, SignedExtra extra, SigningContext context) =>
        Signed(call, signer.AccountId, signer.Sign(SignedPayload(call, extra, context)), extra);

    /// <summary>Reads an extrinsic; the call is not looked into.</summary>
    public bool TryDecode(ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out Extrinsic? extrinsic, out ExtrinsicFault fault)
    {
        extrinsic = null;
        fault = ExtrinsicFault.BadLength;
        var reader = new ScaleReader(bytes.Span);
        try
        {
            if (reader.ReadCount(1) != reader.Remaining)
            {
                return false;
            }

            fault = ExtrinsicFault.UnsupportedVersion;
            var version = reader.Remaining == 0 ? (byte)0 : reader.ReadByte();
            if ((version & ~SignedBit) != Version)
            {
                return false;
            }

            fault = ExtrinsicFault.BadSignaturePart;
            var signed = (version & SignedBit) != 0 ? ReadSignature(ref reader, bytes) : null;
            if (reader.Remaining < 2)
            {
                fault = ExtrinsicFault.NoCall;
                return false;
            }

            extrinsic = new Extrinsic(bytes, signed, bytes[reader.Position..]);
            fault = ExtrinsicFault.None;
            return true;
        }
        catch (ScaleException)
        {
            return false;
        }
    }

    /// <summary>True when the signer's key signed this extrinsic for this chain and runtime.</summary>
    /// <param name="extrinsic">A signed extrinsic.</param>
    /// <param name="context">The chain and runtime.</param>
    /// <param name="eraBlockHash">Hash of the first block of its era; for an immortal one the genesis hash.</param>
    /// <remarks>False as well for unsigned ones, for addresses that are no account, and for ones that sign a metadata hash.</remarks>
    public bool HasValidSignature(Extrinsic extrinsic, SigningContext context, Hash256 eraBlockHash)
    {
        if (extrinsic.Signed is not { Signer: MultiAddress.Id signer, HasMetadataHash: false } signed)
        {
            return false;
        }

        var writer = new ScaleWriter(512);
        writer.WriteRaw(extrinsic.Call.Span);
        writer.WriteRaw(signed.ExtraBytes.Span);
        WriteAdditional(writer, new SignedExtra(signed.Nonce, signed.Era, eraBlockHash, signed.Tip), context);
        return SignatureVerifier.Verify(signed.Signature, Payload(writer), signer.Account);
    }

    private static byte[] Payload(ScaleWriter writer) => writer.Length > MaxPlainPayload
        ? Blake2b.Hash256(writer.WrittenSpan).ToArray()
        : writer.ToArray();

    private static byte[] WithLength(ReadOnlySpan<byte> bytes)
    {
        var writer = new ScaleWriter(bytes.Length + 4);
        writer.WriteBytes(bytes);
        return writer.ToArray();
    }

    private ExtrinsicSignature ReadSignature(ref ScaleReader reader, ReadOnlyMemory<byte> bytes)
    {
        var signer = MultiAddress.Codec.Read(ref reader);
        var signature = MultiSignature.Codec.Read(ref reader);
        var start = reader.Position;
        var extra = default(SignedExtension.DecodedExtra);
        foreach (var (metadata, known) in _extensions)
        {
            var from = reader.Position;
            _chain.Walker.Skip(ref reader, metadata.Type);
            if (known is not null)
            {
                var part = new ScaleReader(reader.Since(from));
                known.ReadExtra(ref part, ref extra);
            }
        }

        return new ExtrinsicSignature(
            signer, signature, extra.Era, extra.Nonce, extra.Tip, extra.HasMetadataHash, bytes[start..reader.Position]);
    }

    private SignedExtension? Resolve(SignedExtensionMetadata metadata)
    {
        var types = _chain.Metadata.Types;
        if (SignedExtension.Find(metadata.Identifier) is not { } known)
        {
            return null;
        }

        return TypeLayout.Matches(known.Extra, types, metadata.Type) && TypeLayout.Matches(known.Additional, types, metadata.AdditionalSigned)
            ? known
            : throw ChainLacksException.OtherForm(
                ChainItemKind.SignedExtension,
                metadata.Identifier,
                "the form that FRAME gives it",
                $"{TypeLayout.Describe(types, metadata.Type)} and {TypeLayout.Describe(types, metadata.AdditionalSigned)}");
    }

    private void WriteExtra(ScaleWriter writer, SignedExtra extra)
    {
        EnsureKnown();
        foreach (var (_, known) in _extensions)
        {
            known?.WriteExtra(writer, extra);
        }
    }

    private void WriteAdditional(ScaleWriter writer, SignedExtra extra, SigningContext context)
    {
        EnsureKnown();
        foreach (var (_, known) in _extensions)
        {
            known?.WriteAdditional(writer, extra, context);
        }
    }

    private void EnsureKnown()
    {
        if (UnknownExtensions is { IsEmpty: false } unknown)
        {
            throw new ChainLacksException(
                ChainItemKind.SignedExtension,
                unknown[0],
                $"the chain wants signed extensions that are not known here: {string.Join(", ", unknown)}; "
                    + "transactions for it cannot be signed");
        }
    }

    private bool IsEmpty(uint type) => _chain.Walker.IsEmpty(type);
}
