using SubstraTee.Codec;

namespace SubstraTee.Runtime;

/// <summary>Declares questions by their arguments.</summary>
internal static class RuntimeApiMethods
{
    public static RuntimeApiMethod Method<TOut>(string name, string docs, ScaleCodec<TOut> output, Func<RuntimeApiCall, TOut?> answer) =>
        new RuntimeApiMethod<Unit, TOut>(name, docs, [], Scale.Unit, output, (call, _) => answer(call));

    public static RuntimeApiMethod Method<T, TOut>(
        string name, string docs, (string Name, ScaleCodec<T> Codec) input, ScaleCodec<TOut> output, Func<RuntimeApiCall, T, TOut?> answer) =>
        new RuntimeApiMethod<T, TOut>(name, docs, [(input.Name, input.Codec)], input.Codec, output, answer);

    public static RuntimeApiMethod Method<T1, T2, TOut>(
        string name,
        string docs,
        (string Name, ScaleCodec<T1> Codec) first,
        (string Name, ScaleCodec<T2> Codec) second,
        ScaleCodec<TOut> output,
        Func<RuntimeApiCall, T1, T2, TOut?> answer) =>
        new RuntimeApiMethod<(T1, T2), TOut>(
            name,
            docs,
            [(first.Name, first.Codec), (second.Name, second.Codec)],
            Scale.Tuple(first.Codec, second.Codec),
            output,
            (call, given) => answer(call, given.Item1, given.Item2));

    public static RuntimeApiMethod Method<T1, T2, T3, TOut>(
        string name,
        string docs,
        (string Name, ScaleCodec<T1> Codec) first,
        (string Name, ScaleCodec<T2> Codec) second,
        (string Name, ScaleCodec<T3> Codec) third,
        ScaleCodec<TOut> output,
        Func<RuntimeApiCall, T1, T2, T3, TOut?> answer) =>
        new RuntimeApiMethod<(T1, T2, T3), TOut>(
            name,
            docs,
            [(first.Name, first.Codec), (second.Name, second.Codec), (third.Name, third.Codec)],
            Scale.Tuple(first.Codec, second.Codec, third.Codec),
            output,
            (call, given) => answer(call, given.Item1, given.Item2, given.Item3));
}
