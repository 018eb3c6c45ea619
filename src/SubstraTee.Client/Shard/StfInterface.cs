using System.Collections.Immutable;
using SubstraTee.Codec;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;

namespace SubstraTee.Client;

/// <summary>Calls and getters of a state transition function by name: the schema is the only source of names and types.</summary>
public sealed class StfInterface
{
    private const string Option = "Option";

    private readonly StfSchema _schema;

    private StfInterface(StfSchema schema, StfIdentity identity)
    {
        _schema = schema;
        Identity = identity;
        Calls = Members(schema.Calls, _ => null);
        Getters = Members(schema.Getters, name => OutputOf(name) is { } type ? schema.Types.NameOf(type) : "bytes");
    }

    /// <summary>What identifies the STF; its hash is the one that the shard's descriptor names.</summary>
    public StfIdentity Identity { get; }

    /// <summary>The STF's name.</summary>
    public string Name => _schema.Name;

    /// <summary>The STF's version.</summary>
    public uint Version => _schema.StfVersion;

    /// <summary>What it does.</summary>
    public ImmutableArray<StfMember> Calls { get; }

    /// <summary>What it answers.</summary>
    public ImmutableArray<StfMember> Getters { get; }

    /// <summary>Opens a schema that nobody vouches for, for the STF hash of a shard's descriptor.</summary>
    /// <param name="schema">The schema's bytes, from any worker.</param>
    /// <param name="stfHash">The hash that the shard's descriptor names.</param>
    /// <param name="codeHash">The hash of its code, which nobody vouches for either; null for a function in C#.</param>
    /// <exception cref="ClientException">The schema, or the code, is not that STF's.</exception>
    public static StfInterface Open(ReadOnlySpan<byte> schema, Hash256 stfHash, Hash256? codeHash = null)
    {
        if (!StfSchema.TryRead(schema, out var read))
        {
            throw ClientErrors.SchemaRefused("it does not decode, or names types that it does not have");
        }

        var unloaded = new StfIdentity(StfKind.CSharp, read.Name, read.StfVersion, StfIdentity.HashOfSchema(schema), codeHash ?? default);
        StfKind[] kinds = codeHash is null ? [StfKind.CSharp] : [StfKind.WebAssembly, StfKind.Ink];
        var identity = kinds.Select(kind => unloaded with { Kind = kind }).FirstOrDefault(one => one.Hash == stfHash)
            ?? throw ClientErrors.SchemaRefused(
                $"its identity is {(unloaded with { Kind = kinds[0] }).Hash}, the shard's descriptor names {stfHash}");

        return new StfInterface(read, identity);
    }

    /// <summary>A call from its name and arguments as text.</summary>
    /// <exception cref="ClientException">There is no such call, or an argument does not fit.</exception>
    public byte[] EncodeCall(string name, IReadOnlyDictionary<string, string> arguments) =>
        Encode(_schema.Calls, Find(Calls, "call", name), "call", arguments);

    /// <summary>A getter from its name and arguments as text.</summary>
    /// <exception cref="ClientException">There is no such getter, or an argument does not fit.</exception>
    public byte[] EncodeGetter(string name, IReadOnlyDictionary<string, string> arguments) =>
        Encode(_schema.Getters, Find(Getters, "getter", name), "getter", arguments);

    /// <summary>A getter's answer.</summary>
    /// <exception cref="ClientException">The bytes are no such answer.</exception>
    public ScaleValue DecodeAnswer(string getter, ReadOnlySpan<byte> answer) => OutputOf(getter) is not { } type
        ? new ScaleValue.Bytes([.. answer])
        : DynamicCodec.TryDecode(_schema.Types, type, answer, out var value, out var fault)
            ? value
            : throw ClientErrors.AnswerRefused($"the answer of '{getter}' does not decode: {fault}");

    /// <summary>A call's output: its value when the schema describes it, else the bytes; null when there is none.</summary>
    public ScaleValue? DecodeOutput(string? call, ReadOnlySpan<byte> output) =>
        output.IsEmpty ? null
        : call is not null && OutputOf(call) is { } type && DynamicCodec.TryDecode(_schema.Types, type, output, out var value, out _) ? value
        : new ScaleValue.Bytes([.. output]);

    /// <summary>The name of an error of the STF, with its documentation.</summary>
    public string ExplainError(uint code)
    {
        var known = Variants(_schema.Errors).FirstOrDefault(variant => variant.Index == code);
        return known is null ? $"error {code}, which the schema does not have"
            : known.Docs.IsEmpty ? $"{_schema.Name}.{known.Name}"
            : $"{_schema.Name}.{known.Name}: {string.Join(' ', known.Docs.Select(line => line.Trim()))}";
    }

    /// <summary>Names as users write them: lower case, words joined by <c>-</c>.</summary>
    public static string PlainName(string name)
    {
        var plain = new System.Text.StringBuilder(name.Length + 4);
        for (var i = 0; i < name.Length; i++)
        {
            if (char.IsUpper(name[i]) && i > 0 && !char.IsUpper(name[i - 1]) && name[i - 1] is not ('_' or '-'))
            {
                plain.Append('-');
            }

            plain.Append(name[i] == '_' ? '-' : char.ToLowerInvariant(name[i]));
        }

        return plain.ToString();
    }

    private static StfMember Find(ImmutableArray<StfMember> members, string kind, string name) =>
        members.FirstOrDefault(member => member.Name == PlainName(name))
            ?? throw ClientErrors.UnknownName(kind, name, members.Select(member => member.Name));

    private byte[] Encode(uint type, StfMember member, string kind, IReadOnlyDictionary<string, string> arguments)
    {
        var variant = Variants(type).First(one => one.Index == member.Index);
        var given = arguments.ToDictionary(one => PlainName(one.Key), one => one.Value, StringComparer.Ordinal);
        if (given.Keys.FirstOrDefault(name => member.Arguments.All(argument => argument.Name != name)) is { } unknown)
        {
            throw ClientErrors.BadArgument(
                $"{kind} '{member.Name}' has no argument '{unknown}'",
                member.Arguments.IsEmpty ? "it takes none" : $"it takes: {string.Join(", ", member.Arguments.Select(one => one.Name))}");
        }

        var fields = ImmutableArray.CreateBuilder<ScaleField>(variant.Fields.Length);
        for (var i = 0; i < variant.Fields.Length; i++)
        {
            fields.Add(new ScaleField(variant.Fields[i].Name, Value(variant.Fields[i], member.Arguments[i], given, $"{kind} '{member.Name}'")));
        }

        return DynamicCodec.Encode(
            _schema.Types, type, new ScaleValue.Variant(variant.Name, variant.Index, fields.MoveToImmutable()));
    }

    private ScaleValue Value(TypeField field, StfArgument argument, Dictionary<string, string> given, string what)
    {
        if (!given.TryGetValue(argument.Name, out var text))
        {
            text = argument.IsOptional
                ? "none"
                : throw ClientErrors.BadArgument($"{what} needs the argument '{argument.Name}'", $"it is of type {argument.Type} and has no default");
        }

        try
        {
            return ScaleText.Parse(_schema.Types, field.Type, argument.Name, text, AddressText.Resolve);
        }
        catch (ScaleTextException refused)
        {
            throw ClientErrors.BadArgument($"{what} does not take this value", refused.Message);
        }
    }

    private uint? OutputOf(string name)
    {
        var plain = PlainName(name);
        var found = _schema.Outputs.FirstOrDefault(one => PlainName(one.Getter) == plain);
        return found?.Type;
    }

    private ImmutableArray<TypeVariant> Variants(uint type) =>
        _schema.Types[type].Definition is TypeDefinition.Variant { Variants: var variants } ? variants : [];

    private ImmutableArray<StfMember> Members(uint type, Func<string, string?> answer) =>
    [
        .. Variants(type).Select(variant => new StfMember(
            PlainName(variant.Name),
            variant.Index,
            [.. variant.Fields.Select((field, i) => Argument(field, i))],
            string.Join(' ', variant.Docs.Select(line => line.Trim())),
            answer(variant.Name))),
    ];

    private StfArgument Argument(TypeField field, int index) => new(
        field.Name is { } name ? PlainName(name) : $"arg{index}",
        _schema.Types.NameOf(field.Type),
        _schema.Types[field.Type].Path.LastOrDefault() == Option);
}
