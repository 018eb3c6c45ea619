using SubstraTee.Enclave.Protocol;
using SubstraTee.Stf.Wasm;
using SubstraTee.Wasm;

namespace SubstraTee.Enclave.Wasm;

/// <summary>A WebAssembly module, loaded by the hash in the shard's descriptor.</summary>
internal sealed class WasmStfSource : IStfSource
{
    private readonly Engine _engine = new(WasmStf.EngineOptions);

    public StfKind Kind => StfKind.WebAssembly;

    public bool NeedsCode => true;

    public LoadedStf? Load(ReadOnlyMemory<byte> code) => WasmStf.TryLoad(_engine, code.Span, out var stf, out _)
        ? new LoadedStf(stf.Identity, stf.Schema, stf)
        : null;
}
