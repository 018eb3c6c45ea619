using SubstraTee.Crypto;
using SubstraTee.Primitives;
using SubstraTee.Substrate;
using Checked = SubstraTee.Codec.Result<SubstraTee.Runtime.CheckedExtrinsic, SubstraTee.Substrate.TransactionValidityError>;
using Message = SubstraTee.Codec.Result<SubstraTee.Crypto.SignedMessage?, SubstraTee.Substrate.TransactionValidityError>;

namespace SubstraTee.Runtime;

/// <summary>Whether extrinsics are valid: signature, and the transaction extensions in the order of Integritee's chain.</summary>
/// <remarks>
/// CheckNonZeroSender, CheckSpecVersion, CheckTxVersion, CheckGenesis, CheckMortality, CheckNonce, CheckWeight,
/// ChargeTransactionPayment, CheckMetadataHash. What an extension implies (versions, genesis, birth block) is not sent but
/// signed, so that a transaction for another chain, runtime or fork has a bad signature.
/// </remarks>
internal sealed class ExtrinsicChecks(PalletSet pallets, RuntimeVersion version)
{
    /// <summary>A payload longer than this is signed by its hash.</summary>
    private const int MaxPayload = 256;

    private readonly VerifiedSignatures _verified = new();

    /// <summary>Checks all that a pool and a block check alike; a nonce too high is left to them.</summary>
    /// <param name="context">The block that the extrinsic is for.</param>
    /// <param name="extrinsic">The extrinsic.</param>
    public Checked Check(RuntimeContext context, UncheckedExtrinsic extrinsic)
    {
        var message = MessageOf(context, extrinsic);
        return Check(context, extrinsic, message, message is { IsOk: true, Value: { } signed } && _verified.Verify(signed));
    }

    /// <summary>Checks several extrinsics as <see cref="Check(RuntimeContext, UncheckedExtrinsic)"/> does, their signatures side by side.</summary>
    public Checked[] CheckMany(RuntimeContext context, IReadOnlyList<UncheckedExtrinsic> extrinsics)
    {
        var messages = new Message[extrinsics.Count];
        var toVerify = new List<SignedMessage>(extrinsics.Count);
        for (var i = 0; i < messages.Length; i++)
        {
            messages[i] = MessageOf(context, extrinsics[i]);
            if (messages[i] is { IsOk: true, Value: { } signed })
            {
                toVerify.Add(signed);
            }
        }

        var verdicts = new Queue<bool>(_verified.VerifyMany(toVerify));
        return [.. extrinsics.Select((one, i) => Check(
            context, one, messages[i], messages[i] is { IsOk: true, Value: not null } && verdicts.Dequeue()))];
    }

    private Checked Check(RuntimeContext context, UncheckedExtrinsic extrinsic, Message message, bool isSignatureValid)
    {
        if (!message.IsOk)
        {
            return Checked.Fail(message.Error);
        }

        var info = pallets.InfoOf(extrinsic.Call);
        var length = (uint)extrinsic.Bytes.Length;
        if (extrinsic.Signed is not { Extra: var extra } || message.Value is not { Signer: var sender })
        {
            return Checked.Ok(new CheckedExtrinsic(null, default, extrinsic.Call, info, length));
        }

        if (!isSignatureValid)
        {
            return Refuse(InvalidTransaction.BadProof);
        }

        if (sender == default)
        {
            return Refuse(InvalidTransaction.BadSigner);
        }

        var account = pallets.System.Account.Get(context, sender);
        if (account.Providers == 0 && account.Sufficients == 0)
        {
            return Refuse(InvalidTransaction.Payment);
        }

        if (extra.Nonce < account.Nonce)
        {
            return Refuse(InvalidTransaction.Stale);
        }

        return FitsIntoBlock(info, length)
            ? Checked.Ok(new CheckedExtrinsic(sender, extra, extrinsic.Call, info, length))
            : Refuse(InvalidTransaction.ExhaustsResources);
    }

    private static Checked Refuse(InvalidTransaction reason) => Checked.Fail(TransactionValidityError.Of(reason));

    private static bool FitsIntoBlock(DispatchInfo info, uint length)
    {
        var limit = RuntimeLimits.Weights.PerClass[info.Class].MaxExtrinsic;
        return (limit is not { } most || (info.Weight.RefTime <= most.RefTime && info.Weight.ProofSize <= most.ProofSize))
            && length <= RuntimeLimits.Length.Max[info.Class];
    }

    /// <summary>The hashes that the signature must cover: of the first block and of the one where the era begins.</summary>
    private bool TryImplied(RuntimeContext context, Era era, out Hash256 genesis, out Hash256 birth)
    {
        var first = pallets.System.BlockHash.TryGet(context, 0, out genesis);
        if (era.IsImmortal)
        {
            birth = genesis;
            return first;
        }

        return pallets.System.BlockHash.TryGet(context, era.Birth(context.BlockNumber), out birth) && first;
    }

    /// <summary>What must have been signed by whom, nothing for an inherent, or why that cannot be told.</summary>
    private Message MessageOf(RuntimeContext context, UncheckedExtrinsic extrinsic)
    {
        if (extrinsic.Signed is not { } signed)
        {
            return Message.Ok(null);
        }

        // This runtime knows no hash of its metadata that a signature could cover.
        if (signed.Address is not MultiAddress.Id { Account: var sender } || signed.Extra.MetadataHash == MetadataHashMode.Enabled)
        {
            return Message.Fail(TransactionValidityError.Of(UnknownTransaction.CannotLookup));
        }

        if (!TryImplied(context, signed.Extra.Era, out var genesis, out var birth))
        {
            return Message.Fail(TransactionValidityError.Of(InvalidTransaction.AncientBirthBlock));
        }

        var payload = context.Scratch();
        extrinsic.WritePayload(payload);
        payload.WriteU32(version.SpecVersion);
        payload.WriteU32(version.TransactionVersion);
        payload.WriteBytes32(genesis.Bytes);
        payload.WriteBytes32(birth.Bytes);
        payload.WriteByte(0);
        return Message.Ok(new SignedMessage(
            signed.Signature,
            payload.Length > MaxPayload ? Blake2b.Hash256(payload.WrittenSpan).ToArray() : payload.ToArray(),
            sender));
    }
}
