namespace SubstraTee.Enclave.Protocol;

/// <summary>The most that any party sends, checked before anything is allocated.</summary>
public static class ProtocolLimits
{
    /// <summary>Bytes of a frame after its length field.</summary>
    public const int MaxFrameBytes = 16 * 1024 * 1024;

    /// <summary>Bytes of a descriptor.</summary>
    public const int MaxDescriptorBytes = 16 * 1024;

    /// <summary>Payload bytes of a request, an answer or an outcome.</summary>
    public const int MaxPayloadBytes = 65_536 - 4;

    /// <summary>Bytes of an envelope: header, encapsulated key, the largest padded plaintext, authentication tag.</summary>
    public const int MaxEnvelopeBytes = RequestEnvelope.HeaderBytes + 32 + 65_536 + 16;

    /// <summary>Bytes of a call's output.</summary>
    public const int MaxOutputBytes = 32 * 1024;

    /// <summary>Events of a call.</summary>
    public const int MaxEvents = 64;

    /// <summary>Bytes of all events of a call.</summary>
    public const int MaxEventBytes = 16 * 1024;

    /// <summary>How many blocks ahead a getter may expire.</summary>
    public const uint MaxGetterLifetimeBlocks = 64;

    /// <summary>Signatures of one receipt.</summary>
    public const int MaxReceiptSigners = 64;

    /// <summary>Blocks of one import.</summary>
    public const int MaxBlocksPerImport = 512;

    /// <summary>Extrinsics of one block.</summary>
    public const int MaxExtrinsicsPerBlock = 65_536;

    /// <summary>Bytes of an STF's code.</summary>
    public const int MaxCodeBytes = 1024 * 1024;

    /// <summary>Bytes of one extrinsic.</summary>
    public const int MaxExtrinsicBytes = 5 * 1024 * 1024;

    /// <summary>Nodes of one read proof.</summary>
    public const int MaxProofNodes = 65_536;

    /// <summary>Bytes of a worker's address.</summary>
    public const int MaxUrlBytes = 256;

    /// <summary>Bytes of metadata.</summary>
    public const int MaxMetadataBytes = 8 * 1024 * 1024;

    /// <summary>Sealed blobs of one enclave.</summary>
    public const int MaxBlobs = 65_536;

    /// <summary>Bytes of a sealed blob's chunk, in a file and in a frame.</summary>
    public const int MaxBlobChunkBytes = 4 * 1024 * 1024;
}
