using System.Collections.Immutable;
using SubstraTee.Codec;
using SubstraTee.Substrate;
using SubstraTee.Trie;
using Answer = SubstraTee.Codec.Result<byte[], SubstraTee.Runtime.RuntimeCallFault>;

namespace SubstraTee.Runtime;

/// <summary>Questions that clients may ask about the state after a block.</summary>
internal sealed record RuntimeApi(string Name, uint Version, string Docs, ImmutableArray<RuntimeApiMethod> Methods)
{
    /// <summary>The method that is called <c>Api_method</c>, or null.</summary>
    public RuntimeApiMethod? Find(string fullName) =>
        fullName.StartsWith(Name, StringComparison.Ordinal) && fullName.Length > Name.Length && fullName[Name.Length] == '_'
            ? Methods.FirstOrDefault(method => fullName.AsSpan(Name.Length + 1).SequenceEqual(method.Name))
            : null;

    public RuntimeApiMetadata Describe(TypeRegistryBuilder types) =>
        new(Name, [.. Methods.Select(method => method.Describe(types))], [Docs]);
}

/// <summary>What a question is about.</summary>
internal sealed record RuntimeApiCall(ChainRuntime Runtime, StateTrie State, BlockHeader At)
{
    public PalletSet Pallets => Runtime.Pallets;

    public RuntimeContext Context() => Runtime.ContextOf(State);
}

/// <summary>One question.</summary>
internal abstract class RuntimeApiMethod(string name)
{
    public string Name { get; } = name;

    public abstract RuntimeApiMethodMetadata Describe(TypeRegistryBuilder types);

    public abstract Answer Call(RuntimeApiCall call, ReadOnlySpan<byte> arguments);
}

/// <summary>One question with typed arguments and answer; an answer of null means that there is none.</summary>
internal sealed class RuntimeApiMethod<TIn, TOut>(
    string name,
    string docs,
    ImmutableArray<(string Name, IScaleCodec Codec)> inputs,
    ScaleCodec<TIn> input,
    ScaleCodec<TOut> output,
    Func<RuntimeApiCall, TIn, TOut?> answer)
    : RuntimeApiMethod(name)
{
    public override RuntimeApiMethodMetadata Describe(TypeRegistryBuilder types) => new(
        Name, [.. inputs.Select(one => (one.Name, one.Codec.Describe(types)))], output.Describe(types), [docs]);

    public override Answer Call(RuntimeApiCall call, ReadOnlySpan<byte> arguments)
    {
        if (!input.TryDecode(arguments, out var given, out _))
        {
            return Answer.Fail(RuntimeCallFault.BadArguments);
        }

        return answer(call, given) is { } found ? Answer.Ok(output.Encode(found)) : Answer.Fail(RuntimeCallFault.Failed);
    }
}
