namespace SubstraTee.Fuzz;

/// <summary>A target whose work is a function of bytes.</summary>
internal sealed class FunctionTarget(string name, Func<IEnumerable<byte[]>> seeds, FunctionTarget.Work work) : IFuzzTarget
{
    public delegate int Work(ReadOnlySpan<byte> input);

    public string Name => name;

    public IEnumerable<byte[]> Seeds() => seeds();

    public int Run(ReadOnlySpan<byte> input) => work(input);
}
