using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using SubstraTee.Testing;

namespace SubstraTee.Substrate.Tests;

public class RuntimeMetadataTests
{
    [VectorTheory]
    [InlineData("metadata-substrate-v14", MetadataVersion.V14)]
    [InlineData("metadata-substrate-v15", MetadataVersion.V15)]
    [InlineData("metadata-integritee-itp", MetadataVersion.V15)]
    public void Metadata_of_live_chains_decodes_whole_and_reencodes_to_the_same_bytes(string name, MetadataVersion version)
    {
        var bytes = Sample.Bytes(name);
        Assert.Equal(bytes, RuntimeMetadata.Decode(bytes).Encode(version));
    }

    [VectorTheory]
    [InlineData("metadata-substrate-v14")]
    [InlineData("metadata-substrate-v15")]
    public void Pallets_are_the_ones_that_polkadot_js_sees(string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Vectors.PathOf($"substrate/{name}.json")));
        var expected = document.RootElement.GetProperty("metadata").EnumerateObject().First().Value.GetProperty("pallets").EnumerateArray().ToList();
        var actual = Sample.Metadata(name).Pallets;

        Assert.Equal(expected.Count, actual.Length);
        foreach (var (json, pallet) in expected.Zip(actual))
        {
            Assert.Equal(json.GetProperty("name").GetString(), pallet.Name);
            Assert.Equal(json.GetProperty("index").ToString(), pallet.Index.ToString());
            var storage = json.GetProperty("storage");
            var entries = storage.ValueKind == JsonValueKind.Null ? [] : storage.GetProperty("items").EnumerateArray().ToList();
            Assert.Equal(
                entries.Select(entry => entry.GetProperty("name").GetString()!),
                pallet.Storage?.Entries.Select(entry => entry.Name) ?? [],
                StringComparer.Ordinal);
            Assert.Equal(
                json.GetProperty("constants").EnumerateArray().Select(constant => constant.GetProperty("name").GetString()!),
                pallet.Constants.Select(constant => constant.Name),
                StringComparer.Ordinal);
        }
    }

    [Fact]
    public void Metadata_with_every_part_can_be_written_in_both_versions()
    {
        var all = Sample.Made();

        var v15 = RuntimeMetadata.Decode(all.Encode(MetadataVersion.V15));
        Assert.Equal(all.Encode(MetadataVersion.V15), v15.Encode(MetadataVersion.V15));
        Assert.Null(v15.Extrinsic.Type);
        Assert.Throws<InvalidOperationException>(() => v15.Encode(MetadataVersion.V14));

        var v14 = RuntimeMetadata.Decode(all.Encode(MetadataVersion.V14));
        Assert.Equal(all.Encode(MetadataVersion.V14), v14.Encode(MetadataVersion.V14));
        Assert.Equal(all.Extrinsic.SignatureType, v14.Extrinsic.SignatureType);
        Assert.Throws<InvalidOperationException>(() => v14.Encode(MetadataVersion.V15));
    }

    [Fact]
    public void Bytes_that_are_no_metadata_are_refused_with_the_reason()
    {
        var good = Sample.Made().Encode(MetadataVersion.V15);
        Assert.Equal(MetadataFault.NotMetadata, FaultOf([]));
        Assert.Equal(MetadataFault.NotMetadata, FaultOf("beta\x0f"u8));
        Assert.Equal(MetadataFault.UnsupportedVersion, FaultOf("meta\x0d"u8));
        Assert.Equal(MetadataFault.Malformed, FaultOf(good.AsSpan(..^1)));
        Assert.Equal(MetadataFault.Malformed, FaultOf([.. good, 0]));
        Assert.Equal(MetadataFault.TooLong, FaultOf(new byte[RuntimeMetadata.MaxBytes + 1]));
        Assert.Equal(MetadataFault.DanglingType, FaultOf((Sample.Made() with { RuntimeType = 999 }).Encode(MetadataVersion.V15)));
        Assert.Equal(MetadataFault.Malformed, FaultOf([.. "meta\x0f"u8, 0xfe, 0xff, 0xff, 0xff]));
    }

    [Fact]
    public void Changed_metadata_is_refused_or_decodes_and_never_does_anything_else()
    {
        var good = Sample.Made().Encode(MetadataVersion.V15);
        Prop.ForAll<PositiveInt, byte>((at, value) =>
        {
            var bytes = (byte[])good.Clone();
            bytes[at.Get % bytes.Length] = value;
            _ = RuntimeMetadata.TryDecode(bytes, out var metadata, out _);
            return metadata is null || metadata.Encode(MetadataVersion.V15).AsSpan().SequenceEqual(bytes);
        }).QuickCheckThrowOnFailure();
    }

    private static MetadataFault FaultOf(ReadOnlySpan<byte> bytes)
    {
        Assert.False(RuntimeMetadata.TryDecode(bytes, out var metadata, out var fault));
        Assert.Null(metadata);
        return fault;
    }
}
