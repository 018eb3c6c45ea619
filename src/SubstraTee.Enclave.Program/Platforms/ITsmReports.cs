namespace SubstraTee.Enclave.Program;

/// <summary>The kernel's configfs-tsm reports: an entry is a directory with attributes (Linux, ABI/testing/configfs-tsm, from 6.7).</summary>
internal interface ITsmReports
{
    /// <summary>Makes an entry.</summary>
    Errno Make(string entry);

    /// <summary>Removes an entry.</summary>
    Errno Remove(string entry);

    /// <summary>Writes an attribute. The kernel takes binary ones only when they are closed, and then reports no error.</summary>
    Errno Write(string entry, string attribute, ReadOnlySpan<byte> value);

    /// <summary>Reads an attribute of at most a number of bytes.</summary>
    Errno Read(string entry, string attribute, int maxLength, out byte[] value);
}
