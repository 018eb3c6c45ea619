using System.Text;
using SubstraTee.Client;
using SubstraTee.Enclave.Protocol;
using SubstraTee.LightClient;
using SubstraTee.Primitives;
using SubstraTee.Substrate;

namespace SubstraTee.Fuzz;

/// <summary>What is handed to clients and verifiers as files.</summary>
internal static class ClientTargets
{
    public static IEnumerable<IFuzzTarget> All => [new FunctionTarget("receipt-bundle", Bundles, RunBundle)];

    private static IEnumerable<byte[]> Bundles()
    {
        var zero = default(Hash256);
        var header = new BlockHeader(zero, 7, zero, zero, []);
        var leaf = new Leaf(new Position(7, 0), zero, zero);
        var receipt = new Receipt(
            Receipt.CurrentVersion, ProtocolTargets.Descriptor.Id, 0, new BlockRef(7, zero), new BlockRef(7, zero), zero, zero, 1, leaf.Hash);
        var served = new ServedReceipt(receipt, [new ReceiptSignature(default, new byte[64])], leaf, 0, [], new byte[] { 1, 2 });
        var anchor = new ReceiptAnchorProof([header], new byte[] { 3 }, [new byte[] { 4, 5 }], default);
        var descriptor = ShardDescriptor.Codec.Encode(ProtocolTargets.Descriptor);
        yield return Text(new ReceiptBundle(descriptor, default, served, anchor));
        yield return Text(new ReceiptBundle(
            descriptor, new byte[] { 6 }, served, anchor with { Changes = [new VoterChange([header, header], new byte[] { 7 })] }));

        static byte[] Text(ReceiptBundle bundle) => Encoding.UTF8.GetBytes(bundle.ToJson());
    }

    private static int RunBundle(ReadOnlySpan<byte> input)
    {
        if (!ReceiptBundle.TryParse(Encoding.UTF8.GetString(input), out var bundle, out var why))
        {
            return why.Length;
        }

        if (!ReceiptBundle.TryParse(bundle.ToJson(), out var again, out _) || again.ToJson() != bundle.ToJson())
        {
            throw new InvalidOperationException("a bundle that is another one when it is written again");
        }

        // Whoever makes a bundle chooses its descriptor, so that the check goes on behind that.
        var verdict = ReceiptVerifier.Verify(bundle, ShardDescriptor.IdOf(bundle.Descriptor.Span));
        return verdict.Holds ? throw new InvalidOperationException("a receipt that nobody signed holds") : -1 - (int)verdict.Fault;
    }
}
