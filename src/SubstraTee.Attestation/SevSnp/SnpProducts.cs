namespace SubstraTee.Attestation.SevSnp;

/// <summary>How a product shows in root keys, certificates and processors.</summary>
internal static class SnpProducts
{
    private const int Family19 = 0x19;
    private const int Family1A = 0x1A;

    public static ReadOnlySpan<SnpProduct> All => [SnpProduct.Milan, SnpProduct.Genoa, SnpProduct.Turin];

    /// <summary>The anchor role of a product's root key.</summary>
    public static AnchorRole Role(this SnpProduct product) => product switch
    {
        SnpProduct.Milan => AnchorRole.AmdArkMilan,
        SnpProduct.Genoa => AnchorRole.AmdArkGenoa,
        _ => AnchorRole.AmdArkTurin,
    };

    /// <summary>The product of a processor, by family, model and stepping as a report has them.</summary>
    /// <returns>Null for a processor that is none of them.</returns>
    public static SnpProduct? OfProcessor(ReadOnlySpan<byte> cpuId) => (cpuId[0], cpuId[1]) switch
    {
        (Family19, <= 0x0F) => SnpProduct.Milan,
        (Family19, >= 0x10 and <= 0x1F) or (Family19, >= 0xA0 and <= 0xAF) => SnpProduct.Genoa,
        (Family1A, <= 0x1F) => SnpProduct.Turin,
        _ => null,
    };

    /// <summary>Whether a certificate's product name, for example <c>Milan-B0</c>, is one of this product.</summary>
    /// <remarks>Bergamo and Siena have Genoa's root key.</remarks>
    public static bool HasName(this SnpProduct product, string name)
    {
        var line = name.AsSpan();
        var dash = line.IndexOf('-');
        line = dash < 0 ? line : line[..dash];
        return product switch
        {
            SnpProduct.Milan => line is "Milan",
            SnpProduct.Genoa => line is "Genoa" or "Bergamo" or "Siena",
            _ => line is "Turin",
        };
    }
}
