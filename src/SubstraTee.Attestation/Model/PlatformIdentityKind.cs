namespace SubstraTee.Attestation;

/// <summary>What names a machine or a chip across its evidence; numbers are persisted and never reused.</summary>
public enum PlatformIdentityKind : byte
{
    /// <summary>Intel: the provisioning id of the PCK certificate, 16 bytes; of one processor.</summary>
    Ppid = 0,

    /// <summary>Intel: the platform instance id of a Platform CA's PCK certificate, 16 bytes; of one multi-package machine.</summary>
    PlatformInstance = 1,

    /// <summary>Intel EPID: the pseudonym that IAS gives a platform under one service provider, 64 bytes.</summary>
    EpidPseudonym = 2,

    /// <summary>AMD: the chip id, 64 bytes, or 8 on Turin.</summary>
    ChipId = 3,

    /// <summary>AMD: the cloud provider that a VLEK was given to.</summary>
    CloudProvider = 4,

    /// <summary>Arm: the instance id (UEID), 33 bytes.</summary>
    ArmInstance = 5,

    /// <summary>Arm: the implementation id, 32 bytes; of a product, not of one device.</summary>
    ArmImplementation = 6,

    /// <summary>Keystone: the device's public key, 32 bytes.</summary>
    DeviceKey = 7,

    /// <summary>Nitro: the module id, in UTF-8.</summary>
    NitroModule = 8,
}
