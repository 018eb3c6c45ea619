using System.Security.Cryptography;
using SubstraTee.Cli;
using SubstraTee.Enclave;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Stf.Counter;
using SubstraTee.Testing;

namespace SubstraTee.Samples.Tests;

/// <summary>The modules that are kept with the samples are what their sources say, and carry the schemas beside them.</summary>
public class ModuleTests
{
    // What the kept modules in C were made with. Another release may compile the same source to other code, which then only
    // has to behave the same.
    private const string PinnedClang = "clang version 14.0.6";

    public static TheoryData<Sample> All => [Sample.CounterInC, Sample.CounterInAssemblyScript, Sample.EndlessInC];

    [Theory]
    [MemberData(nameof(All))]
    public void A_kept_module_has_the_hash_that_is_written_beside_it(Sample sample)
    {
        var line = File.ReadAllText(Path.Combine(sample.Folder, $"{sample.Module}.wasm.sha256"));
        Assert.Equal($"{Convert.ToHexStringLower(SHA256.HashData(sample.Kept))}  {sample.Module}.wasm\n", line);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_kept_module_carries_the_schema_beside_it(Sample sample)
    {
        var schema = StfSchema.Codec.Encode(await WasmPackCommand.ReadSchemaAsync(sample.SchemaPath, CancellationToken.None));
        Assert.All(Run.Load(sample.Kept), stf => Assert.Equal(schema, stf.Schema.ToArray()));
    }

    [Fact]
    public async Task The_counters_schema_in_json_is_the_one_in_csharp_to_the_byte()
    {
        var csharp = StfSchema.Codec.Encode(new CounterStf().Describe());
        foreach (var sample in (Sample[])[Sample.CounterInC, Sample.CounterInAssemblyScript])
        {
            Assert.Equal(csharp, StfSchema.Codec.Encode(await WasmPackCommand.ReadSchemaAsync(sample.SchemaPath, CancellationToken.None)));
        }
    }

    [NpmFact("assemblyscript")]
    public async Task Building_the_assemblyscript_gives_the_kept_module() =>
        Assert.Equal(Sample.CounterInAssemblyScript.Kept, await Sample.CounterInAssemblyScript.BuildAsync());

    [Fact]
    public async Task Building_the_c_gives_the_kept_modules_or_with_another_clang_the_same_behaviour()
    {
        var version = await Sample.RunAsync("clang", "--version");
        Assert.True(version is not null, "clang is missing: eng/install.sh clang");
        var (counter, endless) = (await Sample.CounterInC.BuildAsync(), await Sample.EndlessInC.BuildAsync());
        if (version.Contains(PinnedClang, StringComparison.Ordinal))
        {
            Assert.Equal(Sample.CounterInC.Kept, counter);
            Assert.Equal(Sample.EndlessInC.Kept, endless);
            return;
        }

        CounterComparison.Compare(counter, seed: 1, calls: 100);
        EndlessTests.Check(endless);
    }
}
