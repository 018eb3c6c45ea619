using SubstraTee.Codec;

namespace SubstraTee.Substrate;

/// <summary>The signed extensions that are known, each by what it adds to the extrinsic and to the signed bytes.</summary>
internal abstract class SignedExtension
{
    /// <summary>What it adds to the extrinsic.</summary>
    public abstract IScaleCodec Extra { get; }

    /// <summary>What it adds to the signed bytes only.</summary>
    public abstract IScaleCodec Additional { get; }

    public virtual void WriteExtra(ScaleWriter writer, SignedExtra extra)
    {
    }

    public virtual void WriteAdditional(ScaleWriter writer, SignedExtra extra, SigningContext context)
    {
    }

    public virtual void ReadExtra(ref ScaleReader reader, ref DecodedExtra extra)
    {
    }

    /// <summary>The extension of that name, or null when it is not known.</summary>
    /// <remarks>Names as FRAME's pallets declare them; <c>CheckEra</c> is what <c>CheckMortality</c> was called before.</remarks>
    public static SignedExtension? Find(string identifier) => identifier switch
    {
        "CheckSpecVersion" => new AdditionalU32(context => context.SpecVersion),
        "CheckTxVersion" => new AdditionalU32(context => context.TransactionVersion),
        "CheckGenesis" => new Genesis(),
        "CheckMortality" or "CheckEra" => new Mortality(),
        "CheckNonce" => new Nonce(),
        "ChargeTransactionPayment" => new Tip(),
        "ChargeAssetTxPayment" => new AssetTip(),
        "CheckMetadataHash" => new MetadataHash(),
        _ => null,
    };

    /// <summary>What reading the extensions gives.</summary>
    internal struct DecodedExtra
    {
        public Era Era;
        public uint Nonce;
        public UInt128 Tip;
        public bool HasMetadataHash;
    }

    private sealed class AdditionalU32(Func<SigningContext, uint> value) : SignedExtension
    {
        public override IScaleCodec Extra => Scale.Unit;

        public override IScaleCodec Additional => Scale.U32;

        public override void WriteAdditional(ScaleWriter writer, SignedExtra extra, SigningContext context) =>
            writer.WriteU32(value(context));
    }

    private sealed class Genesis : SignedExtension
    {
        public override IScaleCodec Extra => Scale.Unit;

        public override IScaleCodec Additional => Scale.Hash256;

        public override void WriteAdditional(ScaleWriter writer, SignedExtra extra, SigningContext context) =>
            Scale.Hash256.Write(writer, context.GenesisHash);
    }

    private sealed class Mortality : SignedExtension
    {
        public override IScaleCodec Extra => Era.Codec;

        public override IScaleCodec Additional => Scale.Hash256;

        public override void WriteExtra(ScaleWriter writer, SignedExtra extra) => Era.Codec.Write(writer, extra.Era);

        public override void WriteAdditional(ScaleWriter writer, SignedExtra extra, SigningContext context) =>
            Scale.Hash256.Write(writer, extra.EraBlockHash);

        public override void ReadExtra(ref ScaleReader reader, ref DecodedExtra extra) => extra.Era = Era.Codec.Read(ref reader);
    }

    private sealed class Nonce : SignedExtension
    {
        public override IScaleCodec Extra => Scale.CompactU32;

        public override IScaleCodec Additional => Scale.Unit;

        public override void WriteExtra(ScaleWriter writer, SignedExtra extra) => writer.WriteCompact(extra.Nonce);

        public override void ReadExtra(ref ScaleReader reader, ref DecodedExtra extra) => extra.Nonce = reader.ReadCompactU32();
    }

    private sealed class Tip : SignedExtension
    {
        public override IScaleCodec Extra => Scale.CompactU128;

        public override IScaleCodec Additional => Scale.Unit;

        public override void WriteExtra(ScaleWriter writer, SignedExtra extra) => writer.WriteCompact(extra.Tip);

        public override void ReadExtra(ref ScaleReader reader, ref DecodedExtra extra) => extra.Tip = reader.ReadCompactU128();
    }

    /// <summary>A tip and, optionally, an asset to pay in; what is written here always pays in the chain's own.</summary>
    private sealed class AssetTip : SignedExtension
    {
        public override IScaleCodec Extra => Scale.Tuple(Scale.CompactU128, AssetChoiceScale.Codec);

        public override IScaleCodec Additional => Scale.Unit;

        public override void WriteExtra(ScaleWriter writer, SignedExtra extra)
        {
            writer.WriteCompact(extra.Tip);
            writer.WriteByte(0);
        }

        public override void ReadExtra(ref ScaleReader reader, ref DecodedExtra extra) => extra.Tip = reader.ReadCompactU128();
    }

    /// <summary>A hash of the metadata that the signer saw; what is written here never has it.</summary>
    private sealed class MetadataHash : SignedExtension
    {
        public override IScaleCodec Extra => MetadataHashModeScale.Codec;

        public override IScaleCodec Additional => Scale.Option(Scale.Bytes32);

        public override void WriteExtra(ScaleWriter writer, SignedExtra extra) => writer.WriteByte((byte)MetadataHashMode.Disabled);

        public override void WriteAdditional(ScaleWriter writer, SignedExtra extra, SigningContext context) => writer.WriteBool(false);

        public override void ReadExtra(ref ScaleReader reader, ref DecodedExtra extra) =>
            extra.HasMetadataHash = MetadataHashModeScale.Codec.Read(ref reader) == MetadataHashMode.Enabled;
    }
}

/// <summary>An optional asset, whose type differs from chain to chain: only its absence is ever written.</summary>
[ScaleType("Option")]
internal enum AssetChoice : byte
{
    None = 0,
}
