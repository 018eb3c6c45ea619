using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SubstraTee.Attestation.Intel;
using SubstraTee.Simulation.Intel;
using SubstraTee.Testing;

namespace SubstraTee.Attestation.Tests.Intel;

/// <summary>What the simulation mints, verified by an implementation that nobody here wrote.</summary>
public class PeerTests
{
    [NpmFact("attestation")]
    public async Task Minted_quotes_are_genuine_to_another_implementation_and_tampered_ones_are_not()
    {
        var sgx = Mint.SgxQuote;
        var td4 = Mint.TdxQuote;
        var td5 = new QuoteSpec { Version = 5 }.Sign(Mint.Platform, Mint.Domain15);
        var outdated = Mint.WithTcb(info => info with { Levels = [.. info.Levels.Skip(2)] });
        (byte[] Quote, DcapCollateral Collateral)[] jobs =
        [
            (sgx, Mint.SgxCollateral), (td4, Mint.TdxCollateral), (td5, Mint.TdxCollateral), (sgx, outdated),
            (Flip(sgx, 100), Mint.SgxCollateral), (Flip(sgx, 1100), Mint.SgxCollateral), (Flip(td4, 200), Mint.TdxCollateral),
        ];
        var answers = JsonNode.Parse(await Npm.RunAsync(
            "attestation", "verify.mjs", new JsonArray([.. jobs.Select(job => Job(job.Quote, job.Collateral))]).ToJsonString()))!.AsArray();
        var theirs = answers.Select(answer => answer!["status"]?.GetValue<string>() ?? $"refused: {answer["error"]}").ToList();
        Assert.Equal(["UpToDate", "UpToDate", "UpToDate", "OutOfDate"], theirs.Take(4));
        Assert.All(theirs.Skip(4), status => Assert.StartsWith("refused: ", status, StringComparison.Ordinal));
        var ours = jobs.Select(job => job.Collateral == Mint.TdxCollateral ? Mint.Tdx(job.Quote) : Mint.Sgx(job.Quote, job.Collateral))
            .Select(verdict => verdict is Verdict.Verified verified ? verified.Evidence.Tcb.Text() : "refused").ToList();
        Assert.Equal(theirs.Select(status => status.Split(':')[0]), ours);
        Assert.Equal(["INTEL-SA-00615", "INTEL-SA-00828"], answers[3]!["advisories"]!.AsArray().Select(one => one!.GetValue<string>()));
    }

    private static JsonObject Job(byte[] quote, DcapCollateral collateral)
    {
        var (tcbInfo, tcbSignature) = Open(collateral.TcbInfo, "tcbInfo");
        var (qeIdentity, qeSignature) = Open(collateral.QeIdentity, "enclaveIdentity");
        var chain = Encoding.ASCII.GetString(collateral.TcbSigningChain.Span);
        return new JsonObject
        {
            ["quote"] = Convert.ToHexString(quote),
            ["root"] = Convert.ToHexString(Mint.Simulator.Root.Root.Raw),
            ["time"] = Mint.Time,
            ["collateral"] = new JsonObject
            {
                ["tcb_info"] = tcbInfo,
                ["tcb_info_signature"] = tcbSignature,
                ["tcb_info_issuer_chain"] = chain,
                ["qe_identity"] = qeIdentity,
                ["qe_identity_signature"] = qeSignature,
                ["qe_identity_issuer_chain"] = chain,
                ["root_ca_crl"] = Convert.ToHexString(collateral.RootCaCrl.Span),
                ["pck_crl"] = Convert.ToHexString(collateral.PckCrl.Span),
                ["pck_crl_issuer_chain"] = Encoding.ASCII.GetString(collateral.PckCrlIssuerChain.Span),
            },
        };
    }

    private static (string Statement, string? Signature) Open(ReadOnlyMemory<byte> json, string name)
    {
        using var document = JsonDocument.Parse(json);
        return (document.RootElement.GetProperty(name).GetRawText(), document.RootElement.GetProperty("signature").GetString());
    }

    private static byte[] Flip(byte[] bytes, int index)
    {
        var changed = bytes.ToArray();
        changed[index] ^= 1;
        return changed;
    }
}
