using System.Globalization;
using System.Text.Json.Nodes;

namespace SubstraTee.Simulation.Intel;

/// <summary>What a TCB info is to say (PCS API, version 3; or 2, which knows SGX only).</summary>
public sealed record TcbInfoSpec
{
    /// <summary>3 or 2.</summary>
    public int Version { get; init; } = 3;

    /// <summary><c>SGX</c> or <c>TDX</c>.</summary>
    public string Id { get; init; } = "SGX";

    /// <summary>Unix seconds.</summary>
    public required long IssueDate { get; init; }

    /// <summary>Unix seconds.</summary>
    public required long NextUpdate { get; init; }

    /// <summary>Which platforms, 6 bytes.</summary>
    public byte[] Fmspc { get; init; } = [0x00, 0xA0, 0xFF, 0x00, 0x00, 0x00];

    /// <summary>Which provisioning certification enclave, 2 bytes.</summary>
    public byte[] PceId { get; init; } = [0, 0];

    /// <summary>The evaluation.</summary>
    public int EvaluationNumber { get; init; } = 17;

    /// <summary>Levels, from the newest on.</summary>
    public required IReadOnlyList<TcbLevelSpec> Levels { get; init; }

    /// <summary>The TDX module of version 0.</summary>
    public TdxModuleSpec Module { get; init; } = new();

    /// <summary>TDX modules of later versions.</summary>
    public IReadOnlyList<TdxModuleSpec> Modules { get; init; } = [];

    /// <summary>The signed statement.</summary>
    public byte[] Sign(SimulatedCertificate signer) => IntelStatement.Sign("tcbInfo", ToJson(), signer);

    /// <summary>The statement itself.</summary>
    public JsonObject ToJson()
    {
        var info = new JsonObject();
        if (Version >= 3)
        {
            info["id"] = Id;
        }

        info["version"] = Version;
        info["issueDate"] = IntelStatement.Time(IssueDate);
        info["nextUpdate"] = IntelStatement.Time(NextUpdate);
        info["fmspc"] = Convert.ToHexString(Fmspc);
        info["pceId"] = Convert.ToHexString(PceId);
        info["tcbType"] = 0;
        info["tcbEvaluationDataNumber"] = EvaluationNumber;
        if (Id == "TDX")
        {
            info["tdxModule"] = ModuleJson(Module);
            info["tdxModuleIdentities"] = new JsonArray([.. Modules.Select(ModuleJson)]);
        }

        info["tcbLevels"] = new JsonArray(
            [.. Levels.Select(level => IntelStatement.Level(Tcb(level), level.TcbDate, level.Status, level.Advisories))]);
        return info;
    }

    private JsonObject Tcb(TcbLevelSpec level)
    {
        var tcb = new JsonObject();
        if (Version == 2)
        {
            for (var i = 0; i < level.SgxComponents.Length; i++)
            {
                tcb[string.Create(CultureInfo.InvariantCulture, $"sgxtcbcomp{i + 1:00}svn")] = level.SgxComponents[i];
            }
        }
        else
        {
            tcb["sgxtcbcomponents"] = Components(level.SgxComponents);
        }

        tcb["pcesvn"] = level.PceSvn;
        if (Id == "TDX")
        {
            tcb["tdxtcbcomponents"] = Components(level.TdxComponents);
        }

        return tcb;
    }

    private static JsonArray Components(byte[] svns) => new([.. svns.Select(svn => new JsonObject { ["svn"] = svn })]);

    private static JsonObject ModuleJson(TdxModuleSpec module)
    {
        var json = new JsonObject();
        if (module.Id.Length > 0)
        {
            json["id"] = module.Id;
        }

        json["mrsigner"] = Convert.ToHexString(module.MrSigner);
        json["attributes"] = Convert.ToHexString(module.Attributes);
        json["attributesMask"] = Convert.ToHexString(module.AttributesMask);
        if (module.Id.Length > 0)
        {
            json["tcbLevels"] = IntelStatement.Levels(module.Levels);
        }

        return json;
    }
}
