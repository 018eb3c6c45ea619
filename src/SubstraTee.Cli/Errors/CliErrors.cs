using System.Globalization;
using SubstraTee.Client;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;
using SubstraTee.Wasm;

namespace SubstraTee.Cli;

/// <summary>The command line's own errors. A number is never given a second meaning.</summary>
internal static class CliErrors
{
    /// <summary>What has no other code.</summary>
    public const string Bug = "STEE-B0001";

    public static CliException WrongUse(CliCommand command, string why) => new(
        "STEE-U0010", $"'{command.FullName}' cannot be run like this", Lower(why), [$"{command.FullName} --help"]);

    public static CliException UnknownWord(CliCommand command, string word, IReadOnlyList<string> near) => new(
        "STEE-U0011",
        $"'{command.FullName}' does not know '{word}'",
        near.Count == 0 ? "nothing of a similar name is known" : $"did you mean {string.Join(" or ", near.Select(one => $"'{one}'"))}?",
        [$"{command.FullName} --help"]);

    public static CliException SubcommandMissing(CliCommand command) => new(
        "STEE-U0012",
        $"'{command.FullName}' needs a further word",
        $"it has: {string.Join(", ", command.Subcommands.Where(one => !one.Hidden).Select(one => one.Name))}",
        [$"{command.FullName} --help"]);

    public static CliException BadValue(string option, string value, string wanted) => new(
        "STEE-U0013", $"'{value}' cannot be used for {option}", $"it must be {wanted}", ["correct it, or leave it out for its default"]);

    public static CliException Missing(string what, string option, string? variable) => new(
        "STEE-U0014",
        $"{what} is not known",
        variable is null ? $"{option} was not given" : $"neither {option} nor {variable} says it",
        [variable is null ? $"give {option}" : $"give {option}, or set {variable} for all commands"]);

    public static CliException NoAccount(string text, string why) => new(
        "STEE-U0015", $"'{Shown(text)}' is no account", why, ["use an address, 0x and 64 digits, or a development account such as //Alice"]);

    public static CliException NoSecret(string why) => new(
        "STEE-U0016", "the secret cannot be used", why, ["use a development account such as //Alice, or a phrase or seed on standard input: -"]);

    public static CliException FileUnusable(string path, Exception cause) => new(
        cause is FileNotFoundException or DirectoryNotFoundException ? "STEE-U0021" : "STEE-U0020",
        $"{path} cannot be used", cause.Message, [], cause);

    public static CliException UnknownMember(string kind, string name, IReadOnlyList<string> near, IEnumerable<string> offered) => new(
        "STEE-U0001",
        $"the shard has no {kind} '{name}'",
        near.Count == 0 ? $"its schema has: {string.Join(", ", offered)}" : $"did you mean {string.Join(" or ", near.Select(one => $"'{one}'"))}?",
        []);

    public static CliException TooLate(string command, string limit) => new(
        "STEE-N0103", $"'{command}' took longer than {limit}", "what it waited for did not come; what was submitted may still be carried out", []);

    public static CliException NoShard(Uri node) => new(
        "STEE-C0005",
        "the chain has no shard",
        $"the node {node.OriginalString} lists none",
        ["create one: substratee shard create", "check --node and SUBSTRATEE_NODE_URL"]);

    public static CliException SeveralShards(int count, string option) => new(
        "STEE-U0014",
        "it is not known which shard is meant",
        $"the chain has {count}",
        [$"give {option}, or set {Settings.ShardVariable} for all commands", "list them: substratee shard list"]);

    public static CliException SimulatedShard(string why, string option) => new(
        "STEE-A0001",
        "the shard would be SIMULATED, so nothing was sent",
        $"{why}, and the chain is no development chain of this computer",
        [$"use enclaves and roots of real hardware, or accept it knowingly: {option}"]);

    public static CliException NoRegisters(string path, string why) => new(
        "STEE-U0024", $"{path} holds no registers", why, ["write it anew: substratee-simulator registers"]);

    public static CliException NoShardPolicy(string why) => new("STEE-A0030", "the policy cannot be that of a shard", why, []);

    public static CliException NoAnchors(string path, string why) => new(
        "STEE-U0022", $"{path} holds no trust anchors", why, ["compare it with the example in docs/attestation.md"]);

    public static CliException NoPolicy(string path, string why) => new(
        "STEE-U0023", $"{path} holds no policy for evidence", why, ["compare it with docs/attestation-policy.example.json"]);

    public static CliException NoMember(AccountId account, ShardId shard) => new(
        "STEE-A0021",
        $"shard {shard} has no enclave {account}",
        "no enclave of that account has started the shard",
        ["list them: substratee attest list"]);

    public static CliException NoEvidence(AccountId account) => new(
        "STEE-A0022", $"there is no evidence of enclave {account}", "it is not registered, or was registered without evidence", []);

    public static CliException ChainLacks(string what, string why) => new("STEE-C0004", what, why, []);

    public static CliException NoMetadata(int version, string why) => new(
        "STEE-C0010", $"metadata of version {version} cannot be used", why, ["ask for the other version: --version 14"]);

    public static CliException ReceiptRefused(string file, ReceiptFault fault, string why) => new(
        "STEE-A0010", $"the receipt in {file} does not hold: {SnakeCase.Of(fault.ToString())}", why, []);

    public static CliException MeasurementDiffers(string folder, string said, string measured) => new(
        "STEE-A0020", $"the enclave in {folder} is not what it says", $"it says {said}, its files measure {measured}", []);

    public static CliException ModuleInvalid(string path, string why) => new("STEE-W0001", $"{path} is no valid module", why, []);

    public static CliException NoFunction(string path, string why) => new(
        "STEE-W0002", $"{path} is no state transition function", why, []);

    public static CliException NoExport(string path, string name, IEnumerable<string> offered)
    {
        var all = offered.Take(20).ToList();
        var near = Spelling.Near(name, all);
        return new CliException(
            "STEE-W0003",
            $"{path} exports no function '{name}'",
            near.Count > 0 ? $"did you mean {string.Join(" or ", near.Select(one => $"'{one}'"))}?"
                : all.Count > 0 ? $"it exports: {string.Join(", ", all)}" : "it exports none",
            []);
    }

    public static CliException Trapped(string path, Trap trap, long? fuel) => new(
        "STEE-W0004",
        $"{path} trapped: {trap}",
        $"trap {(int)trap.Code}{(fuel is null ? string.Empty : $" after {fuel.Value.ToString(CultureInfo.InvariantCulture)} units of fuel")}",
        trap.Code == TrapCode.OutOfFuel ? ["allow more fuel: --fuel", "see whether it ends at all"] : []);

    public static CliException SchemaUnusable(string path, SchemaFault fault) => new(
        "STEE-W0005", $"{path} describes no schema", fault.Message, [], fault);

    public static CliException ModuleUnfit(string path, string why) => new("STEE-W0006", $"{path} cannot be set up", why, []);

    public static CliException NotDeployed(string path, StfIdentity identity) => new(
        "STEE-C0014",
        $"the chain does not have the function in {path}",
        $"no code is stored under its STF hash {identity.Hash}",
        [$"upload it: substratee wasm deploy {path}"]);

    public static CliException FunctionNotFound(string hash) => new(
        "STEE-C0014",
        $"the chain has no function {hash}",
        "it is neither the STF hash nor the code hash of a function that was uploaded",
        ["list them: substratee wasm list", "upload it: substratee wasm deploy FILE"]);

    public static CliException EnclaveHalted(RefusalCode reason, ShardId shard)
    {
        var (code, why) = reason switch
        {
            RefusalCode.Superseded => ("STEE-E0201", "a newer instance of this enclave was started"),
            RefusalCode.ProvisioningRequired => ("STEE-E0206", "the shard's key on chain was set by another enclave"),
            _ => ("STEE-E0202", "it may not go on from what it met"),
        };
        return new CliException(code, $"the enclave of shard {shard} stopped: {SnakeCase.Of(reason.ToString())}", why, []);
    }

    public static CliException EnclaveUnusable(string folder, string why, Exception? cause = null) => new(
        "STEE-E0203", $"the enclave in {folder} cannot be used", why, [], cause);

    public static CliException ChildFailed(string name, string why, string log) => new(
        "STEE-E0204", $"{name} could not be started", why, [$"see its log: {log}"]);

    private static string Lower(string text) =>
        text.Length > 1 && char.IsUpper(text[0]) && !char.IsUpper(text[1]) ? char.ToLowerInvariant(text[0]) + text[1..].TrimEnd('.') : text;

    // What was meant to be an account may be a secret that slipped into the wrong place.
    private static string Shown(string text) => text.Length <= 12 ? text : $"{text[..6]}…";
}
