using SubstraTee.Codec;

namespace SubstraTee.Enclave.Protocol;

/// <summary>What a state transition function is written in.</summary>
[ScaleType]
public enum StfKind : byte
{
    /// <summary>C#, compiled into the enclave and measured with it.</summary>
    CSharp = 0,

    /// <summary>A WebAssembly module, loaded by hash.</summary>
    WebAssembly = 1,

    /// <summary>An ink! contract, loaded by hash.</summary>
    Ink = 2,
}
