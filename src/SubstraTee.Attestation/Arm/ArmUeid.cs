namespace SubstraTee.Attestation.Arm;

/// <summary>The instance id of an Arm device: a universal entity id (RFC 9711, section 4.2.1.1) of the random type.</summary>
internal static class ArmUeid
{
    private const byte RandomType = 0x01;

    /// <summary>Checks the type byte.</summary>
    /// <exception cref="RefusalException">It is another one.</exception>
    public static void CheckType(ReadOnlySpan<byte> instanceId, string token) =>
        Check.That(instanceId[0] == RandomType, RefusalReason.ArmClaimMalformed, $"the instance id of {token} has type {instanceId[0]} instead of 1");
}
