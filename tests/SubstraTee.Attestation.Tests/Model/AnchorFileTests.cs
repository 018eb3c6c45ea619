using System.Text;
using System.Text.Json;
using SubstraTee.Testing;

namespace SubstraTee.Attestation.Tests.Model;

public class AnchorFileTests
{
    private const string Device = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

    private static string Error(string json)
    {
        Assert.False(TrustAnchors.TryParse(Encoding.UTF8.GetBytes(json), out var anchors, out var error));
        Assert.Null(anchors);
        return error;
    }

    [Fact]
    public void Devices_and_built_in_roots_are_read_into_one_set()
    {
        var json = $$"""
            {"version":1,"class":"production","built_in":true,"anchors":[
              {"role":"keystone_device","name":"board 7","source":"enrolment","key":"0x{{Device}}"}]}
            """;
        Assert.True(TrustAnchors.TryParse(Encoding.UTF8.GetBytes(json), out var anchors, out var error), error);
        Assert.Equal(TrustAnchors.Production.All.Length + 1, anchors.All.Length);
        Assert.Equal("board 7", anchors.WithRole(AnchorRole.KeystoneDevice).Single().Name);
        Assert.Equal(AnchorClass.Production, anchors.Class);
    }

    [VectorFact]
    public void A_certificate_may_stand_for_its_key_and_a_device_may_have_its_ids()
    {
        var pem = JsonSerializer.Serialize(File.ReadAllText(Vectors.PathOf("attestation/tdx/intel-qvl-sample-tdx/trusted_root.pem")));
        var json = $$"""
            {"version":1,"class":"test","anchors":[
              {"role":"intel_sgx_root","name":"sample","certificate":{{pem}}},
              {"role":"keystone_device","name":"d","key":"{{Device}}","implementation_id":"aa","instance_id":"bbcc"}]}
            """;
        Assert.True(TrustAnchors.TryParse(Encoding.UTF8.GetBytes(json), out var anchors, out var error), error);
        Assert.Equal(AnchorClass.Test, anchors.Class);
        Assert.Equal(91, anchors.WithRole(AnchorRole.IntelSgxRoot).Single().Key.Length);
        Assert.Equal([0xbb, 0xcc], anchors.WithRole(AnchorRole.KeystoneDevice).Single().InstanceId.AsSpan().ToArray());
    }

    [Theory]
    [InlineData("{}", "version has to be 1")]
    [InlineData("""{"version":1}""", "class is missing")]
    [InlineData("""{"version":1,"class":"prod"}""", "class is 'prod'; allowed are production, test")]
    [InlineData("""{"version":1,"class":"test","built_in":true}""", "built_in adds production keys")]
    [InlineData("""{"version":1,"class":"test","anchors":[{"role":"root"}]}""", "anchors[0].role is 'root'; allowed are intel_sgx_root, ")]
    [InlineData("""{"version":1,"class":"test","anchors":[{"role":"intel_sgx_root","name":"x"}]}""", "anchors[0].key or 'certificate' has to be there")]
    [InlineData("""{"version":1,"class":"test","anchors":[{"role":"intel_sgx_root","name":"x","key":"zz"}]}""", "anchors[0].key is not 1 to 1024 bytes")]
    [InlineData("""{"version":1,"class":"test","anchors":[{"role":"intel_sgx_root","name":"x","key":"00"}]}""", "x: not a usable public key for intel_sgx_root")]
    [InlineData("""{"version":1,"class":"test","anchors":[{"role":"intel_sgx_root","name":"x","certificate":"-"}]}""", "anchors[0].certificate cannot be read: ")]
    [InlineData("""{"version":1,"class":"test","anchor":[]}""", "anchor is unknown; known are ")]
    public void What_is_wrong_is_said_with_its_place(string json, string message) =>
        Assert.StartsWith(message, Error(json), StringComparison.Ordinal);

    [Fact]
    public void A_production_root_in_a_set_of_tests_is_refused()
    {
        var key = Convert.ToHexString(TrustAnchors.Production.All[0].Key.AsSpan());
        Assert.Contains(
            "is a production key",
            Error($$"""{"version":1,"class":"test","anchors":[{"role":"intel_sgx_root","name":"x","key":"{{key}}"}]}"""),
            StringComparison.Ordinal);
    }
}
