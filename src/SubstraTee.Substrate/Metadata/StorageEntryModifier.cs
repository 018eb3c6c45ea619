namespace SubstraTee.Substrate;

/// <summary>What a reader gets where nothing is stored.</summary>
public enum StorageEntryModifier : byte
{
    /// <summary>Nothing.</summary>
    Optional = 0,

    /// <summary>The default value.</summary>
    Default = 1,

    /// <summary>An error: the value must be there. No longer made by FRAME.</summary>
    Required = 2,
}
