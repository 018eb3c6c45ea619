namespace SubstraTee.Simulation.Intel;

/// <summary>Subjects of the test chain: the common names that Intel's profile demands, under an organisation that says what this is.</summary>
internal static class IntelNames
{
    private const string Organisation = "O=\"SIMULATION, no protection\", C=XX";

    public const string Root = $"CN=substraTEE SGX Root CA SIMULATION, {Organisation}";
    public const string PlatformCa = $"CN=Intel SGX PCK Platform CA, {Organisation}";
    public const string ProcessorCa = $"CN=Intel SGX PCK Processor CA, {Organisation}";
    public const string Pck = $"CN=Intel SGX PCK Certificate, {Organisation}";
    public const string TcbSigning = $"CN=Intel SGX TCB Signing, {Organisation}";
    public const string IasCa = $"CN=substraTEE IAS Report Signing CA SIMULATION, {Organisation}";
    public const string IasSigning = $"CN=Intel SGX Attestation Report Signing, {Organisation}";
}
