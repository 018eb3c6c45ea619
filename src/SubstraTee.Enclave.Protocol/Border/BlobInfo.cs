using SubstraTee.Codec;

namespace SubstraTee.Enclave.Protocol;

/// <summary>A sealed blob that the worker has on disk.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Length">Its length in bytes.</param>
[ScaleType]
public sealed partial record BlobInfo([MaxLength(64)] string Name, ulong Length);
