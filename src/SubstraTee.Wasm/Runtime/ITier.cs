namespace SubstraTee.Wasm;

/// <summary>A way of running functions. Tiers meet only in <see cref="FunctionRecord"/>, function by function.</summary>
internal unsafe interface ITier
{
    /// <summary>
    /// Makes a function callable in this tier: prepares its code, unless the module has it already, and writes the record's
    /// <see cref="FunctionRecord.Entry"/> and what else belongs to the tier. Any tier but the interpreter sets
    /// <see cref="FunctionRecord.Interpreted"/> to null, so that interpreted callers go over the entry. False, without a trace in the record, when the
    /// tier cannot run this function; another one has to.
    /// </summary>
    bool TryInstall(Instance instance, FunctionRecord* record);
}
