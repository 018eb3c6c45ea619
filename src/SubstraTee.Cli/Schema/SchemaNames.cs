using System.Text;
using System.Text.RegularExpressions;

namespace SubstraTee.Cli;

/// <summary>How names in schema files are written.</summary>
internal static class SchemaNames
{
    /// <summary>Of the function: it is what clients type.</summary>
    public const string Function = "^[a-z][a-z0-9-]*$";

    /// <summary>Of calls, getters, arguments and fields.</summary>
    public const string Member = "^[a-z][a-z0-9_]*$";

    /// <summary>Of types, errors and variants.</summary>
    public const string Type = "^[A-Z][A-Za-z0-9]*$";

    /// <summary>The most characters.</summary>
    public const int MaxLength = 64;

    /// <summary>Makes sure that a name is written by a rule.</summary>
    /// <exception cref="SchemaFault">It is not.</exception>
    public static string Require(string name, string rule, string place)
    {
        if (name.Length > MaxLength)
        {
            throw new SchemaFault(place, $"a name has at most {MaxLength} characters");
        }

        return Regex.IsMatch(name, rule, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1))
            ? name
            : throw new SchemaFault(place, $"'{name}' is not written as {Form(rule)}");
    }

    /// <summary>The name of a variant: <c>set_owner</c> is <c>SetOwner</c>.</summary>
    public static string Variant(string name)
    {
        var variant = new StringBuilder(name.Length);
        foreach (var word in name.Split('_', StringSplitOptions.RemoveEmptyEntries))
        {
            variant.Append(char.ToUpperInvariant(word[0])).Append(word, 1, word.Length - 1);
        }

        return variant.ToString();
    }

    private static string Form(string rule) => rule switch
    {
        Function => "a function's name: lower case, digits and '-', a letter first",
        Member => "a name: lower case, digits and '_', a letter first",
        _ => "a type's name: letters and digits, a capital first",
    };
}
