namespace SubstraTee.Attestation;

/// <summary>How the platform's trusted computing base stands against what its vendor, or our own minimum, asks for.</summary>
/// <remarks>
/// The names are Intel's (PCS API, <c>tcbStatus</c>); other families use <see cref="UpToDate"/> and <see cref="OutOfDate"/>.
/// <see cref="Revoked"/> and <see cref="NotSupported"/> never occur in verified evidence: they are refusals.
/// </remarks>
public enum TcbStatus : byte
{
    /// <summary>Nothing is missing.</summary>
    UpToDate = 0,

    /// <summary>The platform is current; the enclave's code has to mitigate something itself.</summary>
    SWHardeningNeeded = 1,

    /// <summary>The platform needs another configuration (BIOS, hyper-threading).</summary>
    ConfigurationNeeded = 2,

    /// <summary>Both of the two above.</summary>
    ConfigurationAndSWHardeningNeeded = 3,

    /// <summary>Security updates are missing.</summary>
    OutOfDate = 4,

    /// <summary>Security updates are missing and another configuration is needed.</summary>
    OutOfDateConfigurationNeeded = 5,

    /// <summary>TDX 1.5: the module was updated after the domain's launch; launch it again.</summary>
    TDRelaunchAdvised = 6,

    /// <summary>As <see cref="TDRelaunchAdvised"/>, and another configuration is needed.</summary>
    TDRelaunchAdvisedConfigurationNeeded = 7,

    /// <summary>The platform's keys are no longer trusted.</summary>
    Revoked = 8,

    /// <summary>No level of the collateral covers the platform.</summary>
    NotSupported = 9,
}
