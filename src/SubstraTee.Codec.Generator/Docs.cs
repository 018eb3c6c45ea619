using System.Collections.Immutable;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace SubstraTee.Codec.Generator;

/// <summary>The lines of a documentation comment, as scale-info carries them.</summary>
internal static class Docs
{
    /// <summary>The lines of the summary.</summary>
    public static ImmutableArray<string> Summary(ISymbol? symbol) => Lines(Load(symbol)?.Element("summary"));

    /// <summary>What the comment of a type says about one of its parameters.</summary>
    public static ImmutableArray<string> Parameter(ISymbol type, string name) => Lines(
        Load(type)?.Elements("param").FirstOrDefault(one => string.Equals((string?)one.Attribute("name"), name, StringComparison.Ordinal)));

    private static XElement? Load(ISymbol? symbol)
    {
        var xml = symbol?.GetDocumentationCommentXml();
        if (string.IsNullOrWhiteSpace(xml))
            return null;

        try
        {
            return XElement.Parse(xml!.TrimStart().StartsWith("<member", StringComparison.Ordinal) ? xml : $"<member>{xml}</member>");
        }
        catch (XmlException)
        {
            // The compiler reports malformed comments itself.
            return null;
        }
    }

    private static ImmutableArray<string> Lines(XElement? element)
    {
        if (element is null)
            return [];

        var text = new StringBuilder();
        Render(element, text);
        return
        [
            .. text.ToString().Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0),
        ];
    }

    private static void Render(XElement element, StringBuilder text)
    {
        foreach (var node in element.Nodes())
        {
            switch (node)
            {
                case XText plain:
                    text.Append(plain.Value);
                    break;
                case XElement { Name.LocalName: "para" or "br" or "item" } block:
                    text.Append('\n');
                    Render(block, text);
                    text.Append('\n');
                    break;
                case XElement { Name.LocalName: "c" or "code" } code:
                    text.Append('`').Append(code.Value).Append('`');
                    break;
                case XElement { IsEmpty: true } reference:
                    text.Append('`').Append(Target(reference)).Append('`');
                    break;
                case XElement other:
                    Render(other, text);
                    break;
            }
        }
    }

    private static string Target(XElement reference)
    {
        var target = (string?)(reference.Attribute("cref") ?? reference.Attribute("langword") ?? reference.Attribute("name")) ?? "";
        var parameters = target.IndexOf('(');
        var name = parameters < 0 ? target : target.Substring(0, parameters);
        return name.Substring(Math.Max(name.LastIndexOf('.'), name.LastIndexOf(':')) + 1).Split('`')[0];
    }
}
