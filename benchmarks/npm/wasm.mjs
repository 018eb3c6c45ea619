// WebAssembly kernels in V8, for both of our tiers, and in wabt's interpreter where it is installed.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const folder = new URL('../wasm/', import.meta.url);
const bytes = (name) => readFileSync(new URL(`${name}.wasm`, folder));
const instantiate = (module, imports = {}) => new WebAssembly.Instance(module, imports).exports;

// With a custom section of its own: V8 keeps what it made of the same bytes.
let made = 0;
const another = (module) => Buffer.concat([module, Buffer.from([0, 6, 1, 97, ...Buffer.from(Uint32Array.of(made++).buffer)])]);

export async function measureWasm(measure) {
  const controlModule = new WebAssembly.Module(bytes('control'));
  const control = instantiate(controlModule);
  const kernels = instantiate(new WebAssembly.Module(bytes('kernels')));
  const host = instantiate(new WebAssembly.Module(bytes('host')), { env: { add: (a, b) => (a + b) | 0 } });
  const large = bytes('large');
  const peers = {
    'wasm fib 35': () => control.fib(35),
    'wasm sha-256 of 1 MiB': () => kernels.sha256(1 << 20),
    'wasm sha-256 chained 100000 times': () => kernels.sha256_chain(100_000),
    'wasm matrix product 320x320': () => kernels.matmul(320),
    'wasm sieve to 8000000': () => kernels.sieve(8_000_000),
    'wasm call_indirect 5000000 times': () => control.indirect(5_000_000),
    'wasm br_table 5000000 times': () => control.switch(5_000_000),
    'wasm step, live instance': [200_000, () => { for (let i = 0; i < 200_000; i++) control.step(i & 7); }],
    'wasm step, fresh instance': () => instantiate(controlModule).step(1),
    'wasm call of a host function': [100_000, () => host.calls(100_000)],
    'wasm load 90 kB': () => new WebAssembly.Module(another(large)),
    'wasm 90 kB to first result': () => instantiate(new WebAssembly.Module(another(large))).run(10),
  };
  for (const [name, peer] of Object.entries(peers)) {
    const [operations, action] = Array.isArray(peer) ? peer : [1, peer];
    await measure(['interpreted', 'compiled', 'compiled, no fuel'].map((tier) => `${name} (${tier})`), 'V8', action, operations);
  }
  for (const name of ['alone-fib', 'alone-sha256', 'alone-matmul', 'alone-sieve']) {
    const run = () => spawnSync('wasm-interp', [new URL(`${name}.wasm`, folder).pathname, '--run-all-exports']);
    if (run().status === 0) await measure([`wasm ${name} (interpreted)`], 'wabt wasm-interp', run);
  }
}
