using System.Text.Json.Nodes;

namespace SubstraTee.Simulation.Intel;

/// <summary>What a QE identity is to say (PCS API, version 2).</summary>
public sealed record QeIdentitySpec
{
    /// <summary><c>QE</c> or <c>TD_QE</c>.</summary>
    public string Id { get; init; } = "QE";

    /// <summary>2.</summary>
    public int Version { get; init; } = 2;

    /// <summary>Unix seconds.</summary>
    public required long IssueDate { get; init; }

    /// <summary>Unix seconds.</summary>
    public required long NextUpdate { get; init; }

    /// <summary>The evaluation.</summary>
    public int EvaluationNumber { get; init; } = 17;

    /// <summary>MISCSELECT, 4 bytes in the order of the report.</summary>
    public byte[] MiscSelect { get; init; } = new byte[4];

    /// <summary>Which bits of it count.</summary>
    public byte[] MiscSelectMask { get; init; } = [255, 255, 255, 255];

    /// <summary>ATTRIBUTES, 16 bytes.</summary>
    public byte[] Attributes { get; init; } = [0x11, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    /// <summary>Which bits of them count: all flags but MODE64BIT.</summary>
    public byte[] AttributesMask { get; init; } = [0xFB, 255, 255, 255, 255, 255, 255, 255, 0, 0, 0, 0, 0, 0, 0, 0];

    /// <summary>Who signs the quoting enclave, 32 bytes.</summary>
    public byte[] MrSigner { get; init; } = QuoteSpec.QeSigner;

    /// <summary>The quoting enclave's product id.</summary>
    public int IsvProdId { get; init; } = 1;

    /// <summary>Levels, from the newest on.</summary>
    public required IReadOnlyList<IsvLevelSpec> Levels { get; init; }

    /// <summary>The signed statement.</summary>
    public byte[] Sign(SimulatedCertificate signer) => IntelStatement.Sign("enclaveIdentity", ToJson(), signer);

    /// <summary>The statement itself.</summary>
    public JsonObject ToJson() => new()
    {
        ["id"] = Id,
        ["version"] = Version,
        ["issueDate"] = IntelStatement.Time(IssueDate),
        ["nextUpdate"] = IntelStatement.Time(NextUpdate),
        ["tcbEvaluationDataNumber"] = EvaluationNumber,
        ["miscselect"] = Convert.ToHexString(MiscSelect),
        ["miscselectMask"] = Convert.ToHexString(MiscSelectMask),
        ["attributes"] = Convert.ToHexString(Attributes),
        ["attributesMask"] = Convert.ToHexString(AttributesMask),
        ["mrsigner"] = Convert.ToHexString(MrSigner),
        ["isvprodid"] = IsvProdId,
        ["tcbLevels"] = IntelStatement.Levels(Levels),
    };
}
