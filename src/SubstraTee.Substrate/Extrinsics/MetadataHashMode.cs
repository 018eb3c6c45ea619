using SubstraTee.Codec;

namespace SubstraTee.Substrate;

/// <summary>Whether a signature covers a hash of the metadata that the signer saw.</summary>
[ScaleType("frame_metadata_hash_extension::Mode")]
public enum MetadataHashMode : byte
{
    /// <summary>It does not.</summary>
    Disabled = 0,

    /// <summary>It does.</summary>
    Enabled = 1,
}
