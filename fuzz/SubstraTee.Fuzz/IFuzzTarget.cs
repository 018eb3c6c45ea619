namespace SubstraTee.Fuzz;

/// <summary>A decoder of bytes that nobody vouches for, as one function that has to return whatever it is given.</summary>
public interface IFuzzTarget
{
    /// <summary>Names the target on the command line and its corpus folder.</summary>
    string Name { get; }

    /// <summary>Well-formed inputs, to start from.</summary>
    IEnumerable<byte[]> Seeds();

    /// <summary>Bytes that a run may allocate beside those for its input.</summary>
    long AllowanceBytes => 32L << 20;

    /// <summary>Inputs that are tried in every run of the tests.</summary>
    int TestedInputs => 3000;

    /// <summary>Decodes, and checks what must hold of whatever was accepted. An exception is a finding.</summary>
    /// <returns>A number that tells how far the input got: an input with a new number is worth going on from.</returns>
    int Run(ReadOnlySpan<byte> input);
}
