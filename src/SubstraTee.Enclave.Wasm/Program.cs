using SubstraTee.Enclave.Program;
using SubstraTee.Enclave.Wasm;

return EnclaveProgram.Run(args, new WasmStfSource());
