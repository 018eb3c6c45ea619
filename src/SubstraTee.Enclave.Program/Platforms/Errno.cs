namespace SubstraTee.Enclave.Program;

/// <summary>What the kernel answers, by the numbers that Linux has on x86-64 and arm64 alike (asm-generic/errno.h).</summary>
internal enum Errno
{
    None = 0,
    NotPermitted = 1,
    NoEntry = 2,
    Interrupted = 4,
    InputOutput = 5,
    NoDeviceOrAddress = 6,
    Again = 11,
    AccessDenied = 13,
    Busy = 16,
    Exists = 17,
    NoDevice = 19,
    Invalid = 22,
    NotTerminal = 25,
    ReadOnly = 30,
}
