namespace SubstraTee.Architecture.Tests;

/// <summary>
/// The picture of docs/architecture.md as a table: who may refer to whom. Rooms that a room sees stand in the order of the
/// picture, upper ones first; what is not listed is forbidden, also when it would compile.
/// </summary>
internal static class Picture
{
    private static readonly string[] Base = ["Codec", "Primitives"];
    private static readonly string[] Shared =
        ["Enclave.Protocol", "Attestation", "LightClient", "Substrate", "Trie", "Crypto", .. Base];

    /// <summary>Rooms by name, without the prefix <c>SubstraTee.</c></summary>
    public static IReadOnlyDictionary<string, string[]> Arrows { get; } = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        // Shared rooms, all in the enclave's closure.
        ["Primitives"] = [],
        ["Codec"] = ["Primitives"],
        ["Crypto"] = ["Primitives"],
        ["Trie"] = ["Crypto", .. Base],
        ["Substrate"] = ["Trie", "Crypto", .. Base],
        ["LightClient"] = ["Substrate", "Trie", "Crypto", .. Base],
        ["Attestation"] = ["Crypto", .. Base],
        ["Enclave.Protocol"] = ["Attestation", "LightClient", "Substrate", "Trie", "Crypto", .. Base],

        // Only in the enclave.
        ["Stf"] = Base,
        ["Stf.Counter"] = ["Stf", .. Base],
        ["Wasm"] = Base,
        ["Ink"] = ["Wasm", "Stf", "Crypto", .. Base],
        ["Stf.Wasm"] = ["Wasm", "Stf", .. Shared],
        ["Enclave"] = ["Ink", "Stf", .. Shared],
        ["Enclave.Program"] = ["Enclave", "Stf", .. Shared],
        ["Enclave.Counter"] = ["Enclave.Program", "Enclave", "Stf.Counter", "Stf", .. Shared],
        ["Enclave.Wasm"] = ["Enclave.Program", "Enclave", "Stf.Wasm", "Wasm", "Stf", .. Shared],

        // Outside: untrusted or on the client's side. None of them sees the enclave's own rooms.
        ["JsonRpc"] = ["Primitives"],
        ["JsonRpc.Client"] = ["Primitives"],
        ["Simulation"] = Shared,
        ["Simulator"] = ["Simulation", .. Shared],
        ["Attestation.Files"] = ["Attestation", "Crypto", .. Base],
        ["Wasm.Spec"] = ["Wasm", .. Base],
        ["Runtime"] = Shared,
        ["Node"] = ["Runtime", "JsonRpc", .. Shared],
        ["Client"] = ["JsonRpc.Client", .. Shared],
        ["Worker"] = ["Client", "JsonRpc.Client", "JsonRpc", .. Shared],
        ["Dashboard"] = ["Client", "JsonRpc.Client", .. Shared],
        ["Cli"] = ["Attestation.Files", "Wasm.Spec", "Stf.Wasm", "Wasm", "Dashboard", "Worker", "Node", "Runtime", "Client", "JsonRpc.Client", "JsonRpc", .. Shared],

        // Part of the compiler's work, loaded by nothing.
        ["Codec.Generator"] = [],
    };

    /// <summary>Enclave rooms that may touch the outside: the pump, and the programs made of it.</summary>
    public static IReadOnlySet<string> Pumps { get; } =
        new HashSet<string>(StringComparer.Ordinal) { "Enclave.Program", "Enclave.Counter", "Enclave.Wasm" };

    /// <summary>
    /// Rooms that may call native code. Wasm's calls are mmap, munmap and madvise, since the base class library can neither
    /// reserve address space nor give pages of it back, and those of pthreads that tell where the thread's stack ends.
    /// </summary>
    public static IReadOnlySet<string> NativeCallers { get; } =
        new HashSet<string>(StringComparer.Ordinal) { "Crypto", "Enclave.Program", "Wasm", "Worker" };

    /// <summary>What the enclave loads: everything that an enclave program can reach by the arrows.</summary>
    public static IReadOnlySet<string> Closure { get; } = ReachableFrom(Pumps);

    private static HashSet<string> ReachableFrom(IEnumerable<string> starts)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>(starts);
        while (open.TryPop(out var room))
        {
            if (reached.Add(room))
            {
                foreach (var next in Arrows[room])
                {
                    open.Push(next);
                }
            }
        }

        return reached;
    }
}
