using SubstraTee.Codec;

namespace SubstraTee.Substrate;

/// <summary>Writes and reads calls of any kind, known from the metadata only.</summary>
public static class Calls
{
    /// <summary>The encoded call, its arguments given by name, in any order, or by place.</summary>
    /// <exception cref="ChainLacksException">The chain has no such call.</exception>
    /// <exception cref="ArgumentException">An argument is missing, unknown or of another type; the message names it.</exception>
    public static byte[] Encode(ChainMetadata chain, string pallet, string call, ScaleValue.Composite arguments)
    {
        var found = chain.Call(pallet, call);
        var writer = new ScaleWriter();
        writer.WriteByte(found.PalletIndex);
        writer.WriteByte(found.Index);
        DynamicFields.Write(chain.Registry, found, arguments, writer);
        return writer.ToArray();
    }

    /// <summary>The encoded call; the arguments are encoded already and checked to be of the call's types.</summary>
    /// <exception cref="ChainLacksException">The chain has no such call.</exception>
    /// <exception cref="ScaleException">The bytes are not the call's arguments.</exception>
    public static byte[] Encode(ChainMetadata chain, string pallet, string call, ReadOnlySpan<byte> encodedArguments)
    {
        var found = chain.Call(pallet, call);
        Skip(chain, found, encodedArguments);
        return [found.PalletIndex, found.Index, .. encodedArguments];
    }

    /// <summary>Which call the bytes are, when they are one of the chain's and nothing follows; else null.</summary>
    public static ChainVariant? Identify(ChainMetadata chain, ReadOnlySpan<byte> call)
    {
        if (call.Length < 2 || chain.CallAt(call[0], call[1]) is not { } found)
        {
            return null;
        }

        try
        {
            Skip(chain, found, call[2..]);
            return found;
        }
        catch (ScaleException)
        {
            return null;
        }
    }

    /// <summary>The arguments of a call.</summary>
    /// <param name="chain">The chain's metadata.</param>
    /// <param name="call">The encoded call.</param>
    /// <param name="found">Which call it is.</param>
    /// <exception cref="ScaleException">The bytes are no call of the chain.</exception>
    public static ScaleValue.Composite Decode(ChainMetadata chain, ReadOnlySpan<byte> call, out ChainVariant found)
    {
        var reader = new ScaleReader(call);
        found = chain.CallAt(reader.ReadByte(), reader.ReadByte()) ?? throw reader.Fault(ScaleFault.UnknownVariant);
        return DynamicFields.Read(chain.Registry, found.Fields, ref reader);
    }

    internal static string Signature(ChainMetadata chain, ChainVariant variant) =>
        $"({string.Join(", ", variant.Fields.Select(field => $"{field.Name ?? "_"}: {TypeLayout.Describe(chain.Metadata.Types, field.Type)}"))})";

    private static void Skip(ChainMetadata chain, ChainVariant variant, ReadOnlySpan<byte> arguments)
    {
        var reader = new ScaleReader(arguments);
        foreach (var field in variant.Fields)
        {
            DynamicCodec.Skip(chain.Registry, field.Type, ref reader);
        }

        reader.EnsureEnd();
    }
}
