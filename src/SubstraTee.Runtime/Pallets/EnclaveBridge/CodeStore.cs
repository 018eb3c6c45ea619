using SubstraTee.Crypto;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;
using SubstraTee.Substrate;
using Call = SubstraTee.Runtime.EnclaveBridgePallet.Call;
using Error = SubstraTee.Runtime.EnclaveBridgePallet.Error;
using Event = SubstraTee.Runtime.EnclaveBridgePallet.Event;

namespace SubstraTee.Runtime;

/// <summary>Keeps the code of functions that shards load by hash.</summary>
internal sealed class CodeStore(EnclaveBridgePallet bridge)
{
    public static DispatchInfo InfoOf(Call.UploadCode upload) => RuntimeLimits.Normal(reads: 1, writes: 2, upload.Code.Length);

    /// <remarks>
    /// Nobody but the enclave that loads a module says what it is: name, version and schema in the identity are the
    /// uploader's word, and a false word only makes a hash that no shard names.
    /// </remarks>
    public DispatchOutcome Upload(RuntimeContext context, AccountId sender, Call.UploadCode upload)
    {
        if (upload.Identity.Kind == StfKind.CSharp || upload.Identity.CodeHash != Blake2b.Hash256(upload.Code))
        {
            return bridge.Fail(Error.CodeMismatch);
        }

        var hash = upload.Identity.Hash;
        if (bridge.StfCodes.Contains(context, hash))
        {
            return DispatchOutcome.Ok;
        }

        bridge.StfCodes.Set(context, hash, new StfCode(upload.Identity, upload.Code, sender, context.BlockNumber));
        bridge.StfFunctions.Set(context, hash, new StfRecord(upload.Identity, (uint)upload.Code.Length, sender, context.BlockNumber));
        context.Deposit(new RuntimeEvent.EnclaveBridge(
            new Event.CodeUploaded(hash, upload.Identity.Kind, upload.Identity.CodeHash, sender)));
        return DispatchOutcome.Ok;
    }
}
