using SubstraTee.Attestation.Json;
using SubstraTee.Attestation.X509;

namespace SubstraTee.Attestation.Intel;

/// <summary>Intel's statement on its quoting enclave (PCS API, enclave identity of version 2).</summary>
internal sealed class QeIdentity
{
    private QeIdentity(JsonValue identity)
    {
        Id = identity.GetString("id");
        if (identity.GetUnsigned("version", uint.MaxValue) is var version && version != 2)
        {
            throw new JsonFaultException($"version {version}; only 2 is known");
        }

        IssueDate = IntelJson.GetTime(identity, "issueDate");
        NextUpdate = IntelJson.GetTime(identity, "nextUpdate");
        EvaluationNumber = identity.GetUnsigned("tcbEvaluationDataNumber", int.MaxValue);
        MiscSelect = identity.GetHex("miscselect", 4);
        MiscSelectMask = identity.GetHex("miscselectMask", 4);
        Attributes = identity.GetHex("attributes", 16);
        AttributesMask = identity.GetHex("attributesMask", 16);
        MrSigner = identity.GetHex("mrsigner", 32);
        IsvProdId = (ushort)identity.GetUnsigned("isvprodid", ushort.MaxValue);
        Levels = IntelJson.GetIsvLevels(identity);
    }

    /// <summary><c>QE</c>, <c>TD_QE</c> or <c>QVE</c>.</summary>
    public string Id { get; }

    /// <summary>Unix seconds.</summary>
    public long IssueDate { get; }

    /// <summary>Unix seconds.</summary>
    public long NextUpdate { get; }

    /// <summary>Grows with every evaluation that Intel publishes.</summary>
    public uint EvaluationNumber { get; }

    /// <summary>In the order of the report's bytes: the text is of the little-endian bytes, not of the number.</summary>
    public byte[] MiscSelect { get; }

    /// <summary>Which bits of <see cref="MiscSelect"/> count.</summary>
    public byte[] MiscSelectMask { get; }

    /// <summary>Flags and XFRM.</summary>
    public byte[] Attributes { get; }

    /// <summary>Which bits of <see cref="Attributes"/> count; DEBUG is among them.</summary>
    public byte[] AttributesMask { get; }

    /// <summary>Who signs the quoting enclave.</summary>
    public byte[] MrSigner { get; }

    /// <summary>The quoting enclave's product id.</summary>
    public ushort IsvProdId { get; }

    /// <summary>Levels, in the order given.</summary>
    public IsvLevel[] Levels { get; }

    /// <summary>The time within which it counts.</summary>
    public ValidityWindow Validity => new(IssueDate, NextUpdate);

    /// <summary>Reads <c>{"enclaveIdentity": …, "signature": …}</c>, once the signature over its bytes as they came is verified.</summary>
    /// <exception cref="RefusalException">It has another form, or this key did not sign it.</exception>
    public static QeIdentity Parse(ReadOnlyMemory<byte> json, PublicKey signer) =>
        StrictJson.Read(json, JsonLimits.Default, RefusalReason.QeIdentityMalformed, "QE identity", document =>
        {
            var (identity, signature) = IntelJson.Open(document, "enclaveIdentity");
            Check.That(
                signer.VerifyFixed(SignatureScheme.EcdsaSha256, identity.Raw.Span, signature),
                RefusalReason.QeIdentitySignatureInvalid,
                "the QE identity is not signed by the TCB signing certificate");
            return new QeIdentity(identity);
        });

    /// <summary>Checks that it is about the quoting enclave of a kind of TEE.</summary>
    /// <exception cref="RefusalException">It is not.</exception>
    public void CheckId(bool isTdx)
    {
        var expected = isTdx ? "TD_QE" : "QE";
        Check.That(Id == expected, RefusalReason.QeIdentityKindMismatch, $"the identity is of '{Id}', not of '{expected}'");
    }

    /// <summary>Checks that a report is of this quoting enclave; the TCB level is another question.</summary>
    /// <exception cref="RefusalException">It is not.</exception>
    public void CheckReport(SgxReport report, bool isTdx)
    {
        CheckId(isTdx);
        Check.That(
            Masked(report.MiscSelect.AsSpan(), MiscSelectMask, MiscSelect),
            RefusalReason.QeMiscSelectMismatch,
            "the quoting enclave's MISCSELECT is not the identity's");
        Check.That(
            Masked(report.Attributes.AsSpan(), AttributesMask, Attributes),
            RefusalReason.QeAttributesMismatch,
            "the quoting enclave's attributes are not the identity's");
        Check.That(
            report.MrSigner.AsSpan().SequenceEqual(MrSigner),
            RefusalReason.QeSignerMismatch,
            $"the quoting enclave is signed by {Convert.ToHexStringLower(report.MrSigner.AsSpan())}, not by {Convert.ToHexStringLower(MrSigner)}");
        Check.That(
            report.IsvProdId == IsvProdId,
            RefusalReason.QeProductMismatch,
            $"the quoting enclave's product id is {report.IsvProdId}, not {IsvProdId}");
    }

    /// <summary>Whether the bits under a mask are those expected.</summary>
    public static bool Masked(ReadOnlySpan<byte> value, ReadOnlySpan<byte> mask, ReadOnlySpan<byte> expected)
    {
        for (var i = 0; i < expected.Length; i++)
        {
            if ((value[i] & mask[i]) != expected[i])
            {
                return false;
            }
        }

        return true;
    }
}
