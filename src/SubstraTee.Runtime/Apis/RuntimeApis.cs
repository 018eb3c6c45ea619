using System.Collections.Immutable;
using SubstraTee.Codec;
using SubstraTee.Substrate;
using static SubstraTee.Runtime.RuntimeApiMethods;
using Dispatched = SubstraTee.Codec.Result<SubstraTee.Codec.Unit, SubstraTee.Substrate.DispatchError>;

namespace SubstraTee.Runtime;

/// <summary>The runtime APIs: name, version, methods and answers, declared once for metadata and calls.</summary>
/// <remarks>
/// Of Core and BlockBuilder only what can be asked about a block from outside; blocks are built through
/// <see cref="ChainRuntime.StartBlock"/>.
/// </remarks>
internal static class RuntimeApis
{
    private static readonly ScaleCodec<Result<Dispatched, TransactionValidityError>> ApplyExtrinsicResult =
        Scale.Result(Scale.Result(Scale.Unit, DispatchError.Codec), TransactionValidityError.Codec);

    private static readonly ScaleCodec<Result<ValidTransaction, TransactionValidityError>> Validity =
        Scale.Result(ValidTransaction.Codec, TransactionValidityError.Codec);

    public static ImmutableArray<RuntimeApi> All { get; } =
    [
        Core(), Metadata(), BlockBuilder(), TransactionQueue(), AccountNonce(), TransactionPayment(), TransactionPaymentCall(), Grandpa(),
    ];

    private static RuntimeApi Core() => new("Core", 5, "What every runtime answers.",
    [
        Method("version", "Which runtime this is.", RuntimeVersion.Codec, call => call.Runtime.Version),
        Method<RuntimeBlock, Unit?>(
            "execute_block",
            "Executes a block on top of this one; fails unless its header says what it does.",
            ("block", RuntimeBlock.Codec),
            AnswerOf(Scale.Unit),
            (call, block) => call.Runtime.ExecuteBlock(call.State, call.At, block.Header, block.Bodies()).IsOk ? default(Unit) : null),
    ]);

    private static RuntimeApi Metadata() => new("Metadata", 2, "What the runtime is made of.",
    [
        Method("metadata", "The metadata of version 14.", OpaqueMetadata.Codec, call => MetadataOf(call, 14)),
        Method(
            "metadata_at_version",
            "The metadata of a version, if there is one.",
            ("version", Scale.U32),
            Scale.Convert(Scale.OptionRef(OpaqueMetadata.Codec), (Maybe found) => found.Metadata, found => new Maybe(found)),
            (call, version) => new Maybe(MetadataOf(call, version))),
        Method("metadata_versions", "The versions there are.", Scale.Vec(Scale.U32), _ => [14, 15]),
    ]);

    private static RuntimeApi BlockBuilder() => new("BlockBuilder", 6, "What a block would do.",
    [
        Method(
            "apply_extrinsic",
            "What would come of an extrinsic in the next block.",
            ("extrinsic", ExtrinsicCodec.Instance),
            ApplyExtrinsicResult,
            (call, extrinsic) => ResultOf(call.Runtime.DryRun(call.State, call.At, extrinsic.Bytes))),
    ]);

    private static RuntimeApi TransactionQueue() => new("TaggedTransactionQueue", 3, "What a transaction pool asks.",
    [
        Method(
            "validate_transaction",
            "Whether a transaction may be included, now or later.",
            ("source", TransactionSourceScale.Codec),
            ("tx", ExtrinsicCodec.Instance),
            ("block_hash", Scale.Hash256),
            Validity,
            (call, _, extrinsic, _) => call.Runtime.ValidateTransaction(call.State, call.At, extrinsic.Bytes)),
    ]);

    private static RuntimeApi AccountNonce() => new("AccountNonceApi", 1, "Numbers of transactions.",
    [
        Method(
            "account_nonce",
            "The number of the account's next transaction.",
            ("account", Scale.AccountId),
            Scale.U32,
            (call, account) => call.Runtime.AccountNonce(call.State, account)),
    ]);

    private static RuntimeApi TransactionPayment() => new("TransactionPaymentApi", 4, "What transactions cost.",
    [
        Method(
            "query_info",
            "What an extrinsic weighs and pays, the tip left out.",
            ("uxt", ExtrinsicCodec.Instance),
            ("len", Scale.U32),
            RuntimeDispatchInfo.Codec,
            (call, extrinsic, length) => InfoOf(call.Pallets.InfoOf(extrinsic.Call), length, extrinsic.Signed is not null)),
        Method(
            "query_fee_details",
            "What an extrinsic pays for what.",
            ("uxt", ExtrinsicCodec.Instance),
            ("len", Scale.U32),
            FeeDetails.Codec,
            (call, extrinsic, length) => DetailsOf(call.Pallets.InfoOf(extrinsic.Call), length, extrinsic.Signed is not null)),
        .. Rates(),
    ]);

    private static RuntimeApi TransactionPaymentCall() => new("TransactionPaymentCallApi", 3, "What calls cost.",
    [
        Method(
            "query_call_info",
            "What a call weighs and pays, signed and of that length.",
            ("call", RuntimeCall.Codec),
            ("len", Scale.U32),
            RuntimeDispatchInfo.Codec,
            (call, given, length) => InfoOf(call.Pallets.InfoOf(given), length, isSigned: true)),
        Method(
            "query_call_fee_details",
            "What a call pays for what, signed and of that length.",
            ("call", RuntimeCall.Codec),
            ("len", Scale.U32),
            FeeDetails.Codec,
            (call, given, length) => DetailsOf(call.Pallets.InfoOf(given), length, isSigned: true)),
        .. Rates(),
    ]);

    private static RuntimeApi Grandpa() => new("GrandpaApi", 3, "Who finalizes blocks.",
    [
        Method(
            "grandpa_authorities",
            "The authorities and their weights.",
            Scale.Vec(Scale.Tuple(GrandpaKey.Codec, Scale.U64)),
            call => call.Pallets.Grandpa.Authorities.Get(call.Context()).Inner),
        Method(
            "current_set_id",
            "How many times the authorities have changed.",
            Scale.U64,
            call => call.Pallets.Grandpa.CurrentSetId.Get(call.Context())),
    ]);

    private static RuntimeApiMethod[] Rates() =>
    [
        Method("query_weight_to_fee", "What weight costs.", ("weight", Weight.Codec), Scale.U128, (_, weight) => TransactionPaymentPallet.WeightToFee(weight)),
        Method("query_length_to_fee", "What bytes cost.", ("length", Scale.U32), Scale.U128, (_, length) => TransactionPaymentPallet.LengthToFee(length)),
    ];

    private static RuntimeDispatchInfo InfoOf(DispatchInfo info, uint length, bool isSigned) =>
        new(info.Weight, info.Class, isSigned ? TransactionPaymentPallet.TotalFee(info, length, tip: 0) : 0);

    private static FeeDetails DetailsOf(DispatchInfo info, uint length, bool isSigned) =>
        new(isSigned ? TransactionPaymentPallet.FeeOf(info, length) : null, Tip: 0);

    private static OpaqueMetadata? MetadataOf(RuntimeApiCall call, uint version) =>
        call.Runtime.Metadata(version) is { } bytes ? new OpaqueMetadata(bytes) : null;

    private static Result<Dispatched, TransactionValidityError> ResultOf(ApplyResult result)
    {
        if (result.Refused is { } refused)
        {
            return Result<Dispatched, TransactionValidityError>.Fail(refused);
        }

        return Result<Dispatched, TransactionValidityError>.Ok(
            result.Error is { } error ? Dispatched.Fail(error) : Dispatched.Ok(default));
    }

    // An answer of null means that there is none, which a struct can only say as a nullable.
    private static ScaleCodec<T?> AnswerOf<T>(ScaleCodec<T> codec)
        where T : struct => Scale.Convert<T?, T>(codec, value => value.GetValueOrDefault(), value => value);

    private sealed record Maybe(OpaqueMetadata? Metadata);
}
