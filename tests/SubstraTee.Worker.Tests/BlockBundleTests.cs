using System.Text;
using SubstraTee.Primitives;

namespace SubstraTee.Worker.Tests;

public class BlockBundleTests
{
    private const string Block = """{"number":1,"hash":"0x00","header":"0x0102","extrinsics":["0x","0x0a"],"proof":["0xff00"]}""";

    [Fact]
    public void Blocks_are_read_in_order_whatever_stands_beside_them()
    {
        const string Other = """{"proof":[],"extrinsics":[],"header":"03","more":{"proof":[1]}}""";
        var import = Read($$"""{"finalized":9,"blocks":[{{Block}},{{Other}}],"justification":"0x77"}""");
        Assert.NotNull(import);
        Assert.Equal([0x77], import.Justification);
        Assert.Equal(2, import.Blocks.Length);
        Assert.Equal([1, 2], import.Blocks[0].Header);
        Assert.Equal(["0x", "0x0a"], import.Blocks[0].Extrinsics.Select(one => Hex.Encode(one)));
        Assert.Equal(["0xff00"], import.Blocks[0].Proof.Select(one => Hex.Encode(one)));
        Assert.Equal([3], import.Blocks[1].Header);
        Assert.Empty(import.Blocks[1].Extrinsics);
    }

    [Theory]
    [InlineData("""{"finalized":9,"blocks":[],"justification":"0x77"}""")]
    [InlineData("""{"finalized":9,"blocks":[],"justification":null}""")]
    [InlineData("""{"finalized":9,"blocks":[BLOCK],"justification":null}""")]
    [InlineData("""{"finalized":9,"blocks":[BLOCK]}""")]
    public void Without_blocks_or_without_a_justification_there_is_nothing_to_import(string json) =>
        Assert.Null(Read(json.Replace("BLOCK", Block, StringComparison.Ordinal)));

    [Theory]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("""{"blocks":7}""")]
    [InlineData("""{"blocks":[7]}""")]
    [InlineData("""{"blocks":[{"header":"0x01"}]}""")]
    [InlineData("""{"blocks":[{"header":"0x01","extrinsics":["0x0"],"proof":[]}]}""")]
    [InlineData("""{"blocks":[{"header":"0xzz","extrinsics":[],"proof":[]}]}""")]
    [InlineData("""{"blocks":[{"header":null,"extrinsics":[],"proof":[]}]}""")]
    [InlineData("""{"blocks":[{"header":"\u0030x01","extrinsics":[],"proof":[]}]}""")]
    [InlineData("""{"blocks":[{"header":"0x01","extrinsics":[7],"proof":[]}]}""")]
    [InlineData("""{"blocks":[],"justification":7}""")]
    [InlineData("""{"blocks":[""")]
    public void What_is_no_bundle_is_refused(string json) => Assert.Throws<InvalidDataException>(() => Read(json));

    private static Enclave.Protocol.EnclaveInput.ImportBlocks? Read(string json) => BlockBundle.Read(Encoding.UTF8.GetBytes(json));
}
