namespace SubstraTee.Simulator;

/// <summary>SIMULATION: plays the hardware of every family for development and demonstrations. Whatever it says can be forged by anybody.</summary>
internal static class SimulatorProgram
{
    private const int Ok = 0;
    private const int WrongUse = 2;
    private const int ConfigurationFault = 78;

    /// <summary>Runs one command.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(string[] arguments, TextWriter output, TextWriter talk)
    {
        try
        {
            switch (SimulatorArguments.Parse(arguments))
            {
                case SimulatorArguments.Quote quote:
                    output.WriteLine(QuoteCommand.Run(quote));
                    return Ok;
                case SimulatorArguments.Roots:
                    output.WriteLine(RootsCommand.Roots());
                    return Ok;
                case SimulatorArguments.Registers:
                    output.WriteLine(RootsCommand.Registers());
                    return Ok;
                default:
                    output.WriteLine(SimulatorArguments.Usage);
                    return Ok;
            }
        }
        catch (SimulatorException wrong)
        {
            talk.WriteLine(wrong.Message);
            return wrong.IsUse ? WrongUse : ConfigurationFault;
        }
    }
}

/// <summary>Why a command cannot be carried out.</summary>
/// <param name="message">What happened, and what to try.</param>
/// <param name="isUse">Whether the arguments are to blame.</param>
internal sealed class SimulatorException(string message, bool isUse) : Exception(message)
{
    /// <summary>Whether the arguments are to blame.</summary>
    public bool IsUse { get; } = isUse;
}
