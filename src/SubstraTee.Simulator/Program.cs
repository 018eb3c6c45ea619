using SubstraTee.Simulator;

return SimulatorProgram.Run(args, Console.Out, Console.Error);
