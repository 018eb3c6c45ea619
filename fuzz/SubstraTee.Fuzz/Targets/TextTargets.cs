using System.Text;
using SubstraTee.Crypto;
using SubstraTee.Primitives;

namespace SubstraTee.Fuzz;

/// <summary>Text that people type or paste: addresses, secret URIs, phrases, hexadecimal.</summary>
internal static class TextTargets
{
    public static IEnumerable<IFuzzTarget> All =>
    [
        new FunctionTarget("ss58", Texts("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY", "25GUyv"), input =>
        {
            var text = Encoding.Latin1.GetString(input);
            if (!Ss58.TryDecode(text, out var account, out var prefix, out var error))
            {
                return (int)error;
            }

            return Ss58.Encode(account, prefix) == text ? -prefix - 1 : throw new InvalidOperationException("two addresses of one account");
        }),
        new FunctionTarget("secret-uri", Texts("//Alice", "//hard/soft///pw", "0x" + new string('a', 64) + "//0/1"), input =>
        {
            var found = SecretUri.TryParse(Encoding.UTF8.GetString(input), out _, out var error);
            return found ? -1 : (int)error;
        }),
        new FunctionTarget("bip39", Texts("bottom drive obey lake curtain smoke basket hold race lonely fit walk"), input =>
        {
            var found = Bip39.TryReadEntropy(Encoding.UTF8.GetString(input), out var entropy, out var error);
            entropy?.Dispose();
            return found ? -1 : (int)error;
        }),
        new FunctionTarget("hex", Texts("0x00ff", "0xABCDEF"), input =>
            Hex.TryDecode(Encoding.Latin1.GetString(input), 64, out var bytes) ? -bytes.Length - 1 : input.Length),
    ];

    private static Func<IEnumerable<byte[]>> Texts(params string[] texts) => () => texts.Select(Encoding.UTF8.GetBytes);
}
