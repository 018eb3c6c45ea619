using SubstraTee.Codec;

namespace SubstraTee.Enclave.Protocol;

/// <summary>What evidence was made for; evidence for one purpose is none for another.</summary>
[ScaleType]
public enum EvidencePurpose : byte
{
    /// <summary>To be given a shard's keys.</summary>
    Join = 0,

    /// <summary>To serve a shard: what the registry holds.</summary>
    Serve = 1,

    /// <summary>To open a session with a client.</summary>
    Session = 2,
}
