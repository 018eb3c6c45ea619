using System.Collections.Frozen;
using System.Collections.Immutable;

namespace SubstraTee.Cli;

/// <summary>Every error that a user can meet, whichever part reports it. docs/errors.md is made of it.</summary>
internal static partial class ErrorCatalog
{
    private static readonly FrozenDictionary<string, ErrorEntry> ByCode =
        All.ToFrozenDictionary(entry => entry.Code, StringComparer.Ordinal);

    /// <summary>All of them, by code.</summary>
    public static ImmutableArray<ErrorEntry> All =>
        [.. Attestation, .. Bugs, .. Chain, .. EnclaveStart, .. Enclave, .. Network, .. Usage, .. WebAssembly];

    private static ImmutableArray<ErrorEntry> Bugs =>
    [
        new("STEE-B0001", ExitCodes.Bug, "the program made a mistake", "Something happened that the program does not provide for.",
            "repeat with --verbose and report what it prints"),
    ];

    private static ImmutableArray<ErrorEntry> Usage =>
    [
        new("STEE-U0001", ExitCodes.Usage, "the shard has no call or getter of that name",
            "Names come from the schema of the shard's state transition function.", "see names and arguments: substratee shard show"),
        new("STEE-U0002", ExitCodes.Usage, "an argument does not fit",
            "A call, getter or storage item takes other arguments or types than those given.", "see names and arguments: substratee shard show"),
        new("STEE-U0010", ExitCodes.Usage, "the command cannot be run like this",
            "A value is missing, has another form, or options do not go together.", "add --help to the command"),
        new("STEE-U0011", ExitCodes.Usage, "a word is not known", "The command has no such sub-command or option.", "add --help to the command"),
        new("STEE-U0012", ExitCodes.Usage, "a further word is needed", "The command only holds others.", "add --help to the command"),
        new("STEE-U0013", ExitCodes.Usage, "a value cannot be used", "An option or variable has a value of another form.",
            "correct it, or leave it out for its default"),
        new("STEE-U0014", ExitCodes.Usage, "something has to be said", "Neither an option nor a variable says what the command works on.",
            "give the option"),
        new("STEE-U0015", ExitCodes.Usage, "that is no account",
            "Accounts are SS58 addresses, public keys in hexadecimal, or secret URIs of which the account is derived.",
            "use an address, 0x and 64 digits, or a development account such as //Alice"),
        new("STEE-U0016", ExitCodes.Usage, "the secret cannot be used",
            "Secrets are phrases of 12 to 24 words, seeds of 32 bytes in hexadecimal, or development accounts, each with derivations.",
            "use a development account such as //Alice, or a phrase or seed on standard input: -"),
        new("STEE-U0020", ExitCodes.Configuration, "a file or folder cannot be used", "Reading or writing it failed.",
            "check its permissions and the free space"),
        new("STEE-U0021", ExitCodes.NotFound, "a file or folder does not exist", "Nothing is at that path.", "check the path"),
        new("STEE-U0022", ExitCodes.Configuration, "a file holds no trust anchors", "It has another form; the place stands in the message.",
            "compare it with the example in docs/attestation.md"),
        new("STEE-U0023", ExitCodes.Configuration, "a file holds no policy for evidence", "It has another form; the place stands in the message.",
            "compare it with docs/attestation-policy.example.json"),
    ];

    private static ImmutableArray<ErrorEntry> WebAssembly =>
    [
        new("STEE-W0001", ExitCodes.Verification, "a module is not valid",
            "Its bytes are no module of WebAssembly 2.0 (without vectors), break a rule of validation, or pass a limit; offset and reason are told.",
            "build it again, for the target wasm32, without vector instructions (SIMD)"),
        new("STEE-W0002", ExitCodes.Verification, "a module is no state transition function",
            "It is valid, but an enclave would not run it for a shard: imports, exports, memory, size or schema are not those of the ABI.",
            "compare it with docs/wasm-stf.md: substratee wasm inspect FILE"),
        new("STEE-W0003", ExitCodes.NotFound, "a module has no function of that name", "Nothing is exported under the name, or it is no function.",
            "see its exports: substratee wasm inspect FILE"),
        new("STEE-W0004", ExitCodes.Refused, "a function trapped",
            "It ended before its end: by its own mistake, out of bounds, or because its fuel, memory or call stack was used up.",
            "see the trap's meaning: docs/wasm.md"),
        new("STEE-W0005", ExitCodes.Usage, "a file describes no schema",
            "It is no JSON, or something in it is not what the form substratee.stf/1 asks for; the place in the file is told.",
            "compare it with docs/stf.schema.json"),
        new("STEE-W0006", ExitCodes.Configuration, "a module cannot be set up",
            "It imports something that is not offered, or needs more memory or table elements than are allowed.",
            "see its imports: substratee wasm inspect FILE; allow more memory: --max-memory"),
    ];

    /// <summary>The entry of a code.</summary>
    public static ErrorEntry Find(string code) => ByCode.GetValueOrDefault(code) ?? ByCode[CliErrors.Bug] with { Code = code };
}
