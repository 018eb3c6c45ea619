using System.CommandLine;
using System.Reflection;

namespace SubstraTee.Cli;

/// <summary>All commands, and the options that every one of them has.</summary>
internal static class RootCommandTree
{
    public const string Name = "substratee";
    public const string HelpName = "--help";
    public const string JsonName = "--json";
    public const string VerboseName = "--verbose";
    public const string VersionName = "--version";

    /// <summary>The product's version.</summary>
    public static string Version { get; } =
        typeof(RootCommandTree).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";

    /// <summary>The root with everything below it.</summary>
    public static CliCommand Build()
    {
        var root = new CliCommand(
            Name,
            "substraTEE for .NET: confidential computation that anyone can check.",
            new Example("substratee node --dev", "runs a development chain"),
            new Example("substratee shard create", "creates a shard for the counter's enclave"),
            new Example("substratee call counter increment --by 42 --from //Alice", "makes a private call and checks its receipt"),
            new Example("substratee query counter value --as //Alice", "asks the enclave, which answers to the owner only"))
        {
            new DemoCommand(),
            new DevCommand(),
            new NodeCommand(),
            new WorkerCommand(),
            ShardCommands.Build(),
            new CallCommand(),
            new QueryCommand(),
            ReceiptCommands.Build(),
            AccountCommands.Build(),
            ChainCommands.Build(),
            new MetadataCommand(),
            EnclaveCommands.Build(),
            AttestCommands.Build(),
            WasmCommands.Build(),
            new DoctorCommand(),
            new CompletionCommand(),
            new CompleteCommand(),
        };
        root.Add(new Option<bool>(JsonName) { Recursive = true, Description = "Print the result as one JSON document." });
        root.Add(new Option<bool>(VerboseName) { Recursive = true, Description = "Say more, and where an error comes from." });
        root.Add(new Option<bool>(HelpName, "-h", "-?") { Recursive = true, Description = "Show what a command does and takes." });
        root.Add(new Option<bool>(VersionName) { Description = "Show the version." });
        return root;
    }

    /// <summary>The options that a command has from the root.</summary>
    public static IEnumerable<Option> Shared(Command command)
    {
        var root = command;
        while (root.Parents.OfType<Command>().FirstOrDefault() is { } parent)
        {
            root = parent;
        }

        return root.Options.Where(option => option.Recursive);
    }
}
