namespace SubstraTee.Substrate;

/// <summary>The versions of metadata that are read and written.</summary>
public enum MetadataVersion : byte
{
    /// <summary>The version that <c>state_getMetadata</c> answers.</summary>
    V14 = 14,

    /// <summary>With runtime APIs, outer enums and the parts of extrinsics.</summary>
    V15 = 15,
}
