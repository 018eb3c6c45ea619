using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using SubstraTee.Attestation;
using SubstraTee.Attestation.Intel;
using SubstraTee.Primitives;
using SubstraTee.Substrate;
using Call = SubstraTee.Runtime.TeerexPallet.Call;
using Error = SubstraTee.Runtime.TeerexPallet.Error;
using Event = SubstraTee.Runtime.TeerexPallet.Event;

namespace SubstraTee.Runtime;

/// <summary>Registers what Intel says of its quoting enclave and of processor families, and finds it again for quotes.</summary>
/// <remarks>
/// As on Integritee's chain there are no revocation lists, which its calls have no room for. An older statement never takes the
/// place of a newer one.
/// </remarks>
internal sealed class SgxStatements(TeerexPallet teerex, TimestampPallet timestamp)
{
    private const ulong MsPerSecond = 1000;

    public DispatchOutcome Register(RuntimeContext context, Call.RegisterQuotingEnclave register)
    {
        if (!SignedStatement.Fits(register.EnclaveIdentity, register.Signature, register.CertificateChain))
        {
            return teerex.Fail(Error.CollateralIsInvalid);
        }

        var signed = new SignedStatement(register.EnclaveIdentity, register.Signature, register.CertificateChain);
        if (!TryRead<QeIdentityStatement>(context, signed.ToIntel().TryReadQeIdentity, out var identity, out var reason))
        {
            return teerex.Fail(reason switch
            {
                RefusalReason.QeIdentitySignatureInvalid => Error.EnclaveIdentitySignatureIsInvalid,
                RefusalReason.QeIdentityMalformed => Error.EnclaveIdentityDecodingError,
                _ => Error.CollateralIsInvalid,
            });
        }

        if (identity.Id != "QE" || Ms(identity.IssueDate) < teerex.QuotingEnclave.Get(context).IssueDate)
        {
            return teerex.Fail(Error.CollateralIsInvalid);
        }

        var quoting = new SgxQuotingEnclave(
            Ms(identity.IssueDate),
            Ms(identity.NextUpdate),
            [.. identity.MiscSelect],
            [.. identity.MiscSelectMask],
            [.. identity.Attributes],
            [.. identity.AttributesMask],
            new Bytes32(identity.MrSigner.AsSpan()),
            identity.IsvProdId,
            [.. identity.UpToDateFrom.Select(one => new QeTcb(one))]);
        teerex.QuotingEnclave.Set(context, quoting);
        teerex.QuotingEnclaveStatement.Set(context, signed);
        context.Deposit(new RuntimeEvent.Teerex(new Event.SgxQuotingEnclaveRegistered(quoting)));
        return DispatchOutcome.Ok;
    }

    public DispatchOutcome Register(RuntimeContext context, Call.RegisterTcbInfo register)
    {
        if (!SignedStatement.Fits(register.TcbInfo, register.Signature, register.CertificateChain))
        {
            return teerex.Fail(Error.CollateralIsInvalid);
        }

        var signed = new SignedStatement(register.TcbInfo, register.Signature, register.CertificateChain);
        if (!TryRead<TcbInfoStatement>(context, signed.ToIntel().TryReadTcbInfo, out var info, out var reason))
        {
            return teerex.Fail(
                reason is RefusalReason.TcbInfoSignatureInvalid or RefusalReason.TcbInfoMalformed or RefusalReason.TcbInfoVersionUnsupported
                    ? Error.TcbInfoIsInvalid
                    : Error.CollateralIsInvalid);
        }

        byte[] fmspc = [.. info.Fmspc];
        if (info.IsTdx || (teerex.TcbInfo.TryGet(context, fmspc, out var before) && Ms(info.IssueDate) < before.IssueDate))
        {
            return teerex.Fail(Error.CollateralIsInvalid);
        }

        var onChain = new SgxTcbInfoOnChain(Ms(info.IssueDate), Ms(info.NextUpdate), [.. info.Levels.Select(OnChain)]);
        teerex.TcbInfo.Set(context, fmspc, onChain);
        teerex.TcbInfoStatements.Set(context, fmspc, signed);
        context.Deposit(new RuntimeEvent.Teerex(new Event.SgxTcbInfoRegistered(fmspc, onChain)));
        return DispatchOutcome.Ok;
    }

    /// <summary>What vouches for the quotes of a processor family, or why nothing does.</summary>
    public DispatchError? Find(RuntimeContext context, ImmutableArray<byte> fmspc, out DcapCollateral collateral)
    {
        collateral = new DcapCollateral();
        if (!teerex.TcbInfoStatements.TryGet(context, [.. fmspc], out var info))
        {
            return teerex.Fail(Error.MissingTcbInfoForFmspc);
        }

        if (!teerex.QuotingEnclaveStatement.TryGet(context, out var identity))
        {
            return teerex.Fail(Error.QeHasRejectedEnclave);
        }

        // Both are signed by the one key that signs Intel's statements; its certificate is renewed at times.
        collateral = new DcapCollateral
        {
            TcbInfo = info.ToIntel().TcbInfoJson,
            QeIdentity = identity.ToIntel().QeIdentityJson,
            TcbSigningChain = info.CertificateChain,
        };
        return null;
    }

    private bool TryRead<T>(RuntimeContext context, Reader<T> read, [NotNullWhen(true)] out T? statement, out RefusalReason reason)
        where T : class
    {
        var time = (long)(timestamp.Now.Get(context) / MsPerSecond);
        (statement, reason) = (null, RefusalReason.UntrustedRoot);
        foreach (var anchors in teerex.Anchors(context))
        {
            if (read(anchors, time, out statement, out reason))
            {
                return true;
            }

            if (reason is not RefusalReason.UntrustedRoot)
            {
                break;
            }
        }

        return false;
    }

    private static TcbVersionStatus OnChain(TcbInfoLevel level) => new([.. level.Components], level.PceSvn, SgxRefusals.LevelOf(level.Status));

    // Statements have years of four digits; one before 1970 is as old as can be.
    private static ulong Ms(long seconds) => (ulong)Math.Max(seconds, 0) * MsPerSecond;

    private delegate bool Reader<T>(TrustAnchors anchors, long time, [NotNullWhen(true)] out T? statement, out RefusalReason reason)
        where T : class;
}
