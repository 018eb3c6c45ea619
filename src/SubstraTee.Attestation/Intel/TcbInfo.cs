using System.Globalization;
using SubstraTee.Attestation.Json;
using SubstraTee.Attestation.X509;

namespace SubstraTee.Attestation.Intel;

/// <summary>Intel's statement on the TCB of one kind of platform (PCS API: versions 2 and 3), in the order it came in.</summary>
internal sealed class TcbInfo
{
    private TcbInfo(JsonValue info)
    {
        Version = info.GetUnsigned("version", uint.MaxValue);
        if (Version is not (2 or 3))
        {
            throw new RefusalException(RefusalReason.TcbInfoVersionUnsupported, $"TCB info version {Version}; 2 and 3 are known");
        }

        IsTdx = Version == 3 && info.GetString("id") switch
        {
            "SGX" => false,
            "TDX" => true,
            var other => throw new JsonFaultException($"id '{other}' is unknown"),
        };
        IssueDate = IntelJson.GetTime(info, "issueDate");
        NextUpdate = IntelJson.GetTime(info, "nextUpdate");
        Fmspc = info.GetHex("fmspc", 6);
        // Not there in older statements of version 2, which then fit no platform.
        PceId = info.Find("pceId") is null ? [] : info.GetHex("pceId", 2);
        _ = info.GetUnsigned("tcbType", 0);
        EvaluationNumber = info.GetUnsigned("tcbEvaluationDataNumber", int.MaxValue);
        Levels = [.. IntelJson.GetObjects(info, "tcbLevels").Select(ReadLevel)];
        if (!IsTdx)
        {
            return;
        }

        Module = ReadModule(info.Get("tdxModule", JsonKind.Object), "");
        if (info.Find("tdxModuleIdentities") is not null)
        {
            Modules =
            [
                .. IntelJson.GetObjects(info, "tdxModuleIdentities").Select(module => ReadModule(module, module.GetString("id"))),
            ];
        }
    }

    /// <summary>2 or 3.</summary>
    public uint Version { get; }

    /// <summary>Whether it is about TDX and not about SGX.</summary>
    public bool IsTdx { get; }

    /// <summary>Unix seconds.</summary>
    public long IssueDate { get; }

    /// <summary>Unix seconds.</summary>
    public long NextUpdate { get; }

    /// <summary>Which platforms, 6 bytes.</summary>
    public byte[] Fmspc { get; }

    /// <summary>Which provisioning certification enclave, 2 bytes, or none.</summary>
    public byte[] PceId { get; }

    /// <summary>Grows with every evaluation that Intel publishes.</summary>
    public uint EvaluationNumber { get; }

    /// <summary>Levels, in the order given: the first that fits counts.</summary>
    public TcbLevel[] Levels { get; }

    /// <summary>The TDX module of version 0; null for SGX.</summary>
    public TdxModule? Module { get; }

    /// <summary>TDX modules of later versions, by id <c>TDX_01</c> and so on.</summary>
    public TdxModule[] Modules { get; } = [];

    /// <summary>The time within which it counts.</summary>
    public ValidityWindow Validity => new(IssueDate, NextUpdate);

    /// <summary>Reads <c>{"tcbInfo": …, "signature": …}</c>, once the signature over its bytes as they came is verified.</summary>
    /// <param name="json">The text.</param>
    /// <param name="signer">Who has to have signed it; null to look at the form alone.</param>
    /// <exception cref="RefusalException">It has another form, or this key did not sign it.</exception>
    public static TcbInfo Parse(ReadOnlyMemory<byte> json, PublicKey? signer) =>
        StrictJson.Read(json, JsonLimits.Default, RefusalReason.TcbInfoMalformed, "TCB info", document =>
        {
            var (info, signature) = IntelJson.Open(document, "tcbInfo");
            Check.That(
                signer is null || signer.VerifyFixed(SignatureScheme.EcdsaSha256, info.Raw.Span, signature),
                RefusalReason.TcbInfoSignatureInvalid,
                "the TCB info is not signed by the TCB signing certificate");
            return new TcbInfo(info);
        });

    /// <summary>The identity of the TDX module of a version.</summary>
    public TdxModule? FindModule(int version)
    {
        if (version == 0)
        {
            return Module;
        }

        var id = string.Create(CultureInfo.InvariantCulture, $"TDX_{version:X2}");
        return Modules.FirstOrDefault(module => string.Equals(module.Id, id, StringComparison.OrdinalIgnoreCase));
    }

    private TcbLevel ReadLevel(JsonValue level)
    {
        var tcb = level.Get("tcb", JsonKind.Object);
        return new TcbLevel(
            Version == 2 ? ReadNumberedComponents(tcb) : ReadComponents(tcb, "sgxtcbcomponents"),
            (ushort)tcb.GetUnsigned("pcesvn", ushort.MaxValue),
            IsTdx ? ReadComponents(tcb, "tdxtcbcomponents") : null,
            IntelJson.GetTime(level, "tcbDate"),
            IntelJson.GetStatus(level),
            IntelJson.GetAdvisories(level));
    }

    private static byte[] ReadNumberedComponents(JsonValue tcb)
    {
        var components = new byte[16];
        for (var i = 0; i < components.Length; i++)
        {
            components[i] = (byte)tcb.GetUnsigned(string.Create(CultureInfo.InvariantCulture, $"sgxtcbcomp{i + 1:00}svn"), byte.MaxValue);
        }

        return components;
    }

    private static byte[] ReadComponents(JsonValue tcb, string name)
    {
        var items = IntelJson.GetObjects(tcb, name);
        return items.Count == 16
            ? [.. items.Select(item => (byte)item.GetUnsigned("svn", byte.MaxValue))]
            : throw new JsonFaultException($"'{name}' has {items.Count} components, not 16");
    }

    private static TdxModule ReadModule(JsonValue module, string id) => new(
        id,
        module.GetHex("mrsigner", 48),
        module.GetHex("attributes", 8),
        module.GetHex("attributesMask", 8),
        id.Length == 0 ? [] : IntelJson.GetIsvLevels(module));
}
