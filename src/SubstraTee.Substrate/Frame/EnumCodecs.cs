using SubstraTee.Codec;

namespace SubstraTee.Substrate;

/// <summary>Codecs of FRAME's enums without fields, which in C# have no place for one of their own.</summary>
public static class EnumCodecs
{
    /// <summary><c>sp_runtime::TokenError</c>.</summary>
    public static ScaleCodec<TokenError> TokenError { get; } = new PlainEnumCodec<TokenError>("sp_runtime::TokenError");

    /// <summary><c>sp_arithmetic::ArithmeticError</c>.</summary>
    public static ScaleCodec<ArithmeticError> ArithmeticError { get; } =
        new PlainEnumCodec<ArithmeticError>("sp_arithmetic::ArithmeticError");

    /// <summary><c>sp_runtime::TransactionalError</c>.</summary>
    public static ScaleCodec<TransactionalError> TransactionalError { get; } =
        new PlainEnumCodec<TransactionalError>("sp_runtime::TransactionalError");

    /// <summary><c>sp_runtime::proving_trie::TrieError</c>.</summary>
    public static ScaleCodec<TrieError> TrieError { get; } = new PlainEnumCodec<TrieError>("sp_runtime::proving_trie::TrieError");

    /// <summary><c>frame_support::dispatch::DispatchClass</c>.</summary>
    public static ScaleCodec<DispatchClass> DispatchClass { get; } =
        new PlainEnumCodec<DispatchClass>("frame_support::dispatch::DispatchClass");

    /// <summary><c>frame_support::dispatch::Pays</c>.</summary>
    public static ScaleCodec<Pays> Pays { get; } = new PlainEnumCodec<Pays>("frame_support::dispatch::Pays");

    /// <summary><c>frame_metadata_hash_extension::Mode</c>.</summary>
    public static ScaleCodec<MetadataHashMode> MetadataHashMode { get; } =
        new PlainEnumCodec<MetadataHashMode>("frame_metadata_hash_extension::Mode");
}
