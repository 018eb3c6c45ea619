using SubstraTee.Attestation;
using SubstraTee.Codec;
using SubstraTee.Primitives;

namespace SubstraTee.Enclave.Protocol;

/// <summary>A member of a shard as the registry holds it (storage <c>EnclaveBridge.Members</c>), the evidence included.</summary>
/// <param name="Measurement">What was measured of it.</param>
/// <param name="Tcb">How its platform stood.</param>
/// <param name="Simulated">True when its evidence ends in a test root: nothing protects it.</param>
/// <param name="Debug">True when its host can look into it.</param>
/// <param name="PolicyFrom">The first version of the shard's policy that accepts its evidence.</param>
/// <param name="PolicyTo">The last version that was known at its registration and accepts its evidence.</param>
/// <param name="RegisteredAtMs">Chain time of the registration.</param>
/// <param name="ExpiresAtMs">Chain time from which it does not count any more.</param>
/// <param name="Url">Where its worker is reached, ASCII.</param>
/// <param name="Evidence">The evidence, for everybody to judge.</param>
[ScaleType("pallet_enclave_bridge::MemberRecord")]
public sealed partial record MemberRecord(
    Measurement Measurement,
    TcbStatus Tcb,
    bool Simulated,
    bool Debug,
    uint PolicyFrom,
    uint PolicyTo,
    ulong RegisteredAtMs,
    ulong ExpiresAtMs,
    [MaxLength(ProtocolLimits.MaxUrlBytes)] byte[]? Url,
    MemberEvidence Evidence);
