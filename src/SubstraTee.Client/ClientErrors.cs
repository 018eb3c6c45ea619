using SubstraTee.Enclave.Protocol;
using SubstraTee.JsonRpc.Client;
using SubstraTee.LightClient;
using SubstraTee.Primitives;
using SubstraTee.Trie;

namespace SubstraTee.Client;

/// <summary>The client's errors. A number is never given a second meaning.</summary>
internal static class ClientErrors
{
    /// <summary>The code of <see cref="AnchorMissing"/>.</summary>
    public const string AnchorMissingCode = "STEE-C0011";

    public static ClientException VerificationNeeded() => new(
        "STEE-A0004",
        "evidence has to be verified here",
        "the node is no development chain on this computer",
        ["leave out --insecure-skip-verify"]);

    public static ClientException Unreachable(Uri endpoint, string what, ConnectionException cause) => new(
        "STEE-N0101",
        $"{what} at {endpoint} cannot be reached",
        cause.Message,
        [$"check that it runs and that the address is right", "start a development network: substratee dev"],
        cause);

    public static ClientException ConnectionLost(string what, Exception cause) => new(
        "STEE-N0102",
        $"{what} was interrupted",
        cause.Message,
        ["the connection is made again by itself: repeat the command", "what was submitted may still be carried out: look before you repeat"],
        cause);

    public static ClientException TooLate(string what, string state, Exception? cause = null) => new(
        "STEE-N0103", $"{what} took too long", state, ["wait and repeat, or allow more time: --timeout 120s"], cause);

    public static ClientException BadAnswer(string method, string why) => new(
        "STEE-N0104",
        $"the answer to {method} cannot be used",
        why,
        ["check that the address is that of a Substrate node or substraTEE worker", "compare the versions of both sides"]);

    public static ClientException Refused(string what, JsonRpcException cause) => new(
        "STEE-N0105", $"{what} was refused by the server", cause.Message, ["compare the versions of both sides"], cause);

    public static ClientException InvalidTransaction(string call, JsonRpcException cause) => new(
        "STEE-C0001",
        $"the chain did not take the transaction {call}",
        cause.ErrorData?.ToString() is { Length: > 0 } reason ? reason : cause.ServerMessage,
        ["check the account's balance and nonce: substratee account balance", "repeat: nonces are read anew"],
        cause);

    public static ClientException DispatchFailed(string call, string error) => new(
        "STEE-C0002", $"{call} failed on chain", error, ["look up the error's meaning in the pallet's metadata: substratee metadata"]);

    public static ClientException TransactionLost(string call, string status) => new(
        "STEE-C0003",
        $"the transaction {call} left the pool without being carried out",
        status,
        ["repeat it; with another transaction of the same nonce on the way, wait for that first"]);

    public static ClientException ChainLacks(string what, string why) => new(
        "STEE-C0004",
        what,
        why,
        ["use a chain with substraTEE's pallets: substratee node --dev", "compare the versions of both sides"]);

    public static ClientException ShardNotFound(ShardId shard) => new(
        "STEE-C0005",
        $"the chain has no shard {shard}",
        "no descriptor is stored under this id",
        ["list them: substratee shard list", "check --shard, SUBSTRATEE_SHARD and the node's address"]);

    public static ClientException FinalityUnproven(LightClientError error) => new(
        "STEE-C0006",
        "the node could not prove that its head is final",
        error.ToString(),
        ["use another node: this one may be out of step or dishonest"]);

    public static ClientException SetChanged(ulong expected, LightClientError error) => new(
        "STEE-C0007",
        $"the node could not prove that voters of set {expected} handed over to those that make its blocks final",
        error.ToString(),
        ["use another node: this one may be out of step, dishonest, or keep too little of the chain's past"]);

    public static ClientException ProofRefused(string what, TrieProofError error) => new(
        "STEE-C0008",
        $"the node's proof for {what} does not hold",
        error.ToString()!,
        ["use another node: this one may be out of step or dishonest"]);

    public static ClientException WrongGenesis(Hash256 expected, Hash256 found) => new(
        "STEE-C0009",
        "the shard belongs to another chain",
        $"its descriptor names the first block {expected}, the node's is {found}",
        ["check the node's address: --node or SUBSTRATEE_NODE_URL"]);

    public static ClientException MetadataUnusable(string why, Exception? cause = null) => new(
        "STEE-C0010", "the chain's metadata cannot be used", why, ["use a node that serves metadata version 14 or 15"], cause);

    public static ClientException AnchorMissing(string why) => new(
        AnchorMissingCode,
        "the receipt is not anchored on chain",
        why,
        ["wait: the worker submits it with its next transaction", "check that the worker's account has funds: substratee worker info"]);

    public static ClientException SimulatedRefused(ShardId shard, string why) => new(
        "STEE-A0001",
        $"shard {shard} is SIMULATED: it gives no confidentiality, so nothing was sent",
        why,
        ["use a shard on real hardware", "accept it knowingly: --allow-simulated"]);

    public static ClientException Untrusted(ShardId shard, string why) => new(
        "STEE-A0002", $"shard {shard} was not trusted, nothing was sent", why, ["see what was judged: substratee shard show"]);

    public static ClientException NoMember(ShardId shard) => new(
        "STEE-A0003",
        $"shard {shard} has no key yet",
        "no enclave has started it: there is nothing to encrypt to",
        ["start a worker for it: substratee worker --shard …"]);

    public static ClientException NoWorker(ShardId shard) => new(
        "STEE-N0106",
        $"no worker of shard {shard} is known",
        "no admitted member has registered an address",
        ["name one: --worker ws://127.0.0.1:2000 or SUBSTRATEE_WORKER_URL"]);

    public static ClientException ReceiptRefused(string why) => new(
        "STEE-A0010",
        "the receipt does not prove the outcome",
        why,
        ["ask another worker of the shard", "keep the receipt: it is evidence if the worker is dishonest"]);

    public static ClientException AnswerRefused(string why) => new(
        "STEE-A0011", "the answer is not trusted", why, ["ask again, or ask another worker of the shard"]);

    public static ClientException SchemaRefused(string why) => new(
        "STEE-A0012", "the worker's schema is not the shard's", why, ["check that the worker serves this shard: substratee worker info"]);

    public static ClientException OtherFunction(ShardId shard, Hash256 asked, Hash256 stfHash, StfIdentity? identity) => new(
        "STEE-A0013",
        $"shard {shard} runs another function than the one asked for, nothing was sent",
        $"asked for {asked}; its descriptor names the STF hash {stfHash}"
        + (identity is null ? ", whose code is not on the chain" : $": {identity.Name} {identity.Version}, code hash {identity.CodeHash}"),
        ["ask for that function if it is the right one: substratee wasm list", "use a shard of the function: substratee shard list"]);

    public static ClientException FunctionNotFound(Hash256 hash) => new(
        "STEE-C0014",
        $"the chain has no function {hash}",
        "it is neither the STF hash nor the code hash of a module that was uploaded",
        ["list them: substratee wasm list", "upload it: substratee wasm deploy FILE"]);

    public static ClientException Unchangeable(ShardId shard) => new(
        "STEE-C0020",
        $"shard {shard} cannot be changed",
        "its descriptor names no authority, so its policy stays as it is for ever",
        ["create another one with an authority: substratee shard create --authority ACCOUNT"]);

    public static ClientException NotAuthority(ShardId shard, AccountId authority, AccountId signer) => new(
        "STEE-C0021",
        $"shard {shard} is not changed by {signer}",
        $"its descriptor names {authority} as its authority",
        ["sign as the authority: --from"]);

    public static ClientException PolicyPending(ShardId shard, uint version, uint inForceFrom) => new(
        "STEE-C0022",
        $"shard {shard} has a policy that waits already",
        $"version {version} is announced and in force from block {inForceFrom} on; one at a time can wait",
        [$"repeat it after block {inForceFrom}: substratee shard show"]);

    public static ClientException EnclaveRefused(RefusalCode code, string name) => new(
        "STEE-E0101", "the enclave refused the request", $"{name} ({(ushort)code})", ["see its state: substratee worker info"]);

    public static ClientException NotApplied(string why) => new(
        "STEE-E0102", "the call was not applied", why, ["repeat it: nonces and keys are read anew"]);

    public static ClientException StfRefused(string error) => new(
        "STEE-E0103", "the call failed", error, ["the shard's state is as before; the error's meaning: substratee shard show"]);

    public static ClientException QueryRefused(string why, string attempt) => new(
        "STEE-E0104", "the query was refused", why, [attempt]);

    public static ClientException UnknownName(string kind, string name, IEnumerable<string> offered) => new(
        "STEE-U0001",
        $"the shard has no {kind} '{name}'",
        $"its schema has: {string.Join(", ", offered)}",
        ["see names and arguments: substratee shard show"]);

    public static ClientException BadArgument(string what, string why) => new(
        "STEE-U0002", what, why, ["see names and arguments: substratee shard show"]);
}
