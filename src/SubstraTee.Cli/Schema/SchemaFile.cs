using System.Collections.Immutable;
using System.Text.Json;
using SubstraTee.Codec;
using SubstraTee.Enclave.Protocol;

namespace SubstraTee.Cli;

/// <summary>Reads the schema of a state transition function from its JSON form, <c>substratee.stf/1</c> (docs/stf.schema.json).</summary>
internal sealed class SchemaFile
{
    /// <summary>What the member <c>schema</c> says.</summary>
    public const string Form = "substratee.stf/1";

    /// <summary>The most bytes of a file.</summary>
    public const int MaxBytes = 1024 * 1024;

    private const int MaxVariants = 256;
    private const int MaxFields = 64;
    private const int MaxTypes = 1024;

    private readonly Dictionary<string, SchemaDeclaration> _types = new(StringComparer.Ordinal);
    private readonly string _name;

    private SchemaFile(string name) => _name = name;

    /// <summary>The schema that a file describes.</summary>
    /// <exception cref="SchemaFault">It describes none.</exception>
    public static StfSchema Read(ReadOnlyMemory<byte> json)
    {
        if (json.Length > MaxBytes)
        {
            throw new SchemaFault(string.Empty, $"a schema file has at most {MaxBytes} bytes, not {json.Length}");
        }

        try
        {
            var options = new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 16 };
            using var document = JsonDocument.Parse(json, options);
            return Read(new SchemaElement(document.RootElement, string.Empty));
        }
        catch (JsonException broken)
        {
            throw new SchemaFault(
                $"line {broken.LineNumber + 1}", $"it is no JSON: {broken.Message.Split(" LineNumber:")[0]}");
        }
    }

    private static StfSchema Read(SchemaElement root)
    {
        root.Members("schema", "name", "version", "docs", "types", "calls", "getters", "errors");
        var form = root.Required("schema").Text();
        if (form != Form)
        {
            throw new SchemaFault("schema", $"'{form}' is not known here; this program reads '{Form}'");
        }

        var name = root.Required("name").Name(SchemaNames.Function, SchemaNames.MaxLength);
        var version = root.Required("version").Number(uint.MaxValue);
        return new SchemaFile(name).Read(root, version);
    }

    private StfSchema Read(SchemaElement root, uint version)
    {
        var docs = root.Optional("docs");
        docs?.Members("calls", "getters", "errors");
        Declare(root.Optional("types"));
        var calls = Enum("Call", docs?.Optional("calls"), Variants(root.Required("calls"), "arguments", "output"));
        var getters = Enum("Getter", docs?.Optional("getters"), Variants(root.Required("getters"), "arguments", "answer"));
        var errors = Enum("Error", docs?.Optional("errors"), Variants(root.Optional("errors"), "fields", null));
        var outputs = Outputs(root);

        var registry = new TypeRegistryBuilder();
        var numbers = (Calls: calls.Describe(registry), Getters: getters.Describe(registry), Errors: errors.Describe(registry));
        ImmutableArray<StfSchemaOutput> answers = [.. outputs.Select(one => new StfSchemaOutput(one.Name, one.Type.Describe(registry)))];
        var schema = new StfSchema(
            StfSchema.CurrentVersion, _name, version, registry.BuildRegistry(), numbers.Calls, numbers.Getters, numbers.Errors, answers);
        var bytes = StfSchema.Codec.Encode(schema).Length;
        return bytes <= StfSchema.MaxBytes
            ? schema
            : throw new SchemaFault(string.Empty, $"the schema has {bytes} bytes in SCALE, at most {StfSchema.MaxBytes} are allowed: shorten its docs");
    }

    // Names first, so that types may mention each other in any order.
    private void Declare(SchemaElement? types)
    {
        var declared = types?.All(MaxTypes) ?? [];
        foreach (var (name, type) in declared)
        {
            if (name is "Call" or "Getter" or "Error" or "Option" or "Vec" || SchemaType.BuiltIn.All.Any(one => one.Name == name))
            {
                throw new SchemaFault(type.Place, $"'{name}' is the name of a type that is there already");
            }

            SchemaNames.Require(name, SchemaNames.Type, type.Place);
            type.Members("docs", "struct", "enum");
            _types.Add(name, new SchemaDeclaration($"{_name}::{name}", type.Docs()));
        }

        foreach (var (name, type) in declared)
        {
            Fill(_types[name], type);
        }

        foreach (var (name, type) in declared)
        {
            RequireEnd(name, type.Place);
        }
    }

    private void Fill(SchemaDeclaration declaration, SchemaElement type)
    {
        var (fields, variants) = (type.Optional("struct"), type.Optional("enum"));
        if (fields is null == variants is null)
        {
            throw new SchemaFault(type.Place, "a type is either a 'struct' with a list of fields or an 'enum' with a list of variants");
        }

        if (fields is not null)
        {
            declaration.Fields = Fields(fields);
        }
        else
        {
            declaration.Variants = Variants(variants, "fields", null);
        }
    }

    // A value that contains itself without a choice would have no end.
    private void RequireEnd(string name, string place)
    {
        var seen = new HashSet<SchemaDeclaration>();
        var open = new Stack<SchemaType>(_types[name].Inside);
        while (open.TryPop(out var type))
        {
            if (type is SchemaType.Named { Declaration: var inside })
            {
                if (inside == _types[name])
                {
                    throw new SchemaFault(place, $"'{name}' contains itself without end; put an Option or a Vec in between");
                }

                if (!seen.Add(inside))
                {
                    continue;
                }
            }

            foreach (var next in type.Inside)
            {
                open.Push(next);
            }
        }
    }

    private SchemaDeclaration Enum(string name, SchemaElement? docs, ImmutableArray<SchemaVariant> variants) =>
        new($"{_name}::{name}", docs?.Lines() ?? []) { Variants = variants };

    private ImmutableArray<SchemaVariant> Variants(SchemaElement? list, string fields, string? output)
    {
        var variants = ImmutableArray.CreateBuilder<SchemaVariant>();
        var rule = fields == "arguments" ? SchemaNames.Member : SchemaNames.Type;
        foreach (var one in list?.Items(MaxVariants) ?? [])
        {
            string[] known = output is null ? ["name", "docs", "index", fields] : ["name", "docs", "index", fields, output];
            one.Members(known);
            var name = one.Required("name").Name(rule, SchemaNames.MaxLength);
            var index = one.Optional("index")?.Number(byte.MaxValue) ?? (uint)(variants.Count == 0 ? 0 : variants[^1].Index + 1);
            if (index > byte.MaxValue || variants.Any(other => other.Index == index))
            {
                throw new SchemaFault(one.Place, index > byte.MaxValue ? "there is no index left for it" : $"the index {index} is taken already");
            }

            var variant = new SchemaVariant(SchemaNames.Variant(name), (byte)index, Fields(one.Optional(fields)), one.Docs());
            variants.Add(variants.All(other => other.Name != variant.Name)
                ? variant
                : throw new SchemaFault(one.Place, $"'{name}' is there already"));
        }

        return variants.ToImmutable();
    }

    private ImmutableArray<SchemaField> Fields(SchemaElement? list)
    {
        var fields = ImmutableArray.CreateBuilder<SchemaField>();
        foreach (var one in list?.Items(MaxFields) ?? [])
        {
            one.Members("name", "type", "docs");
            var name = one.Required("name").Name(SchemaNames.Member, SchemaNames.MaxLength);
            fields.Add(fields.All(other => other.Name != name)
                ? new SchemaField(name, Type(one.Required("type")), one.Docs())
                : throw new SchemaFault(one.Place, $"'{name}' is there already"));
        }

        return fields.ToImmutable();
    }

    private List<(string Name, SchemaType Type)> Outputs(SchemaElement root)
    {
        var outputs = new List<(string Name, SchemaType Type)>();
        foreach (var (list, member, isNeeded) in ((string, string, bool)[])[("getters", "answer", true), ("calls", "output", false)])
        {
            foreach (var one in root.Required(list).Items(MaxVariants))
            {
                var name = one.Required("name").Text();
                if ((isNeeded ? one.Required(member) : one.Optional(member)) is not { } type)
                {
                    continue;
                }

                outputs.Add(outputs.All(other => other.Name != name)
                    ? (name, Type(type))
                    : throw new SchemaFault(type.Place, $"the getter '{name}' has an answer of this name already; rename one of them"));
            }
        }

        return outputs.Count <= MaxVariants ? outputs : throw new SchemaFault(string.Empty, $"there are more than {MaxVariants} answers and outputs");
    }

    private SchemaType Type(SchemaElement text) => SchemaTypeParser.Parse(text.Text(), text.Place, _types);
}
