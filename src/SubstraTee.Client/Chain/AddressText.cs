using SubstraTee.Codec;
using SubstraTee.Crypto;

namespace SubstraTee.Client;

/// <summary>Lets accounts be written as addresses wherever text is read as a chain's or shard's type.</summary>
public static class AddressText
{
    /// <summary>The account of an address, when one is wanted; null leaves the text to the type.</summary>
    public static ScaleValue? Resolve(PortableType type, string text)
    {
        if (type.Path.LastOrDefault() is not ("AccountId32" or "AccountId") || !Ss58.TryDecode(text, out var account, out _))
        {
            return null;
        }

        return new ScaleValue.Bytes([.. account.ToArray()]);
    }
}
