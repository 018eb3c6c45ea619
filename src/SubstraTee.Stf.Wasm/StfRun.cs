using SubstraTee.Primitives;

namespace SubstraTee.Stf.Wasm;

/// <summary>What host functions see of the call that runs.</summary>
internal sealed class StfRun(
    IStfState state, BlockInfo block, byte[] input, AccountId? caller, bool isReadOnly, Action<ReadOnlyMemory<byte>>? emit)
{
    /// <summary>Whether the state may not be changed: in getters.</summary>
    public bool IsReadOnly { get; } = isReadOnly;

    public IStfState State { get; } = state;

    public BlockInfo Block { get; } = block;

    public byte[] Input { get; } = input;

    public AccountId? Caller { get; } = caller;

    /// <summary>Takes an event; null where there are none: in getters and in the genesis.</summary>
    public Action<ReadOnlyMemory<byte>>? Emit { get; } = emit;

    /// <summary>What the module gave as its output last.</summary>
    public ReadOnlyMemory<byte> Output { get; set; }
}
