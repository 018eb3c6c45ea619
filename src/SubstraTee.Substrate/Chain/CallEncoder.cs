using System.Diagnostics.CodeAnalysis;
using SubstraTee.Codec;

namespace SubstraTee.Substrate;

/// <summary>Writes and reads one call of a chain, found by name, with arguments of a C# type.</summary>
/// <remarks>
/// That the arguments have the chain's encoding is checked once, here, so that a chain with another form of the call is
/// noticed before anything is sent. Keep one per call; safe for several threads.
/// </remarks>
public sealed class CallEncoder<T>
{
    private readonly ScaleCodec<T> _arguments;

    /// <summary>Finds the call and compares its arguments with the codec.</summary>
    /// <exception cref="ChainLacksException">The chain has no such call, or it takes other arguments.</exception>
    public CallEncoder(ChainMetadata chain, string pallet, string call, ScaleCodec<T> arguments)
    {
        Call = chain.Call(pallet, call);
        _arguments = arguments;
        if (!TypeLayout.Matches(arguments, chain.Metadata.Types, [.. Call.Fields.Select(field => field.Type)]))
        {
            throw ChainLacksException.OtherForm(ChainItemKind.Call, Call.FullName, TypeLayout.Describe(arguments), Calls.Signature(chain, Call));
        }
    }

    /// <summary>The call as the chain has it.</summary>
    public ChainVariant Call { get; }

    /// <summary>The encoded call.</summary>
    public byte[] Encode(T arguments)
    {
        var writer = new ScaleWriter();
        writer.WriteByte(Call.PalletIndex);
        writer.WriteByte(Call.Index);
        _arguments.Write(writer, arguments);
        return writer.ToArray();
    }

    /// <summary>True when the bytes begin with this call's indices.</summary>
    public bool IsCall(ReadOnlySpan<byte> call) => call.Length >= 2 && call[0] == Call.PalletIndex && call[1] == Call.Index;

    /// <summary>Reads the arguments when the bytes are this call and nothing follows.</summary>
    public bool TryDecode(ReadOnlySpan<byte> call, [MaybeNullWhen(false)] out T arguments)
    {
        arguments = default;
        return IsCall(call) && _arguments.TryDecode(call[2..], out arguments, out _);
    }
}
