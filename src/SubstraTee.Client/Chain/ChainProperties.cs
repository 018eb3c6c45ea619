using System.Globalization;
using System.Numerics;

namespace SubstraTee.Client;

/// <summary>What a node says of its chain, for showing; nothing is decided by it alone.</summary>
/// <param name="Name">The chain's name.</param>
/// <param name="Type">Its type: <c>Development</c>, <c>Local</c>, <c>Live</c> or a name of its own.</param>
/// <param name="Ss58Prefix">The prefix of addresses.</param>
/// <param name="TokenSymbol">The name of its unit.</param>
/// <param name="TokenDecimals">Decimal places of its unit.</param>
public sealed record ChainProperties(string Name, string Type, ushort Ss58Prefix, string TokenSymbol, byte TokenDecimals)
{
    /// <summary>True when the node calls its chain a development chain.</summary>
    public bool SaysDevelopment => Type is "Development";

    /// <summary>An amount in the chain's unit, without superfluous zeros.</summary>
    public string Format(UInt128 amount)
    {
        var unit = BigInteger.Pow(10, TokenDecimals);
        var whole = (BigInteger)amount / unit;
        var fraction = ((BigInteger)amount % unit).ToString(CultureInfo.InvariantCulture).PadLeft(TokenDecimals, '0').TrimEnd('0');
        var number = TokenDecimals == 0 || fraction.Length == 0 ? $"{whole}" : $"{whole}.{fraction}";
        return TokenSymbol.Length == 0 ? number : $"{number} {TokenSymbol}";
    }

    /// <summary>Reads an amount in the chain's unit, such as <c>1.5</c>; false when it has too many places or is no amount.</summary>
    public bool TryParse(string text, out UInt128 amount)
    {
        amount = default;
        var parts = text.Split('.');
        if (parts.Length > 2 || parts[0].Length is 0 or > 39 || !parts.All(part => part.All(char.IsAsciiDigit))
            || (parts.Length == 2 && parts[1].Length is 0) || (parts.Length == 2 && parts[1].Length > TokenDecimals))
        {
            return false;
        }

        var fraction = parts.Length == 2 ? parts[1].PadRight(TokenDecimals, '0') : new string('0', TokenDecimals);
        var value = BigInteger.Parse(parts[0] + fraction, CultureInfo.InvariantCulture);
        if (value > (BigInteger)UInt128.MaxValue)
        {
            return false;
        }

        amount = (UInt128)value;
        return true;
    }
}
