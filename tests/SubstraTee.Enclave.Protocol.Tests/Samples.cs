using SubstraTee.Attestation;
using SubstraTee.Crypto;
using SubstraTee.Primitives;

namespace SubstraTee.Enclave.Protocol.Tests;

/// <summary>Fixed objects whose bytes are frozen.</summary>
internal static class Samples
{
    public static readonly Hash256 Genesis = new(Fill(1));
    public static readonly ShardId Shard = new(Fill(2));
    public static readonly BlockRef Block7 = new(7, new Hash256(Fill(7)));
    public static readonly BlockRef Block9 = new(9, new Hash256(Fill(9)));

    public static KeyPair Alice => KeyPair.FromSecretUri("//Alice", KeyType.Ed25519);

    public static ShardDescriptor Descriptor => new(
        ShardDescriptor.CurrentVersion,
        Genesis,
        new BlockRef(0, Genesis),
        0,
        [new FinalityAuthority(new Bytes32(Fill(0x11)), 1), new FinalityAuthority(new Bytes32(Fill(0x12)), 2)],
        null,
        new Hash256(Fill(3)),
        new AdmissionPolicy(
            [new Measurement(MeasurementFamily.Simulated, Fill(4))],
            null,
            true,
            1,
            [new MetadataPin(1, new Hash256(Fill(5)))],
            30_000),
        new AccountId(Fill(6)),
        10,
        new Bytes32(Fill(8)));

    public static EvidenceRules EvidenceRules => new(
        [new TrustRoot(AnchorRole.KeystoneDevice, [.. Fill(0x21)], [], []), new TrustRoot(AnchorRole.KeystoneDevice, [.. Fill(0x22)], [1], [2, 3])],
        TestRoots: true,
        EvidenceRules.MaskOf([TcbStatus.UpToDate, TcbStatus.ConfigurationNeeded]),
        AllowDebug: false,
        86_400_000,
        [new SecurityFloor(EvidenceKind.SevSnp, "snp", 22)],
        [new RegisterRule(EvidenceKind.Keystone, "sm", [4, 5])]);

    public static EvidenceBinding Binding => new(
        EvidencePurpose.Serve, Genesis, Shard, new Bytes32(Fill(0x23)), new InstanceId(Fill(0x24)), Block9);

    public static CollateralBundle Collateral => CollateralBundle.Of(
        EvidenceKind.SevSnp, [new CollateralItem(CollateralRoles.Vek, [1, 2]), new CollateralItem(CollateralRoles.Ark, [3])]);

    public static Receipt Receipt => new(
        Receipt.CurrentVersion, Shard, 0, Block7, Block9, new Hash256(Fill(0xb0)), new Hash256(Fill(0xb1)), 2, new Hash256(Fill(0xb2)));

    public static Leaf Leaf => new(new Position(7, 2), new Hash256(Fill(0xc0)), new Hash256(Fill(0xc1)));

    public static byte[] Fill(byte value) => Enumerable.Repeat(value, 32).ToArray();

    public static SecretBytes Secret(byte value) => new(Fill(value));
}
