namespace SubstraTee.Enclave.Program;

/// <summary>What the program is started for.</summary>
internal enum EnclaveMode
{
    /// <summary>To serve a worker.</summary>
    Serve,

    /// <summary>To say what it is.</summary>
    Describe,

    /// <summary>To show whether the platform gives evidence and a sealing key.</summary>
    SelfTest,
}
