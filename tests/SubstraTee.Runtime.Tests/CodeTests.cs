using SubstraTee.Crypto;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Substrate;
using Call = SubstraTee.Runtime.EnclaveBridgePallet.Call;
using Error = SubstraTee.Runtime.EnclaveBridgePallet.Error;
using Event = SubstraTee.Runtime.EnclaveBridgePallet.Event;

namespace SubstraTee.Runtime.Tests;

/// <summary>Code of functions that shards load by hash: docs/protocol.md, section 7.</summary>
public class CodeTests
{
    private static readonly byte[] Code = [.. "\0asm"u8];
    private static readonly StfIdentity Identity = new(StfKind.WebAssembly, "visits", 3, Blake2b.Hash256("schema"u8), Blake2b.Hash256(Code));

    private readonly TestChain _chain = new();

    [Fact]
    public void Code_is_kept_under_the_stf_hash_with_a_small_record_beside_it()
    {
        Succeeds(TestChain.Bob, new Call.UploadCode(Identity, Code));

        Assert.Equal([new Event.CodeUploaded(Identity.Hash, StfKind.WebAssembly, Identity.CodeHash, TestChain.Bob.AccountId)], Events());
        var bridge = TestChain.Runtime.Pallets.EnclaveBridge;
        Assert.True(bridge.StfCodes.TryGet(_chain.Context(), Identity.Hash, out var code));
        Assert.Equal(Code, code.Code);
        Assert.True(bridge.StfFunctions.TryGet(_chain.Context(), Identity.Hash, out var record));
        Assert.Equal(new StfRecord(Identity, (uint)Code.Length, TestChain.Bob.AccountId, _chain.Head.Number), record);
    }

    [Fact]
    public void Known_code_changes_nothing_whoever_brings_it_again()
    {
        Succeeds(TestChain.Bob, new Call.UploadCode(Identity, Code));
        Succeeds(TestChain.Alice, new Call.UploadCode(Identity, Code));

        Assert.Empty(Events());
        Assert.True(TestChain.Runtime.Pallets.EnclaveBridge.StfFunctions.TryGet(_chain.Context(), Identity.Hash, out var record));
        Assert.Equal(TestChain.Bob.AccountId, record.UploadedBy);
    }

    [Fact]
    public void Code_that_is_not_the_identitys_and_code_that_is_compiled_in_are_refused()
    {
        Fails(new Call.UploadCode(Identity, [.. Code, 0]));
        Fails(new Call.UploadCode(Identity with { CodeHash = default }, Code));
        Fails(new Call.UploadCode(Identity with { Kind = StfKind.CSharp }, Code));
        Assert.False(TestChain.Runtime.Pallets.EnclaveBridge.StfFunctions.TryGet(_chain.Context(), Identity.Hash, out _));
    }

    private Event[] Events() => [.. _chain.Events().OfType<RuntimeEvent.EnclaveBridge>().Select(one => one.Event)];

    private void Succeeds(KeyPair sender, Call call)
    {
        var result = _chain.Run(sender, new RuntimeCall.EnclaveBridge(call));
        Assert.True(result.IsSuccess, $"{result}");
    }

    private void Fails(Call call) => Assert.Equal(
        new DispatchError.Module(new ModuleError(54, (uint)Error.CodeMismatch)), _chain.Run(TestChain.Bob, new RuntimeCall.EnclaveBridge(call)).Error);
}
