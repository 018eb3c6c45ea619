using System.Text;

namespace SubstraTee.Cli;

/// <summary>The sections of a module in the binary format, and custom sections in place of others.</summary>
/// <remarks>WebAssembly 2.0, section 5.5. To be used on valid modules: what is not in order is a mistake of the caller.</remarks>
internal static class WasmSections
{
    private const int HeaderBytes = 8;
    private const byte Custom = 0;

    private static readonly string[] Names =
        ["custom", "type", "import", "function", "table", "memory", "global", "export", "start", "element", "code", "data", "data count"];

    /// <summary>Name and bytes of every section, in order.</summary>
    public static IEnumerable<(string Name, int Bytes)> Of(ReadOnlyMemory<byte> module) => Walk(module).Select(section =>
        (section.Custom is { } name ? $"custom '{name}'" : section.Id < Names.Length ? Names[section.Id] : $"section {section.Id}", section.Length));

    /// <summary>The module without custom sections of a name, and with a new one at its end.</summary>
    public static byte[] Replace(ReadOnlyMemory<byte> module, string name, ReadOnlySpan<byte> content)
    {
        var result = new MemoryStream(module.Length + content.Length + name.Length + 16);
        result.Write(module.Span[..HeaderBytes]);
        foreach (var section in Walk(module))
        {
            if (section.Custom != name)
            {
                result.Write(module.Span[section.Start..section.End]);
            }
        }

        var label = Encoding.UTF8.GetBytes(name);
        var length = Unsigned((uint)label.Length);
        result.WriteByte(Custom);
        result.Write(Unsigned((uint)(length.Length + label.Length + content.Length)));
        result.Write(length);
        result.Write(label);
        result.Write(content);
        return result.ToArray();
    }

    private static IEnumerable<Section> Walk(ReadOnlyMemory<byte> module)
    {
        for (var at = HeaderBytes; at < module.Length;)
        {
            var start = at;
            var id = module.Span[at++];
            var length = (int)Unsigned(module.Span, ref at);
            string? name = null;
            if (id == Custom)
            {
                var from = at;
                var bytes = (int)Unsigned(module.Span, ref from);
                name = Encoding.UTF8.GetString(module.Span.Slice(from, bytes));
            }

            yield return new Section(id, name, start, at + length, length);
            at += length;
        }
    }

    private static uint Unsigned(ReadOnlySpan<byte> bytes, ref int at)
    {
        uint value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = bytes[at++];
            value |= (uint)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
    }

    private static byte[] Unsigned(uint value)
    {
        var bytes = new List<byte>(5);
        for (; value >= 0x80; value >>= 7)
        {
            bytes.Add((byte)(value | 0x80));
        }

        bytes.Add((byte)value);
        return [.. bytes];
    }

    private readonly record struct Section(byte Id, string? Custom, int Start, int End, int Length);
}
