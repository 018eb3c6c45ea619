using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using System.Text.Json;
using SubstraTee.Primitives;

namespace SubstraTee.Codec;

/// <summary>Reads JSON by the description of the wanted type.</summary>
internal sealed class JsonValueReader(PortableRegistry registry, ScaleTextResolver? resolve)
{
    private const int MaxDigits = 100;
    private const int MaxListed = 12;
    private const int MaxShown = 64;

    private int _depth;

    /// <param name="number">The number of the wanted type.</param>
    /// <param name="shown">The number of the type that messages name: the one around the wanted type, when it is only that.</param>
    /// <param name="json">What came.</param>
    /// <param name="place">Where it stands.</param>
    public ScaleValue Read(uint number, uint shown, JsonElement json, string place)
    {
        if (++_depth > ScaleReader.MaxDepth)
        {
            throw new ScaleTextException($"argument '{place}': nested deeper than {ScaleReader.MaxDepth} types");
        }

        var type = registry[number];
        var value = json.ValueKind == JsonValueKind.String ? resolve?.Invoke(type, json.GetString()!) : null;
        value ??= type.Definition switch
        {
            TypeDefinition.Composite { Fields: [{ Name: null } only] } => Read(only.Type, shown, json, place),
            TypeDefinition.Composite { Fields: [] } => ReadEmpty(new ScaleValue.Composite([]), shown, json, place),
            TypeDefinition.Composite composite when TypeShape.IsUnnamed(composite.Fields) =>
                ReadTuple([.. composite.Fields.Select(field => field.Type)], shown, json, place),
            TypeDefinition.Composite composite => new ScaleValue.Composite(ReadFields(composite.Fields, shown, json, place)),
            TypeDefinition.Variant variant => OptionType.Of(type) is { } some
                ? ReadOption(some, json, place)
                : ReadVariant(variant, shown, json, place),
            TypeDefinition.Sequence sequence => ReadItems(sequence.Item, null, shown, json, place),
            TypeDefinition.Array array => ReadItems(array.Item, array.Length, shown, json, place),
            TypeDefinition.Tuple tuple => ReadTuple(tuple.Items, shown, json, place),
            TypeDefinition.Primitive primitive => ReadPrimitive(primitive.Kind, shown, json, place),
            TypeDefinition.Compact compact => TypeShape.CompactBits(registry, compact.Item) is > 0 and var bits
                ? ReadNumber(bits, signed: false, shown, json, place)
                : ReadEmpty(new ScaleValue.List([]), shown, json, place),
            TypeDefinition.BitSequence => ReadBits(shown, json, place),
            _ => throw Mismatch(shown, json, place),
        };
        _depth--;
        return value;
    }

    private ImmutableArray<ScaleField> ReadFields(ImmutableArray<TypeField> fields, uint shown, JsonElement json, string place)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw Mismatch(shown, json, place);
        }

        foreach (var given in json.EnumerateObject())
        {
            if (!fields.Any(field => string.Equals(field.Name, given.Name, StringComparison.Ordinal)))
            {
                throw new ScaleTextException(
                    $"argument '{place}': no field '{Clip(given.Name)}', only {List(fields.Select(field => field.Name ?? "?"))}");
            }
        }

        var values = ImmutableArray.CreateBuilder<ScaleField>(fields.Length);
        foreach (var field in fields)
        {
            values.Add(new ScaleField(field.Name, ReadField(field, json, place)));
        }

        return values.MoveToImmutable();
    }

    private ScaleValue ReadField(TypeField field, JsonElement json, string place)
    {
        if (json.TryGetProperty(field.Name ?? "", out var given))
        {
            return Read(field.Type, field.Type, given, $"{place}.{field.Name}");
        }

        return OptionType.Of(registry[field.Type]) is not null
            ? OptionType.None
            : throw new ScaleTextException(
                $"argument '{place}': the field '{field.Name}' ({registry.NameOf(field.Type)}) is missing");
    }

    private ScaleValue.Variant ReadOption(uint some, JsonElement json, string place)
    {
        if (json.ValueKind == JsonValueKind.Null || (json.ValueKind == JsonValueKind.String && json.ValueEquals("None")))
        {
            return OptionType.None;
        }

        var isTagged = json.ValueKind == JsonValueKind.Object && json.EnumerateObject().Select(one => one.Name).ToList() is ["Some"];
        return OptionType.Some(Read(some, some, isTagged ? json.GetProperty("Some") : json, place));
    }

    private ScaleValue.Variant ReadVariant(TypeDefinition.Variant type, uint shown, JsonElement json, string place)
    {
        var (name, content) = json.ValueKind switch
        {
            JsonValueKind.String => (json.GetString()!, default(JsonElement?)),
            JsonValueKind.Object when json.EnumerateObject().ToList() is [var only] => (only.Name, only.Value),
            _ => throw Mismatch(shown, json, place),
        };
        var variant = type.Variants.FirstOrDefault(one => string.Equals(one.Name, name, StringComparison.Ordinal))
            ?? throw new ScaleTextException(
                $"argument '{place}': expected {registry.NameOf(shown)} ({List(type.Variants.Select(one => one.Name))}), got '{Clip(name)}'");
        var inner = $"{place}.{name}";
        return new ScaleValue.Variant(name, variant.Index, (variant.Fields, content) switch
        {
            ([], null) => [],
            ([], { } given) => ReadNothing(shown, given, inner),
            (_, null) => throw new ScaleTextException(
                $"argument '{place}': '{name}' carries {List(variant.Fields.Select(Signature))}; write {{\"{name}\": …}}"),
            ([{ Name: null } only], { } given) => [new ScaleField(null, Read(only.Type, only.Type, given, inner))],
            (var fields, { } given) when TypeShape.IsUnnamed(fields) =>
                [.. ReadTuple([.. fields.Select(one => one.Type)], shown, given, inner).Items.Select(one => new ScaleField(null, one))],
            (var fields, { } given) => ReadFields(fields, shown, given, inner),
        });
    }

    private ImmutableArray<ScaleField> ReadNothing(uint shown, JsonElement json, string place)
    {
        ReadEmpty(OptionType.None, shown, json, place);
        return [];
    }

    private ScaleValue ReadEmpty(ScaleValue value, uint shown, JsonElement json, string place) => json.ValueKind switch
    {
        JsonValueKind.Null => value,
        JsonValueKind.Object when !json.EnumerateObject().Any() => value,
        JsonValueKind.Array when json.GetArrayLength() == 0 => value,
        _ => throw Mismatch(shown, json, place),
    };

    private ScaleValue ReadItems(uint item, uint? length, uint shown, JsonElement json, string place)
    {
        if (TypeShape.IsU8(registry, item))
        {
            return ReadBytes(length, shown, json, place);
        }

        if (json.ValueKind != JsonValueKind.Array || (length is not null && json.GetArrayLength() != length))
        {
            throw Mismatch(shown, json, place);
        }

        return new ScaleValue.List([.. json.EnumerateArray().Select((one, i) => Read(item, item, one, $"{place}[{i}]"))]);
    }

    private ScaleValue.Bytes ReadBytes(uint? length, uint shown, JsonElement json, string place)
    {
        if (json.ValueKind != JsonValueKind.String || json.GetString() is not { } text
            || !text.StartsWith("0x", StringComparison.Ordinal) || !Hex.TryDecode(text, int.MaxValue, out var bytes))
        {
            var form = length is null ? "0x and hexadecimal digits" : $"0x and {2L * length} hexadecimal digits";
            throw new ScaleTextException($"argument '{place}': expected {registry.NameOf(shown)} as {form}, got {Given(json)}");
        }

        return length is null || bytes.Length == length
            ? new ScaleValue.Bytes([.. bytes])
            : throw new ScaleTextException(
                $"argument '{place}': expected {registry.NameOf(shown)} of {length} bytes, got {bytes.Length} bytes");
    }

    private ScaleValue.List ReadTuple(ImmutableArray<uint> types, uint shown, JsonElement json, string place)
    {
        if (types.IsEmpty && json.ValueKind == JsonValueKind.Null)
        {
            return new ScaleValue.List([]);
        }

        return json.ValueKind == JsonValueKind.Array && json.GetArrayLength() == types.Length
            ? new ScaleValue.List([.. json.EnumerateArray().Select((one, i) => Read(types[i], types[i], one, $"{place}[{i}]"))])
            : throw Mismatch(shown, json, place);
    }

    private ScaleValue ReadPrimitive(PrimitiveKind kind, uint shown, JsonElement json, string place) => (kind, json.ValueKind) switch
    {
        (PrimitiveKind.Bool, JsonValueKind.True or JsonValueKind.False) => new ScaleValue.Bool(json.GetBoolean()),
        (PrimitiveKind.Bool, JsonValueKind.String) when json.GetString() is ("true" or "false") and var text =>
            new ScaleValue.Bool(text is "true"),
        (PrimitiveKind.Str, JsonValueKind.String) => new ScaleValue.Text(json.GetString()!),
        (PrimitiveKind.Char, JsonValueKind.String) when json.GetString() is { Length: > 0 } text
            && System.Text.Rune.TryGetRuneAt(text, 0, out var rune) && rune.Utf16SequenceLength == text.Length => new ScaleValue.Text(text),
        _ when TypeShape.BitsOf(kind) is > 0 and var bits => ReadNumber(bits, TypeShape.IsSigned(kind), shown, json, place),
        _ => throw Mismatch(shown, json, place),
    };

    private ScaleValue.Number ReadNumber(int bits, bool signed, uint shown, JsonElement json, string place)
    {
        var text = json.ValueKind switch
        {
            JsonValueKind.Number => json.GetRawText(),
            JsonValueKind.String => json.GetString()!.Replace("_", "", StringComparison.Ordinal),
            _ => throw Mismatch(shown, json, place),
        };
        if (text.Length > MaxDigits || !TryParse(text, out var value))
        {
            throw Mismatch(shown, json, place);
        }

        var most = (BigInteger.One << (signed ? bits - 1 : bits)) - 1;
        var least = signed ? -most - 1 : BigInteger.Zero;
        return value >= least && value <= most
            ? new ScaleValue.Number(value)
            : throw new ScaleTextException(string.Create(
                CultureInfo.InvariantCulture, $"argument '{place}': expected {registry.NameOf(shown)} from {least} to {most}, got {value}"));
    }

    private static bool TryParse(string text, out BigInteger value) => text.StartsWith("0x", StringComparison.Ordinal)
        ? BigInteger.TryParse("0" + text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value) && text.Length > 2
        : BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);

    private ScaleValue.Bits ReadBits(uint shown, JsonElement json, string place)
    {
        if (json.ValueKind != JsonValueKind.String || json.GetString() is not { } text
            || !text.StartsWith("0b", StringComparison.Ordinal) || text.AsSpan(2).ContainsAnyExcept('0', '1'))
        {
            throw new ScaleTextException(
                $"argument '{place}': expected {registry.NameOf(shown)} as 0b and digits 0 and 1, got {Given(json)}");
        }

        return new ScaleValue.Bits(new BitSequence([.. text.Skip(2).Select(digit => digit == '1')]));
    }

    private string Signature(TypeField field) =>
        field.Name is { } name ? $"{name}: {registry.NameOf(field.Type)}" : registry.NameOf(field.Type);

    private ScaleTextException Mismatch(uint shown, JsonElement json, string place) =>
        new($"argument '{place}': expected {registry.NameOf(shown)}, got {Given(json)}");

    private static string Given(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => $"'{Clip(json.GetString()!)}'",
        JsonValueKind.Null => "null",
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => $"a list of {json.GetArrayLength()}",
        _ => $"'{Clip(json.GetRawText())}'",
    };

    private static string Clip(string text) => text.Length <= MaxShown ? text : text[..MaxShown] + "…";

    private static string List(IEnumerable<string> names)
    {
        var all = names.ToList();
        var listed = string.Join(", ", all.Take(MaxListed));
        return all.Count > MaxListed ? listed + ", …" : listed;
    }
}
