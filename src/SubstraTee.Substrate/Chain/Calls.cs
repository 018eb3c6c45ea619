using SubstraTee.Codec;

namespace SubstraTee.Substrate;

/// <summary>Writes calls whose arguments are encoded already, and steps over calls of any kind.</summary>
public static class Calls
{
    /// <summary>The encoded call; the arguments are checked to be of the call's types.</summary>
    /// <exception cref="ChainLacksException">The chain has no such call.</exception>
    /// <exception cref="ScaleException">The bytes are not the call's arguments.</exception>
    public static byte[] Encode(ChainMetadata chain, string pallet, string call, ReadOnlySpan<byte> encodedArguments)
    {
        var found = chain.Call(pallet, call);
        var reader = new ScaleReader(encodedArguments);
        chain.Walker.Skip(ref reader, found.Fields);
        reader.EnsureEnd();
        return [found.PalletIndex, found.Index, .. encodedArguments];
    }

    /// <summary>Which call the bytes are, when they are one of the chain's and nothing follows; else null.</summary>
    public static ChainVariant? Identify(ChainMetadata chain, ReadOnlySpan<byte> call)
    {
        if (call.Length < 2 || chain.CallAt(call[0], call[1]) is not { } found)
        {
            return null;
        }

        var reader = new ScaleReader(call[2..]);
        try
        {
            chain.Walker.Skip(ref reader, found.Fields);
            return reader.Remaining == 0 ? found : null;
        }
        catch (ScaleException)
        {
            return null;
        }
    }

    internal static string Signature(ChainMetadata chain, ChainVariant variant) =>
        $"({string.Join(", ", variant.Fields.Select(field => $"{field.Name ?? "_"}: {TypeLayout.Describe(chain.Metadata.Types, field.Type)}"))})";
}
