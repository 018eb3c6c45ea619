namespace SubstraTee.Wasm;

/// <summary>Whether what is offered may stand for what is imported (specification 2.0, section 4.5.3).</summary>
internal static class ImportMatch
{
    public static bool Fits(object offered, ExternType wanted) => (offered, wanted) switch
    {
        (HostFunction host, ExternType.OfFunction function) => host.Type.Equals(function.Type),
        (Function own, ExternType.OfFunction function) => own.FunctionType.Equals(function.Type),
        (Memory memory, ExternType.OfMemory type) =>
            Fits(memory.PageCount, memory.Declared.MaximumPages, type.Type.MinimumPages, type.Type.MaximumPages),
        (Table table, ExternType.OfTable type) => table.Declared.Element == type.Type.Element
            && Fits(table.Length, table.Declared.Maximum, type.Type.Minimum, type.Type.Maximum),
        (Global global, ExternType.OfGlobal type) => global.GlobalType == type.Type,
        _ => false,
    };

    private static bool Fits(uint size, uint? maximum, uint wantedMinimum, uint? wantedMaximum) =>
        size >= wantedMinimum && (wantedMaximum is not { } most || (maximum is { } offered && offered <= most));
}
