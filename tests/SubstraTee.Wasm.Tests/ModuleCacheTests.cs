using SubstraTee.Testing;

namespace SubstraTee.Wasm.Tests;

public class ModuleCacheTests
{
    [Fact]
    public void The_same_bytes_are_loaded_once()
    {
        var cache = new ModuleCache(Wasm.Interpreted);

        Assert.Same(Load(cache, 1), Load(cache, 1));
        Assert.NotSame(Load(cache, 1), Load(cache, 2));
        Assert.Equal(2, cache.Count);
    }

    [Fact]
    public void What_was_asked_for_least_recently_goes_first()
    {
        var cache = new ModuleCache(Wasm.Interpreted, maxModules: 2);
        var first = Load(cache, 1);
        var second = Load(cache, 2);
        Assert.Same(first, Load(cache, 1));
        Load(cache, 3);

        Assert.Same(first, Load(cache, 1));
        Assert.NotSame(second, Load(cache, 2));
        Assert.Equal(2, cache.Count);
    }

    [Fact]
    public void Bytes_are_bounded_too()
    {
        var cache = new ModuleCache(Wasm.Interpreted, maxBytes: (Bytes(1).Length * 2) + 1);
        for (var i = 0; i < 5; i++)
        {
            Load(cache, i);
        }

        Assert.Equal(2, cache.Count);
        Load(new ModuleCache(Wasm.Interpreted, maxBytes: 3), 1);
    }

    [Fact]
    public void Refusals_are_given_and_not_kept()
    {
        var cache = new ModuleCache(Wasm.Interpreted);

        Assert.False(cache.TryLoad([1, 2, 3], out _, out var error));
        Assert.Equal(ModuleErrorKind.Malformed, error.Kind);
        Assert.Equal(0, cache.Count);
    }

    private static byte[] Bytes(int number) => WasmBuilder.Single(Wasm.ToI32, Wasm.Code.Add(Opcode.I32Const, number));

    private static Module Load(ModuleCache cache, int number)
    {
        Assert.True(cache.TryLoad(Bytes(number), out var module, out var error), error?.ToString());
        Assert.Equal([number], new Linker().Instantiate(new Store(cache.Engine), module).GetFunction("f")!.Invoke());
        return module;
    }
}
