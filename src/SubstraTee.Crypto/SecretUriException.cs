namespace SubstraTee.Crypto;

/// <summary>A secret URI that cannot be used. The message never contains any part of it.</summary>
public sealed class SecretUriException : FormatException
{
    /// <summary>An exception for this kind of error.</summary>
    public SecretUriException(SecretUriError error)
        : base(Describe(error)) => Error = error;

    /// <summary>What is wrong.</summary>
    public SecretUriError Error { get; }

    private static string Describe(SecretUriError error) => error switch
    {
        SecretUriError.TooLong => $"the secret URI has more than {SecretUri.MaxLength} characters",
        SecretUriError.BadForm =>
            "not a secret URI: give a phrase or a 0x seed, or start with //, as in //Alice or phrase//hard/soft///password",
        SecretUriError.BadSeed => "a seed is written as 0x and 64 hexadecimal digits",
        SecretUriError.BadWordCount => "a phrase has 12, 15, 18, 21 or 24 words",
        SecretUriError.UnknownWord => "the phrase has a word that is not in the English BIP-39 list: check the spelling",
        SecretUriError.BadChecksum => "the phrase's checksum is wrong: check the words and their order",
        SecretUriError.SoftJunction => "soft junctions (/name) work with sr25519 only: use //name or an sr25519 key",
        SecretUriError.BadSecret => "the secret is no valid key of this scheme: use another one",
        _ => "the secret URI cannot be used",
    };
}
