namespace SubstraTee.Node;

/// <summary>The node's errors. A number is never given a second meaning.</summary>
internal static class NodeErrors
{
    public static NodeException PortInUse(int port, Exception inner) => new(
        "STEE-N0001",
        $"cannot listen on 127.0.0.1:{port}",
        "another program listens there",
        "stop it, or choose another port (0 lets the system choose)",
        inner);

    public static NodeException PortRefused(int port, Exception inner) => new(
        "STEE-N0002",
        $"cannot listen on 127.0.0.1:{port}",
        inner.InnerException?.Message ?? inner.Message,
        "choose a port above 1023 (0 lets the system choose)",
        inner);

    public static NodeException DataLocked(string directory, Exception inner) => new(
        "STEE-N0003",
        $"cannot use the data directory {directory}",
        "another node runs on it",
        "stop that node, or choose another directory",
        inner);

    public static NodeException DataNotWritable(string directory, string why, Exception inner) => new(
        "STEE-N0004",
        $"cannot write to the data directory {directory}",
        why,
        "make it writable for this user, or choose another directory",
        inner);

    public static NodeException DiskFull(string directory, Exception inner) => new(
        "STEE-N0005",
        $"cannot write to the data directory {directory}",
        "the disk is full",
        "free some space; the node goes on by itself",
        inner);

    public static NodeException DataDamaged(string directory, string why, Exception? inner = null) => new(
        "STEE-N0006",
        $"cannot read the chain in {directory}",
        why,
        "restore the directory from a backup, or remove it to begin a new chain",
        inner);

    public static NodeException DataOfOtherFormat(string directory, long found, long known) => new(
        "STEE-N0007",
        $"cannot read the chain in {directory}",
        $"it is of format {found}, this program knows {known}",
        "use the version of the program that wrote it, or remove the directory to begin a new chain");

    public static NodeException DataOfOtherChain(string directory, string found, string wanted) => new(
        "STEE-N0010",
        $"cannot use the data directory {directory}",
        $"it holds the chain {found}, not {wanted}",
        "start with the options that it was begun with, or choose another directory");

    public static NodeException StoreFailed(string directory, string why, Exception inner) => new(
        "STEE-N0008",
        $"cannot use the database in {directory}",
        why,
        "check the disk; the node tries again",
        inner);

    public static NodeException OptionOutOfRange(string option, object value, string range) => new(
        "STEE-N0009", $"option {option} is {value}", $"it must be {range}", "correct the option");
}
