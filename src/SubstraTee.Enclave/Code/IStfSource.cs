using SubstraTee.Enclave.Protocol;

namespace SubstraTee.Enclave;

/// <summary>Where an enclave program has its state transition function from: compiled in, or loaded by hash.</summary>
public interface IStfSource
{
    /// <summary>What it is written in.</summary>
    StfKind Kind { get; }

    /// <summary>Whether the worker has to bring the code, from wherever it likes.</summary>
    bool NeedsCode { get; }

    /// <summary>Loads the function.</summary>
    /// <param name="code">The code, or nothing when none is needed. Nobody vouches for it: its hash goes into the identity.</param>
    /// <returns>The function; null when the code is none.</returns>
    LoadedStf? Load(ReadOnlyMemory<byte> code);
}
