using SubstraTee.Attestation;
using SubstraTee.Codec;

namespace SubstraTee.Enclave.Protocol.Tests;

/// <summary>What simulated platforms measure, as docs/protocol.md lays it down.</summary>
public class SimulatedMeasurementTests
{
    private static readonly byte[] Folder = Samples.Fill(7);

    public static TheoryData<EvidenceKind> Kinds => [.. EvidenceKinds.All];

    [Fact]
    public void A_register_is_a_hash_of_tag_name_and_the_folders_measurement_in_the_length_of_its_family()
    {
        var input = new ScaleWriter();
        Scale.Str.Write(input, "substratee/simulated-measurement/1");
        Scale.Str.Write(input, "measurement");
        input.WriteRaw(Folder);
        Assert.Equal(
            System.Security.Cryptography.SHA384.HashData(input.WrittenSpan), SimulatedMeasurement.Of(EvidenceKind.SevSnp, Folder).Bytes);
        Assert.Equal(Folder, SimulatedMeasurement.Of(EvidenceKind.SgxDcap, Folder).Bytes);
        Assert.Equal(SimulatedMeasurement.Of(EvidenceKind.SgxDcap, Folder), SimulatedMeasurement.Of(EvidenceKind.Ias, Folder));
        Assert.Equal(64, SimulatedMeasurement.Of(EvidenceKind.Keystone, Folder).Bytes.Length);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_measures_in_its_family_and_other_code_otherwise(EvidenceKind kind)
    {
        var measurement = SimulatedMeasurement.Of(kind, Folder);
        Assert.Equal(kind.Family(), measurement.Family);
        Assert.NotEqual(measurement, SimulatedMeasurement.Of(kind, Samples.Fill(8)));
        Assert.Throws<ArgumentException>(() => SimulatedMeasurement.Of(kind, new byte[31]));
    }

    [Fact]
    public void There_is_no_other_kind() =>
        Assert.Throws<ArgumentException>(() => SimulatedMeasurement.Of((EvidenceKind)99, Folder));
}
