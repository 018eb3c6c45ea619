using System.Text;

namespace SubstraTee.Wasm;

/// <summary>Names of instructions in the text format, made from those of the enumeration.</summary>
internal static class OpcodeNames
{
    private static readonly string[] Prefixes = ["I32", "I64", "F32", "F64", "Local", "Global", "Table", "Memory", "Data", "Elem", "Ref"];

    public static string NameOf(Opcode opcode)
    {
        if (opcode == Opcode.SelectTyped)
        {
            return "select t";
        }

        var name = opcode.ToString();
        var prefix = Array.Find(Prefixes, prefix => name.StartsWith(prefix, StringComparison.Ordinal));
        return prefix is null ? Words(name) : $"{prefix.ToLowerInvariant()}.{Words(name[prefix.Length..])}";
    }

    // An upper-case letter begins a word.
    private static string Words(string name)
    {
        var text = new StringBuilder();
        foreach (var letter in name)
        {
            if (char.IsAsciiLetterUpper(letter) && text.Length > 0)
            {
                text.Append('_');
            }

            text.Append(char.ToLowerInvariant(letter));
        }

        return text.ToString();
    }
}
