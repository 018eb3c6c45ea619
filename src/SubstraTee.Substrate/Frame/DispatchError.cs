using SubstraTee.Codec;

namespace SubstraTee.Substrate;

/// <summary>Why a call failed (<c>sp_runtime::DispatchError</c>).</summary>
public abstract record DispatchError
{
    private DispatchError()
    {
    }

    /// <summary>How the error is encoded.</summary>
    public static ScaleCodec<DispatchError> Codec { get; } = new DispatchErrorCodec();

    /// <summary>An unspecified error; its text is not encoded.</summary>
    public sealed record Other : DispatchError;

    /// <summary>An address that leads to no account.</summary>
    public sealed record CannotLookup : DispatchError;

    /// <summary>The caller may not make this call.</summary>
    public sealed record BadOrigin : DispatchError;

    /// <summary>A pallet's own error.</summary>
    public sealed record Module(ModuleError Error) : DispatchError;

    /// <summary>The account cannot die: something still depends on it.</summary>
    public sealed record ConsumerRemaining : DispatchError;

    /// <summary>The account does not exist, so nothing can depend on it.</summary>
    public sealed record NoProviders : DispatchError;

    /// <summary>Too much depends on the account.</summary>
    public sealed record TooManyConsumers : DispatchError;

    /// <summary>An operation on a balance.</summary>
    public sealed record Token(TokenError Error) : DispatchError;

    /// <summary>A calculation.</summary>
    public sealed record Arithmetic(ArithmeticError Error) : DispatchError;

    /// <summary>A storage transaction.</summary>
    public sealed record Transactional(TransactionalError Error) : DispatchError;

    /// <summary>Resources are exhausted.</summary>
    public sealed record Exhausted : DispatchError;

    /// <summary>The state is corrupt.</summary>
    public sealed record Corruption : DispatchError;

    /// <summary>A resource is not there now.</summary>
    public sealed record Unavailable : DispatchError;

    /// <summary>Root may not make this call.</summary>
    public sealed record RootNotAllowed : DispatchError;

    /// <summary>A trie proof.</summary>
    public sealed record Trie(TrieError Error) : DispatchError;
}

internal sealed class DispatchErrorCodec() : NamedCodec<DispatchError>("sp_runtime::DispatchError")
{
    public override int MinSize => 1;

    public override void Write(ScaleWriter writer, DispatchError value)
    {
        writer.WriteByte(IndexOf(value));
        switch (value)
        {
            case DispatchError.Module module:
                ModuleError.Codec.Write(writer, module.Error);
                break;
            case DispatchError.Token token:
                EnumCodecs.TokenError.Write(writer, token.Error);
                break;
            case DispatchError.Arithmetic arithmetic:
                EnumCodecs.ArithmeticError.Write(writer, arithmetic.Error);
                break;
            case DispatchError.Transactional transactional:
                EnumCodecs.TransactionalError.Write(writer, transactional.Error);
                break;
            case DispatchError.Trie trie:
                EnumCodecs.TrieError.Write(writer, trie.Error);
                break;
        }
    }

    public override DispatchError Read(ref ScaleReader reader)
    {
        switch (reader.ReadByte())
        {
            case 0:
                return new DispatchError.Other();
            case 1:
                return new DispatchError.CannotLookup();
            case 2:
                return new DispatchError.BadOrigin();
            case 3:
                return new DispatchError.Module(ModuleError.Codec.Read(ref reader));
            case 4:
                return new DispatchError.ConsumerRemaining();
            case 5:
                return new DispatchError.NoProviders();
            case 6:
                return new DispatchError.TooManyConsumers();
            case 7:
                return new DispatchError.Token(EnumCodecs.TokenError.Read(ref reader));
            case 8:
                return new DispatchError.Arithmetic(EnumCodecs.ArithmeticError.Read(ref reader));
            case 9:
                return new DispatchError.Transactional(EnumCodecs.TransactionalError.Read(ref reader));
            case 10:
                return new DispatchError.Exhausted();
            case 11:
                return new DispatchError.Corruption();
            case 12:
                return new DispatchError.Unavailable();
            case 13:
                return new DispatchError.RootNotAllowed();
            case 14:
                return new DispatchError.Trie(EnumCodecs.TrieError.Read(ref reader));
            default:
                throw reader.Fault(ScaleFault.UnknownVariant);
        }
    }

    protected override TypeDefinition Define(TypeRegistryBuilder types) => new TypeDefinition.Variant(
    [
        Variant("Other", 0),
        Variant("CannotLookup", 1),
        Variant("BadOrigin", 2),
        Variant("Module", 3, Field(types, null, ModuleError.Codec, "ModuleError")),
        Variant("ConsumerRemaining", 4),
        Variant("NoProviders", 5),
        Variant("TooManyConsumers", 6),
        Variant("Token", 7, Field(types, null, EnumCodecs.TokenError, "TokenError")),
        Variant("Arithmetic", 8, Field(types, null, EnumCodecs.ArithmeticError, "ArithmeticError")),
        Variant("Transactional", 9, Field(types, null, EnumCodecs.TransactionalError, "TransactionalError")),
        Variant("Exhausted", 10),
        Variant("Corruption", 11),
        Variant("Unavailable", 12),
        Variant("RootNotAllowed", 13),
        Variant("Trie", 14, Field(types, null, EnumCodecs.TrieError, "TrieError")),
    ]);

    private static byte IndexOf(DispatchError value) => value switch
    {
        DispatchError.Other => 0,
        DispatchError.CannotLookup => 1,
        DispatchError.BadOrigin => 2,
        DispatchError.Module => 3,
        DispatchError.ConsumerRemaining => 4,
        DispatchError.NoProviders => 5,
        DispatchError.TooManyConsumers => 6,
        DispatchError.Token => 7,
        DispatchError.Arithmetic => 8,
        DispatchError.Transactional => 9,
        DispatchError.Exhausted => 10,
        DispatchError.Corruption => 11,
        DispatchError.Unavailable => 12,
        DispatchError.RootNotAllowed => 13,
        DispatchError.Trie => 14,
        _ => throw new ArgumentException("unknown dispatch error", nameof(value)),
    };
}
