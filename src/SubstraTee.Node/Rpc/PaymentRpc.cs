using SubstraTee.Codec;
using SubstraTee.JsonRpc;
using SubstraTee.Substrate;

namespace SubstraTee.Node;

/// <summary><c>payment_*</c>: what a transaction costs.</summary>
internal sealed class PaymentRpc(ChainQueries queries)
{
    private const int MaxExtrinsicBytes = 5 << 20;

    public void AddTo(RpcMethodTable methods)
    {
        methods.AddHeavy("payment_queryInfo", NodeJson.Default.DispatchInfoJson, QueryInfo);
        methods.AddHeavy("payment_queryFeeDetails", NodeJson.Default.FeeDetailsJson, QueryFeeDetails);
    }

    private static string Quantity(UInt128 value) => $"0x{value:x}";

    private DispatchInfoJson QueryInfo(RpcCall call)
    {
        var reader = new ScaleReader(Ask(call, "TransactionPaymentApi_query_info"));
        var weight = Weight.Codec.Read(ref reader);
        var kind = (DispatchClass)reader.ReadByte();
        return new DispatchInfoJson(
            new WeightJson(weight.RefTime, weight.ProofSize),
            kind.ToString().ToLowerInvariant(),
            reader.ReadU128().ToString());
    }

    private FeeDetailsJson QueryFeeDetails(RpcCall call)
    {
        var reader = new ScaleReader(Ask(call, "TransactionPaymentApi_query_fee_details"));
        return new FeeDetailsJson(reader.ReadBool()
            ? new InclusionFeeJson(Quantity(reader.ReadU128()), Quantity(reader.ReadU128()), Quantity(reader.ReadU128()))
            : null);
    }

    private byte[] Ask(RpcCall call, string method)
    {
        var extrinsic = call.Params.Bytes(0, "extrinsic", MaxExtrinsicBytes);
        var (block, state) = queries.At(call, 1, "at");
        var arguments = new ScaleWriter(extrinsic.Length + 4);
        arguments.WriteRaw(extrinsic);
        arguments.WriteU32((uint)extrinsic.Length);
        return queries.CallApi(block, state, method, arguments.WrittenMemory);
    }
}
