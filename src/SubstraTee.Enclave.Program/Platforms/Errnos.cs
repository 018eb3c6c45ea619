namespace SubstraTee.Enclave.Program;

/// <summary>What to make of the kernel's answers.</summary>
internal static class Errnos
{
    /// <summary>Whether the same request may succeed a little later.</summary>
    public static bool IsTransient(this Errno error) => error is Errno.Interrupted or Errno.Again or Errno.Busy;

    /// <summary>Whether the process lacks a right.</summary>
    public static bool IsRefused(this Errno error) => error is Errno.NotPermitted or Errno.AccessDenied;

    /// <summary>The kernel's name and number, for people.</summary>
    public static string Text(this Errno error) => error switch
    {
        Errno.NotPermitted => "EPERM (1)",
        Errno.NoEntry => "ENOENT (2)",
        Errno.Interrupted => "EINTR (4)",
        Errno.InputOutput => "EIO (5)",
        Errno.NoDeviceOrAddress => "ENXIO (6)",
        Errno.Again => "EAGAIN (11)",
        Errno.AccessDenied => "EACCES (13)",
        Errno.Busy => "EBUSY (16)",
        Errno.Exists => "EEXIST (17)",
        Errno.NoDevice => "ENODEV (19)",
        Errno.Invalid => "EINVAL (22)",
        Errno.NotTerminal => "ENOTTY (25)",
        Errno.ReadOnly => "EROFS (30)",
        _ => $"errno {(int)error}",
    };
}
