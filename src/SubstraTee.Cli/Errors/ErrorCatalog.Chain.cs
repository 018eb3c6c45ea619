using System.Collections.Immutable;

namespace SubstraTee.Cli;

/// <content>Chain and network.</content>
internal static partial class ErrorCatalog
{
    private const string AnotherNode = "use another node: this one may be out of step or dishonest";

    private static ImmutableArray<ErrorEntry> Chain =>
    [
        new("STEE-C0001", ExitCodes.Refused, "the chain did not take the transaction",
            "The node's pool refused it: a nonce already used, too little balance for the fee, or a form that the runtime does not know.",
            "check the account's balance and nonce: substratee account balance"),
        new("STEE-C0002", ExitCodes.Refused, "a call failed on chain",
            "The transaction is in a block and its fee was paid, but the pallet refused what it asked for.",
            "look up the error's meaning in the pallet's metadata: substratee metadata"),
        new("STEE-C0003", ExitCodes.Refused, "a transaction left the pool without being carried out",
            "Another one of the same nonce took its place, it ran out of its time, or the pool was full.",
            "repeat it; with another transaction of the same nonce on the way, wait for that first"),
        new("STEE-C0004", ExitCodes.Configuration, "the chain lacks something",
            "Its runtime does not have the pallets, calls or entries that shards need, or has them in another form.",
            "use a chain with substraTEE's pallets: substratee node --dev"),
        new("STEE-C0005", ExitCodes.NotFound, "the chain has no such shard", "No descriptor is stored under this id.",
            "list them: substratee shard list"),
        new("STEE-C0006", ExitCodes.Verification, "the node could not prove that its head is final",
            "The justification does not come from enough of the voters that the shard's descriptor names.", AnotherNode),
        new("STEE-C0007", ExitCodes.Verification, "the chain's voters have changed since the shard's checkpoint",
            "Blocks are made final by another set than the one the shard's descriptor names; following the change is not built yet.",
            "use a shard whose checkpoint is newer"),
        new("STEE-C0008", ExitCodes.Verification, "a proof by the node does not hold",
            "Nodes of the proof are missing, foreign or changed, so nothing it says is believed.", AnotherNode),
        new("STEE-C0009", ExitCodes.Verification, "the shard belongs to another chain",
            "The descriptor names another first block than the node's.", "check the node's address: --node or SUBSTRATEE_NODE_URL"),
        new("STEE-C0010", ExitCodes.Configuration, "the chain's metadata cannot be used",
            "It does not decode, is of an unknown version, or lacks what signatures or shards need.",
            "use a node that serves metadata version 15"),
        new("STEE-C0011", ExitCodes.Timeout, "the receipt is not anchored on chain",
            "The worker has made a receipt, but no final block holds its anchor yet.",
            "wait: the worker submits it with its next transaction"),
        new("STEE-C0012", ExitCodes.Verification, "the node gave another descriptor than the shard's",
            "A shard's id is the hash of its descriptor, and the bytes from the node do not hash to it.", AnotherNode),
        new("STEE-C0013", ExitCodes.Timeout, "the enclave's account was not funded", "The transfer by the funder did not arrive in time.",
            "check the funder's balance, or fund the account by hand: substratee account fund"),
        new("STEE-C0014", ExitCodes.NotFound, "the code of a shard's function is not on the chain",
            "The shard loads its function by hash, and nobody has uploaded it.", "upload it: substratee wasm deploy FILE"),
    ];

    private static ImmutableArray<ErrorEntry> Network =>
    [
        new("STEE-N0001", ExitCodes.Configuration, "a port is in use", "Another program listens on it.",
            "stop it, or choose another with --rpc-port (0 lets the system choose)"),
        new("STEE-N0002", ExitCodes.Configuration, "a port cannot be listened on", "The system refused it.",
            "choose a port above 1023 (0 lets the system choose)"),
        new("STEE-N0003", ExitCodes.Configuration, "the data directory is in use", "Another node runs on it.",
            "stop that node, or choose another directory"),
        new("STEE-N0004", ExitCodes.Configuration, "the data directory cannot be written", "The system refused it.",
            "make it writable for this user, or choose another directory"),
        new("STEE-N0005", ExitCodes.Configuration, "the disk is full", "The node cannot store a block.",
            "free some space; the node goes on by itself"),
        new("STEE-N0006", ExitCodes.Configuration, "the chain's data is damaged", "What the node reads is not what it wrote.",
            "restore the directory from a backup, or remove it to begin a new chain"),
        new("STEE-N0007", ExitCodes.Configuration, "the chain's data is of another format", "Another version of the program wrote it.",
            "use the version that wrote it, or remove the directory to begin a new chain"),
        new("STEE-N0008", ExitCodes.Configuration, "the chain's database failed", "The disk or the database file is at fault.",
            "check the disk; the node tries again"),
        new("STEE-N0009", ExitCodes.Usage, "an option of the node is out of range", "The node does not run with this value.",
            "correct the option"),
        new("STEE-N0010", ExitCodes.Configuration, "the data directory holds another chain",
            "It was begun with other options, for example with or without --dev.",
            "start with the options that it was begun with, or choose another directory"),
        new("STEE-N0101", ExitCodes.Connection, "a server cannot be reached", "Nothing answers at the address of the node or worker.",
            "check that it runs and that the address is right"),
        new("STEE-N0102", ExitCodes.Connection, "the connection was lost",
            "It broke in the middle. Whether what was under way was carried out is not known.", "look before you repeat"),
        new("STEE-N0103", ExitCodes.Timeout, "it took too long", "What was waited for did not come in time; it may still come.",
            "wait and repeat, or allow more time: --timeout 120s"),
        new("STEE-N0104", ExitCodes.Connection, "an answer cannot be used", "The server answered in another form than asked for.",
            "check that the address is that of a Substrate node or substraTEE worker"),
        new("STEE-N0105", ExitCodes.Refused, "the server refused", "It answered with an error.", "compare the versions of both sides"),
        new("STEE-N0106", ExitCodes.NotFound, "no worker of the shard is known", "No admitted member has registered an address.",
            "name one: --worker or SUBSTRATEE_WORKER_URL"),
    ];
}
