using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using SubstraTee.Testing;

namespace SubstraTee.Cli.Tests;

/// <summary>Commands on modules that need no chain.</summary>
public class WasmTests
{
    private static string Plain => ModuleNamed("plain.wasm");

    private static string Counter => Path.Combine(Repository.Root, "samples", "wasm-counter-c", "counter.wasm");

    [Fact]
    public void The_modules_of_the_tests_have_the_hashes_beside_them()
    {
        foreach (var line in File.ReadAllLines(ModuleNamed("SHA256SUMS")))
        {
            Assert.Equal(line, $"{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(ModuleNamed(line.Split("  ")[1]))))}  {line.Split("  ")[1]}");
        }
    }

    [Theory]
    [InlineData("compiled")]
    [InlineData("interpreted")]
    [InlineData("automatic")]
    public async Task A_function_runs_with_the_same_result_and_fuel_in_every_engine(string engine)
    {
        var run = (await CliRun.OfAsync($"wasm run {Plain} --invoke fib 15 --engine {engine} --repeat 3 --json")).Ok().Document;
        Assert.Equal("substratee.wasm.run/1", run.GetProperty("schema").GetString());
        Assert.Equal("[610]", run.GetProperty("results").GetRawText());
        Assert.Equal(23_669, run.GetProperty("fuelUsed").GetInt64());
        Assert.Equal(3, run.GetProperty("milliseconds").GetArrayLength());
        Assert.Equal(engine, run.GetProperty("engine").GetString());
        Assert.Equal("610\n", (await CliRun.OfAsync($"wasm run {Plain} --invoke fib 15 --engine {engine}")).Ok().Output);
    }

    [Theory]
    [InlineData("1 2 1.5 2.5", "[1,\"2\",1.5,2.5]", "1 2 1.5 2.5")]
    [InlineData("-1 -1 -1.5 -2.5", "[-1,\"-1\",-1.5,-2.5]", "-1 -1 -1.5 -2.5")]
    [InlineData("4294967295 18446744073709551615 nan inf", "[-1,\"-1\",\"nan\",\"inf\"]", "-1 -1 nan inf")]
    [InlineData("0xFF -0x1 -inf 1e300", "[255,\"-1\",\"-inf\",1E+300]", "255 -1 -inf 1E+300")]
    [InlineData("-2147483648 -9223372036854775808 -0 0.1", "[-2147483648,\"-9223372036854775808\",-0,0.1]", "-2147483648 -9223372036854775808 -0 0.1")]
    public async Task Arguments_and_results_of_every_type_are_read_and_written(string arguments, string json, string text)
    {
        Assert.Equal(json, (await CliRun.OfAsync($"wasm run {Plain} --invoke mix --json {arguments}")).Ok().Document.GetProperty("results").GetRawText());
        Assert.Equal($"{text}\n", (await CliRun.OfAsync($"wasm run {Plain} --invoke mix {arguments}")).Ok().Output);
    }

    [Fact]
    public async Task References_are_null_and_a_function_without_results_prints_nothing()
    {
        Assert.Equal("null null\n", (await CliRun.OfAsync($"wasm run {Plain} --invoke refs null null")).Ok().Output);
        Assert.Equal("\n", (await CliRun.OfAsync($"wasm run {Plain} --invoke nothing")).Ok().Output);
    }

    [Fact]
    public async Task Every_repetition_has_an_instance_of_its_own() => Assert.Equal(
        "[1]", (await CliRun.OfAsync($"wasm run {Plain} --invoke count --repeat 5 --json")).Ok().Document.GetProperty("results").GetRawText());

    [Theory]
    [InlineData("mix 1 2 3", "4 of them")]
    [InlineData("fib 4294967296", "of type i32")]
    [InlineData("fib -2147483649", "of type i32")]
    [InlineData("fib 1.5", "of type i32")]
    [InlineData("fib 0x", "of type i32")]
    [InlineData("mix 1 18446744073709551616 1 1", "of type i64")]
    [InlineData("mix 1 0xFFFFFFFFFFFFFFFFF 1 1", "of type i64")]
    [InlineData("mix 1 1 x 1", "of type f32")]
    [InlineData("refs 1 null", "of type externref")]
    [InlineData("fib 1 --fuel -5", "a number of units")]
    [InlineData("fib 1 --max-memory 64MB", "a size such as")]
    [InlineData("fib 1 --max-memory 5GiB", "a size such as")]
    [InlineData("fib 1 --repeat 0", "a number from 1")]
    [InlineData("fib 1 --engine jit", "automatic")]
    public async Task Arguments_that_do_not_fit_are_refused_with_what_is_wanted(string line, string wanted)
    {
        var run = await CliRun.OfAsync($"wasm run {Plain} --invoke {line}");
        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Contains(wanted, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_function_that_is_not_there_is_not_found()
    {
        var near = await CliRun.OfAsync($"wasm run {Plain} --invoke fibb 1");
        Assert.Equal(ExitCodes.NotFound, near.ExitCode);
        Assert.Contains("did you mean 'fib'?", near.Error, StringComparison.Ordinal);
        Assert.Contains("it exports: fib, mix", (await CliRun.OfAsync($"wasm run {Plain} --invoke xxxxxxxx")).Error, StringComparison.Ordinal);
        // A global is no function.
        Assert.Equal(ExitCodes.NotFound, (await CliRun.OfAsync($"wasm run {Plain} --invoke answer")).ExitCode);
    }

    [Fact]
    public async Task A_trap_and_the_end_of_the_fuel_are_errors_with_the_traps_number()
    {
        var trap = await CliRun.OfAsync($"wasm run {Plain} --invoke trap --json");
        Assert.Equal(ExitCodes.Refused, trap.ExitCode);
        Assert.Equal("STEE-W0004", trap.Document.GetProperty("code").GetString());
        Assert.StartsWith("trap 1 ", trap.Document.GetProperty("why").GetString(), StringComparison.Ordinal);
        foreach (var engine in (string[])["compiled", "interpreted"])
        {
            var fuel = await CliRun.OfAsync($"wasm run {Plain} --invoke forever --fuel 100000 --engine {engine} --json");
            Assert.Equal("trap 10 after 100000 units of fuel", fuel.Document.GetProperty("why").GetString());
        }
    }

    [Fact]
    public async Task Fuel_may_be_left_uncounted()
    {
        var run = (await CliRun.OfAsync($"wasm run {Plain} --invoke fib 15 --fuel none --json")).Ok().Document;
        Assert.Equal(JsonValueKind.Null, run.GetProperty("fuelUsed").ValueKind);
        Assert.Equal(610, run.GetProperty("results")[0].GetInt32());
    }

    [Fact]
    public async Task Memory_grows_to_what_is_allowed()
    {
        Assert.Equal("1\n", (await CliRun.OfAsync($"wasm run {Plain} --invoke grow 15 --max-memory 1MiB")).Ok().Output);
        Assert.Equal("-1\n", (await CliRun.OfAsync($"wasm run {Plain} --invoke grow 16 --max-memory 1MiB")).Ok().Output);
        Assert.Equal("STEE-W0006", (await CliRun.OfAsync($"wasm run {Plain} --invoke grow 1 --max-memory 32KiB --json")).Document.GetProperty("code").GetString());
    }

    [Fact]
    public async Task An_import_that_is_not_offered_is_named()
    {
        var run = await CliRun.OfAsync($"wasm run {ModuleNamed("importing.wasm")} --invoke f");
        Assert.Equal(ExitCodes.Configuration, run.ExitCode);
        Assert.Contains("env.abort", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_module_is_validated_and_what_is_wrong_has_an_offset()
    {
        var valid = (await CliRun.OfAsync($"wasm validate {Plain} --json")).Ok().Document;
        Assert.True(valid.GetProperty("valid").GetBoolean());
        using var folder = new ScratchFolder();
        var broken = Path.Combine(folder.Path, "broken.wasm");
        await File.WriteAllBytesAsync(broken, (await File.ReadAllBytesAsync(Plain))[..^3]);
        foreach (var command in (string[])["validate", "inspect", "run --invoke f"])
        {
            var run = await CliRun.OfAsync($"wasm {command} {broken} --json");
            Assert.Equal(ExitCodes.Verification, run.ExitCode);
            Assert.Equal("STEE-W0001", run.Document.GetProperty("code").GetString());
            Assert.Contains("offset 0x", run.Document.GetProperty("why").GetString(), StringComparison.Ordinal);
        }

        Assert.Equal(ExitCodes.NotFound, (await CliRun.OfAsync($"wasm validate {folder.Path}/none.wasm")).ExitCode);
    }

    [Fact]
    public async Task A_function_is_told_from_a_mere_module()
    {
        var function = (await CliRun.OfAsync($"wasm validate {Counter} --stf --json")).Ok().Document;
        Assert.StartsWith("0x", function.GetProperty("stfHash").GetString(), StringComparison.Ordinal);
        var module = await CliRun.OfAsync($"wasm validate {Plain} --stf --json");
        Assert.Equal(ExitCodes.Verification, module.ExitCode);
        Assert.Equal("STEE-W0002", module.Document.GetProperty("code").GetString());
        Assert.Contains("stf_execute", module.Document.GetProperty("why").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_module_shows_what_it_is()
    {
        var counter = (await CliRun.OfAsync($"wasm inspect {Counter} --json")).Ok().Document;
        var stf = counter.GetProperty("stf");
        Assert.True(stf.GetProperty("accepted").GetBoolean());
        Assert.Equal("counter", stf.GetProperty("name").GetString());
        Assert.Equal(["value", "memo"], stf.GetProperty("getters").EnumerateArray().Select(one => one.GetProperty("name").GetString()));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(Counter))), counter.GetProperty("sha256").GetString()![2..]);
        Assert.Contains("custom 'substratee.schema'", counter.GetProperty("sections").EnumerateArray().Select(one => one.GetProperty("name").GetString()));
        var text = (await CliRun.OfAsync($"wasm inspect {Counter}")).Ok().Output;
        Assert.Contains("call        counter increment --by u32 [--memo Option<[u8; 32]>]", text, StringComparison.Ordinal);
        Assert.Contains("substratee_1.state_set", text, StringComparison.Ordinal);

        var plain = (await CliRun.OfAsync($"wasm inspect {Plain} --json")).Ok().Document;
        Assert.False(plain.GetProperty("stf").GetProperty("accepted").GetBoolean());
        Assert.Equal("function (i32) -> (i32)", plain.GetProperty("exports")[2].GetProperty("type").GetString());
    }

    [Fact]
    public async Task Packing_replaces_a_schema_and_changes_nothing_else()
    {
        using var folder = new ScratchFolder();
        var (schema, once, twice) = (Path.Combine(folder.Path, "s.json"), Path.Combine(folder.Path, "once.wasm"), Path.Combine(folder.Path, "twice.wasm"));
        await File.WriteAllTextAsync(
            schema, """{"schema":"substratee.stf/1","name":"other","version":2,"calls":[],"getters":[]}""");
        var packed = (await CliRun.OfAsync($"wasm pack {Counter} --schema {schema} -o {once} --json")).Ok().Document;
        Assert.Equal("other", packed.GetProperty("name").GetString());
        Assert.Equal(2, packed.GetProperty("version").GetInt32());
        Assert.Equal(packed.GetProperty("codeHash").GetString(), (await CliRun.OfAsync($"wasm validate {once} --json")).Ok().Document.GetProperty("codeHash").GetString());

        // The counter's own schema again makes the counter again.
        var own = Path.Combine(Repository.Root, "samples", "wasm-counter-c", "counter.stf.json");
        (await CliRun.OfAsync($"wasm pack {once} --schema {own} --output {twice}")).Ok();
        Assert.Equal(await File.ReadAllBytesAsync(Counter), await File.ReadAllBytesAsync(twice));
    }

    [Fact]
    public async Task What_an_enclave_would_refuse_is_not_packed()
    {
        using var folder = new ScratchFolder();
        var output = Path.Combine(folder.Path, "out.wasm");
        var schema = Path.Combine(Repository.Root, "samples", "wasm-counter-c", "counter.stf.json");
        Assert.Equal("STEE-W0002", await Code($"wasm pack {Plain} --schema {schema} -o {output} --json"));
        Assert.Equal("STEE-W0001", await Code($"wasm pack {schema} --schema {schema} -o {output} --json"));
        Assert.Equal("STEE-W0005", await Code($"wasm pack {Counter} --schema {Counter} -o {output} --json"));
        Assert.Equal("STEE-U0021", await Code($"wasm pack {Counter} --schema {folder.Path}/none.json -o {output} --json"));
        Assert.Equal("STEE-U0021", await Code($"wasm pack {Counter} --schema {schema} -o {folder.Path}/no/out.wasm --json"));
        Assert.False(File.Exists(output));

        static async Task<string?> Code(string line) => (await CliRun.OfAsync(line)).Document.GetProperty("code").GetString();
    }

    [Fact]
    public async Task The_suite_is_counted_by_kind_and_a_failure_is_the_exit_code()
    {
        using var folder = new ScratchFolder();
        var module = Convert.ToBase64String(await File.ReadAllBytesAsync(Plain));
        await WriteAsync("good", "610");
        var good = (await CliRun.OfAsync($"wasm spec {folder.Path} --engine compiled --json")).Ok().Document;
        Assert.Equal((2, 0), (good.GetProperty("passed").GetInt32(), good.GetProperty("failed").GetInt32()));
        Assert.Equal(
            ["module", "assert_return", "assert_trap"], good.GetProperty("kinds").EnumerateArray().Select(one => one.GetProperty("kind").GetString()));

        await WriteAsync("wrong", "611");
        var wrong = await CliRun.OfAsync($"wasm spec {folder.Path} --json");
        Assert.Equal(ExitCodes.Verification, wrong.ExitCode);
        Assert.Equal((3, 1), (wrong.Document.GetProperty("passed").GetInt32(), wrong.Document.GetProperty("failed").GetInt32()));
        Assert.Contains("wrong.wast:2", wrong.Document.GetProperty("failures")[0].GetString(), StringComparison.Ordinal);
        Assert.Contains("3 passed, 1 failed", (await CliRun.OfAsync($"wasm spec {folder.Path}")).Output, StringComparison.Ordinal);

        Task WriteAsync(string name, string expected) => File.WriteAllTextAsync(
            Path.Combine(folder.Path, $"{name}.json"),
            $$"""
            {"commands":[{"type":"module","line":1,"wasm_b64":"{{module}}"},
            {"type":"assert_return","line":2,"action":{"type":"invoke","field":"fib","args":[{"type":"i32","value":"15"}]},"expected":[{"type":"i32","value":"{{expected}}"}]},
            {"type":"assert_trap","line":3,"action":{"type":"invoke","field":"trap","args":[]},"text":"unreachable","expected":[]}]}
            """);
    }

    [Fact]
    public async Task A_folder_without_scripts_or_with_something_else_is_told()
    {
        using var folder = new ScratchFolder();
        Assert.Equal(ExitCodes.NotFound, (await CliRun.OfAsync($"wasm spec {folder.Path}")).ExitCode);
        Assert.Equal(ExitCodes.NotFound, (await CliRun.OfAsync($"wasm spec {folder.Path}/none")).ExitCode);
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "x.json"), "{}");
        Assert.Equal(ExitCodes.Configuration, (await CliRun.OfAsync($"wasm spec {folder.Path}")).ExitCode);
    }

    [Theory]
    [InlineData("1KiB", 1024)]
    [InlineData("64MiB", 67_108_864)]
    [InlineData("4GiB", 4_294_967_296)]
    public void Sizes_have_units(string text, long bytes)
    {
        Assert.True(Settings.TryParseSize(text, out var read));
        Assert.Equal(bytes, read);
        Assert.All(
            (string[])["", "1", "KiB", "1 KiB", "-1KiB", "0KiB", "1kib", "1.5MiB", "4097MiB", "99999999999999999999GiB", "1KiBKiB"],
            wrong => Assert.False(Settings.TryParseSize(wrong, out _), wrong.ToString(CultureInfo.InvariantCulture)));
    }

    private static string ModuleNamed(string name) => Path.Combine(Repository.Root, "tests", "SubstraTee.Cli.Tests", "Modules", name);
}
