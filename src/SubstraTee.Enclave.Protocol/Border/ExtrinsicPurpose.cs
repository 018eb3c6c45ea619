using SubstraTee.Codec;

namespace SubstraTee.Enclave.Protocol;

/// <summary>What an extrinsic of the enclave is for: told to the worker for its log.</summary>
[ScaleType]
public enum ExtrinsicPurpose : byte
{
    /// <summary>Registers the enclave.</summary>
    Register = 0,

    /// <summary>Publishes the instance.</summary>
    StartInstance = 1,

    /// <summary>Sets the epoch's public key.</summary>
    SetEpochKey = 2,

    /// <summary>Submits a receipt.</summary>
    SubmitReceipt = 3,

    /// <summary>Proves to the enclave that the head it is shown is fresh.</summary>
    Challenge = 4,

    /// <summary>Puts collateral on chain that the enclave's evidence rests on.</summary>
    RegisterCollateral = 5,
}
