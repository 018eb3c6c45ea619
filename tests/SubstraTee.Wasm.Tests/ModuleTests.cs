namespace SubstraTee.Wasm.Tests;

public class ModuleTests
{
    private static readonly byte[] Header = [0, (byte)'a', (byte)'s', (byte)'m', 1, 0, 0, 0];

    [Fact]
    public void Custom_sections_are_found_by_name_the_first_of_each()
    {
        byte[] bytes = [.. Header, 0, 4, 1, (byte)'x', 7, 8, 0, 3, 1, (byte)'x', 9, 0, 2, 1, (byte)'y'];
        var module = Module.Load(new Engine(), bytes);

        Assert.Equal([7, 8], module.CustomSection("x")!.Value.ToArray());
        Assert.Equal(0, module.CustomSection("y")!.Value.Length);
        Assert.Null(module.CustomSection("z"));
    }
}
