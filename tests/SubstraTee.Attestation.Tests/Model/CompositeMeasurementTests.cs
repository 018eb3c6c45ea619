using SubstraTee.Primitives;

namespace SubstraTee.Attestation.Tests.Model;

public class CompositeMeasurementTests
{
    [Fact]
    public void Its_bytes_are_frozen() =>
        Assert.Equal(
            "tdx:e471938ee9a434af759441807b01645b8a9d1506ce0ab4a76c5c61a5beb19ce1",
            CompositeMeasurement.Of(MeasurementFamily.Tdx, [new("mrtd", [1, 2, 3]), new("rtmr0", [4])]).ToString());

    // Row 17 of the fault list: inputs whose plain concatenations are equal.
    [Fact]
    public void Lists_that_read_alike_when_joined_have_different_hashes_Row17()
    {
        MeasuredRegister[][] lists =
        [
            [new("ab", [1, 2])], [new("a", [(byte)'b', 1, 2])], [new("ab", [1]), new("", [2])], [new("ab", [1]), new("2", [])],
            [new("ab", [1, 2]), new("", [])], [new("", [(byte)'a', (byte)'b', 1, 2])], [],
        ];
        var hashes = lists.Select(list => CompositeMeasurement.Of(MeasurementFamily.Tdx, list)).ToList();
        hashes.Add(CompositeMeasurement.Of(MeasurementFamily.Nitro, lists[0]));
        Assert.Equal(hashes.Count, hashes.Distinct().Count());
    }
}
