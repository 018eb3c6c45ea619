using System.Collections.Immutable;
using SubstraTee.Attestation.Cose;

namespace SubstraTee.Attestation.Nitro;

/// <summary>The fields of an attestation document, checked for presence, type and size.</summary>
/// <remarks>AWS, "Cryptographic attestation" in the Nitro Enclaves documentation, and its "attestation process" page on limits.</remarks>
internal sealed record NitroDocument
{
    /// <summary>Values of registers that are not in use.</summary>
    public const int RegisterLength = 48;

    private const int MaxRegister = 31;
    private const int MaxModuleId = 256;
    private const int MaxCertificate = 1024;
    private const int MaxOptional = 1024;
    private const long MaxTimestampMs = 253_402_300_799_999;

    public required string ModuleId { get; init; }

    public required long TimestampMs { get; init; }

    public required ImmutableArray<KeyValuePair<int, ReadOnlyMemory<byte>>> Registers { get; init; }

    public required ReadOnlyMemory<byte> Certificate { get; init; }

    /// <summary>From the root to the issuer of the certificate.</summary>
    public required ImmutableArray<ReadOnlyMemory<byte>> Bundle { get; init; }

    public required ReadOnlyMemory<byte> PublicKey { get; init; }

    public required ReadOnlyMemory<byte> UserData { get; init; }

    public required ReadOnlyMemory<byte> Nonce { get; init; }

    /// <summary>Whether the enclave runs in debug mode: the hypervisor then measures nothing.</summary>
    public bool IsDebug => IsZero(0) && IsZero(1) && IsZero(2);

    /// <summary>Reads the payload of a document.</summary>
    /// <exception cref="RefusalException">A field is missing, unknown, or of another type or size.</exception>
    public static NitroDocument Read(ReadOnlyMemory<byte> payload)
    {
        var map = CborReader.Read(payload, CborLimits.NitroPayload, "the Nitro document") as CborValue.Map
            ?? throw new RefusalException(RefusalReason.EvidenceMalformed, "the Nitro document is no map");
        var digest = Field<CborValue.Text>(map, "digest").Value;
        Check.That(digest == "SHA384", RefusalReason.NitroDigestUnsupported, $"the Nitro document names the digest '{digest}' instead of SHA384");
        var module = Field<CborValue.Text>(map, "module_id").Value;
        Check.That(module.Length is > 0 and <= MaxModuleId, RefusalReason.NitroFieldMalformed, "module_id is empty or too long");
        var timestamp = Field<CborValue.Integer>(map, "timestamp").Value;
        Check.That(timestamp is > 0 and <= MaxTimestampMs, RefusalReason.NitroFieldMalformed, $"timestamp is {timestamp}");
        return new NitroDocument
        {
            ModuleId = module,
            TimestampMs = timestamp,
            Registers = ReadRegisters(Field<CborValue.Map>(map, "pcrs")),
            Certificate = CertificateOf(Field<CborValue.Bytes>(map, "certificate"), "certificate"),
            Bundle = ReadBundle(Field<CborValue.Array>(map, "cabundle")),
            PublicKey = Optional(map, "public_key"),
            UserData = Optional(map, "user_data"),
            Nonce = Optional(map, "nonce"),
        };
    }

    /// <summary>The value of a register.</summary>
    public ReadOnlyMemory<byte> Register(int number)
    {
        foreach (var register in Registers)
        {
            if (register.Key == number)
            {
                return register.Value;
            }
        }

        throw new RefusalException(RefusalReason.NitroFieldMissing, $"the Nitro document has no PCR{number}");
    }

    private bool IsZero(int register) => !Register(register).Span.ContainsAnyExcept((byte)0);

    private static ImmutableArray<KeyValuePair<int, ReadOnlyMemory<byte>>> ReadRegisters(CborValue.Map map)
    {
        Check.That(!map.Entries.IsEmpty, RefusalReason.NitroFieldMissing, "pcrs is empty");
        var registers = ImmutableArray.CreateBuilder<KeyValuePair<int, ReadOnlyMemory<byte>>>(map.Entries.Length);
        foreach (var (key, value) in map.Entries)
        {
            Check.That(
                key is CborValue.Integer { Value: >= 0 and <= MaxRegister }, RefusalReason.NitroFieldMalformed, "pcrs has a register that does not exist");
            Check.That(
                value is CborValue.Bytes { Value.Length: RegisterLength }, RefusalReason.NitroFieldMalformed, "a register does not have the length of SHA-384");
            registers.Add(new((int)((CborValue.Integer)key).Value, ((CborValue.Bytes)value).Value));
        }

        registers.Sort((left, right) => left.Key.CompareTo(right.Key));
        return registers.MoveToImmutable();
    }

    private static ImmutableArray<ReadOnlyMemory<byte>> ReadBundle(CborValue.Array array)
    {
        Check.That(!array.Items.IsEmpty, RefusalReason.NitroFieldMissing, "cabundle is empty");
        Check.That(
            array.Items.Length < X509.CertificateChain.MaxCertificates,
            RefusalReason.NitroFieldMalformed,
            $"cabundle has {array.Items.Length} certificates, at most {X509.CertificateChain.MaxCertificates - 1} are read");
        return
        [
            .. array.Items.Select(item => CertificateOf(
                item as CborValue.Bytes ?? throw new RefusalException(RefusalReason.NitroFieldMalformed, "cabundle holds something else than bytes"),
                "cabundle")),
        ];
    }

    private static ReadOnlyMemory<byte> CertificateOf(CborValue.Bytes value, string name)
    {
        Check.That(
            value.Value.Length is > 0 and <= MaxCertificate, RefusalReason.NitroFieldMalformed, $"{name} has a certificate of {value.Value.Length} bytes");
        return value.Value;
    }

    private static ReadOnlyMemory<byte> Optional(CborValue.Map map, string name)
    {
        switch (map[name])
        {
            case null or CborValue.Null:
                return default;
            case CborValue.Bytes { Value.Length: <= MaxOptional } bytes:
                return bytes.Value;
            default:
                throw new RefusalException(RefusalReason.NitroFieldMalformed, $"{name} is neither null nor at most {MaxOptional} bytes");
        }
    }

    private static T Field<T>(CborValue.Map map, string name)
        where T : CborValue
    {
        var value = map[name];
        Check.That(value is not null, RefusalReason.NitroFieldMissing, $"the Nitro document has no {name}");
        return value as T ?? throw new RefusalException(RefusalReason.NitroFieldMalformed, $"{name} is of another type than it has to be");
    }
}
