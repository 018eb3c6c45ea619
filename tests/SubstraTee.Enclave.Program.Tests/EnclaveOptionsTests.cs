using SubstraTee.Attestation;

namespace SubstraTee.Enclave.Program.Tests;

public class EnclaveOptionsTests
{
    [Theory]
    [InlineData("--socket s --platform simulated --platform-dir d", EnclaveMode.Serve, PlatformKind.Simulated)]
    [InlineData("--platform gramine --socket s", EnclaveMode.Serve, PlatformKind.Gramine)]
    [InlineData("--socket s --platform tsm", EnclaveMode.Serve, PlatformKind.Tsm)]
    [InlineData("--tcp 127.0.0.1:2100 --platform gramine", EnclaveMode.Serve, PlatformKind.Gramine)]
    [InlineData("--tcp [::1]:2100 --platform tsm", EnclaveMode.Serve, PlatformKind.Tsm)]
    [InlineData("--self-test --platform tsm", EnclaveMode.SelfTest, PlatformKind.Tsm)]
    [InlineData("--describe", EnclaveMode.Describe, PlatformKind.Simulated)]
    public void Complete_arguments_are_taken(string arguments, object mode, object platform)
    {
        var options = EnclaveOptions.Parse(arguments.Split(' '));
        Assert.Equal(((EnclaveMode)mode, (PlatformKind)platform), (options.Mode, options.Platform));
    }

    [Theory]
    [InlineData("--socket s --platform simulated:sev-snp --platform-dir d", EvidenceKind.SevSnp)]
    [InlineData("--socket s --platform simulated --platform-dir d", null)]
    [InlineData("--describe --platform simulated:arm-cca", EvidenceKind.ArmCca)]
    [InlineData("--describe --platform simulated", null)]
    public void A_simulated_platform_may_be_of_a_family(string arguments, EvidenceKind? kind) =>
        Assert.Equal(kind, EnclaveOptions.Parse(arguments.Split(' ')).Simulated);

    [Theory]
    [InlineData("--socket s")]
    [InlineData("--platform simulated")]
    [InlineData("--socket s --platform simulated")]
    [InlineData("--socket s --platform gramine --platform-dir d")]
    [InlineData("--platform tsm")]
    [InlineData("--socket s --platform")]
    [InlineData("--self-test --platform simulated --platform-dir d")]
    [InlineData("--self-test --platform tsm --socket s")]
    [InlineData("--self-test")]
    [InlineData("--describe --platform tsm")]
    [InlineData("--describe --socket s")]
    [InlineData("--describe --platform simulated:vax")]
    [InlineData("--socket s --platform simulated:tdx")]
    [InlineData("--socket s --platform gramine:tdx --platform-dir d")]
    [InlineData("--socket s --tcp 127.0.0.1:1 --platform tsm")]
    [InlineData("--tcp localhost:2100 --platform tsm")]
    [InlineData("--tcp 127.0.0.1 --platform tsm")]
    [InlineData("--tcp 127.0.0.1:0 --platform tsm")]
    [InlineData("--self-test --platform tsm --tcp 127.0.0.1:1")]
    [InlineData("--socket s --socket t --platform tsm")]
    [InlineData("--socket s --platform tsm --report-data 00")]
    public void Anything_else_is_refused_with_the_usage(string arguments) =>
        Assert.Contains("usage: substratee-enclave", Assert.Throws<EnclaveOptionException>(() => EnclaveOptions.Parse(arguments.Split(' '))).Message, StringComparison.Ordinal);

    [Fact]
    public void An_unknown_platform_is_named() =>
        Assert.Contains("'vax'", Assert.Throws<EnclaveOptionException>(() => EnclaveOptions.Parse(["--socket", "s", "--platform", "vax"])).Message, StringComparison.Ordinal);
}
