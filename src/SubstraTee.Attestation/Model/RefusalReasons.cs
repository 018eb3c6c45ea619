using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;

namespace SubstraTee.Attestation;

/// <summary>The texts of <see cref="RefusalReason"/>, as logs, answers and the chain show them.</summary>
public static class RefusalReasons
{
    private static readonly FrozenDictionary<RefusalReason, string> Codes =
        Enum.GetValues<RefusalReason>().ToFrozenDictionary(reason => reason, reason => SnakeCase(reason.ToString()));

    /// <summary>Every reason, in the order of their numbers.</summary>
    public static ImmutableArray<RefusalReason> All { get; } = [.. Enum.GetValues<RefusalReason>().Order()];

    /// <summary>The reason's code, for example <c>tcb_info_signature_invalid</c>.</summary>
    public static string Code(this RefusalReason reason) => Codes[reason];

    private static string SnakeCase(string name)
    {
        var text = new StringBuilder(name.Length + 8);
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
