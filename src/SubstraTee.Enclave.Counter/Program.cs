using SubstraTee.Enclave.Program;
using SubstraTee.Stf.Counter;

return EnclaveProgram.Run(args, new CounterStf());
