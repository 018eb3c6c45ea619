using System.Collections.Immutable;
using System.Globalization;

namespace SubstraTee.Cli;

/// <summary>Reads a type's text: <c>Option&lt;[u8; 32]&gt;</c>, <c>Vec&lt;(AccountId, u128)&gt;</c>, or the name of one of the file's own.</summary>
internal sealed class SchemaTypeParser
{
    private const int MaxDepth = 32;
    private const int MaxText = 1024;
    private const int MaxTuple = 16;
    private const uint MaxArray = 65_536;

    private readonly string _text;
    private readonly string _place;
    private readonly IReadOnlyDictionary<string, SchemaDeclaration> _own;
    private int _at;

    private SchemaTypeParser(string text, string place, IReadOnlyDictionary<string, SchemaDeclaration> own)
    {
        _text = text;
        _place = place;
        _own = own;
    }

    /// <summary>The type that a text names.</summary>
    /// <param name="text">The text.</param>
    /// <param name="place">Where it stands, for messages.</param>
    /// <param name="own">The file's own types.</param>
    /// <exception cref="SchemaFault">It names none.</exception>
    public static SchemaType Parse(string text, string place, IReadOnlyDictionary<string, SchemaDeclaration> own)
    {
        if (text.Length > MaxText)
        {
            throw new SchemaFault(place, $"a type has at most {MaxText} characters; give its parts names under 'types'");
        }

        var parser = new SchemaTypeParser(text, place, own);
        var type = parser.One(0);
        return parser.AtEnd() ? type : throw parser.Fault($"'{text[parser._at..]}' is left over");
    }

    private SchemaType One(int depth)
    {
        if (depth > MaxDepth)
        {
            throw Fault($"types nest deeper than {MaxDepth}");
        }

        if (Take('['))
        {
            return Array(depth);
        }

        return Take('(') ? Tuple(depth) : Named(depth);
    }

    private SchemaType.Array Array(int depth)
    {
        var item = One(depth + 1);
        Require(';', "an array is written [T; N]");
        var digits = Word();
        if (!uint.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var length) || length > MaxArray)
        {
            throw Fault($"'{digits}' is no length of an array; it is a number up to {MaxArray}");
        }

        Require(']', "an array is written [T; N]");
        return new SchemaType.Array(item, length);
    }

    private SchemaType.Tuple Tuple(int depth)
    {
        var items = ImmutableArray.CreateBuilder<SchemaType>();
        while (!Take(')'))
        {
            if (items.Count > 0)
            {
                Require(',', "a tuple is written (T, U)");
            }

            items.Add(One(depth + 1));
            if (items.Count > MaxTuple)
            {
                throw Fault($"a tuple has at most {MaxTuple} items; use a struct");
            }
        }

        return new SchemaType.Tuple(items.ToImmutable());
    }

    private SchemaType Named(int depth)
    {
        var name = Word();
        if (name is "Option" or "Vec")
        {
            Require('<', $"it is written {name}<T>");
            var item = One(depth + 1);
            Require('>', $"it is written {name}<T>");
            return name == "Option" ? new SchemaType.Option(item) : new SchemaType.Vec(item);
        }

        if (SchemaType.BuiltIn.All.FirstOrDefault(one => one.Name == name) is { } builtIn)
        {
            return builtIn;
        }

        return _own.TryGetValue(name, out var declaration) ? new SchemaType.Named(name, declaration) : throw Unknown(name);
    }

    private SchemaFault Unknown(string name)
    {
        if (name.Length == 0)
        {
            return Fault(_at == _text.Length ? "it ends where a type is expected" : $"'{_text[_at]}' stands where a type is expected");
        }

        var near = Spelling.Near(name, SchemaType.BuiltIn.All.Select(one => one.Name).Concat(["Option", "Vec"]).Concat(_own.Keys));
        return Fault(near.Count == 0
            ? $"the type '{name}' is not known; declare it under 'types'"
            : $"the type '{name}' is not known; did you mean {string.Join(" or ", near.Select(one => $"'{one}'"))}?");
    }

    private string Word()
    {
        Skip();
        var start = _at;
        while (_at < _text.Length && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] == '_'))
        {
            _at++;
        }

        return _text[start.._at];
    }

    private bool Take(char sign)
    {
        Skip();
        var taken = _at < _text.Length && _text[_at] == sign;
        _at += taken ? 1 : 0;
        return taken;
    }

    private void Require(char sign, string form)
    {
        if (!Take(sign))
        {
            throw Fault($"'{sign}' is missing after '{_text[.._at]}': {form}");
        }
    }

    private bool AtEnd()
    {
        Skip();
        return _at == _text.Length;
    }

    private void Skip()
    {
        while (_at < _text.Length && _text[_at] == ' ')
        {
            _at++;
        }
    }

    private SchemaFault Fault(string why) => new(_place, why);
}
