using SubstraTee.Cli;

using var signals = new StopSignals(Environment.GetEnvironmentVariable(StopSignals.StdinVariable) == "1");
return await Application.RunAsync(args, CliConsole.System(), signals.Token).ConfigureAwait(false);
