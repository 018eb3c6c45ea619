using SubstraTee.Enclave.Protocol;
using SubstraTee.Stf;

namespace SubstraTee.Enclave;

/// <summary>A function in C#, compiled into the enclave's program and measured with it.</summary>
/// <param name="stf">The function.</param>
public sealed class CompiledStf(IStateTransitionFunction stf) : IStfSource
{
    /// <inheritdoc/>
    public StfKind Kind => StfKind.CSharp;

    /// <inheritdoc/>
    public bool NeedsCode => false;

    /// <inheritdoc/>
    public LoadedStf Load(ReadOnlyMemory<byte> code)
    {
        var schema = stf.Describe();
        return new LoadedStf(schema.CSharpIdentity(), StfSchema.Codec.Encode(schema), stf);
    }
}
