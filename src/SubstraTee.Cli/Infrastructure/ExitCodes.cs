namespace SubstraTee.Cli;

/// <summary>What the program's end says to scripts. Numbers keep their meaning.</summary>
internal static class ExitCodes
{
    /// <summary>Done.</summary>
    public const int Ok = 0;

    /// <summary>Refused by the chain or the enclave.</summary>
    public const int Refused = 1;

    /// <summary>Wrong use.</summary>
    public const int Usage = 2;

    /// <summary>What was asked for does not exist.</summary>
    public const int NotFound = 3;

    /// <summary>No connection.</summary>
    public const int Connection = 4;

    /// <summary>A proof, signature or measurement does not hold.</summary>
    public const int Verification = 5;

    /// <summary>Too late.</summary>
    public const int Timeout = 6;

    /// <summary>Only with a flag that accepts the risk.</summary>
    public const int Unsafe = 7;

    /// <summary>A mistake in the program.</summary>
    public const int Bug = 70;

    /// <summary>Files, folders, ports or settings of the host.</summary>
    public const int Configuration = 78;
}
