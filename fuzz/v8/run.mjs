// Runs modules in this engine: one JSON line in, one out. In: { wasm: base64, calls: [{ name, args: [[kind, bits]] }] }, bits in
// hexadecimal. Out: { outcomes, state }. Whatever generated modules import behaves as in WasmRun.
import { createHash } from 'node:crypto';
import { createInterface } from 'node:readline';

const view = new DataView(new ArrayBuffer(8));
const imports = { env: { h0: (x) => (x + 1) | 0, h1: (_, y) => y, h2: () => {} } };

function toValue([kind, bits]) {
  switch (kind) {
    case 'I32': return Number(BigInt.asIntN(32, BigInt(`0x${bits}`)));
    case 'I64': return BigInt.asIntN(64, BigInt(`0x${bits}`));
    case 'F32': view.setUint32(0, Number(`0x${bits}`)); return view.getFloat32(0);
    case 'F64': view.setBigUint64(0, BigInt(`0x${bits}`)); return view.getFloat64(0);
    default: return null;
  }
}

function toText(value, kind) {
  switch (kind) {
    case 'I32': return (value >>> 0).toString(16);
    case 'I64': return BigInt.asUintN(64, value).toString(16);
    case 'F32': if (Number.isNaN(value)) return 'nan'; view.setFloat32(0, value); return view.getUint32(0).toString(16);
    case 'F64': if (Number.isNaN(value)) return 'nan'; view.setFloat64(0, value); return view.getBigUint64(0).toString(16);
    default: return value === null ? 'null' : 'ref';
  }
}

function trapOf(error) {
  const text = String(error.message);
  if (error instanceof RangeError) return 'stack';
  if (text.includes('unreachable')) return 'unreachable';
  if (text.includes('by zero')) return 'zero';
  if (text.includes('unrepresentable')) return 'integer';
  if (text.includes('memory access') || text.includes('data segment')) return 'memory';
  if (text.includes('signature mismatch') || text.includes('null')) return 'signature';
  if (text.includes('table') || text.includes('element')) return 'table';
  return `other: ${text}`;
}

function run({ wasm, calls, globals }) {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(Buffer.from(wasm, 'base64')), imports);
  const outcomes = calls.map(({ name, args, results }) => {
    exports.g0.value = 500;
    try {
      const result = exports[name](...args.map(toValue));
      const values = results.length === 0 ? [] : results.length === 1 ? [result] : [...result];
      return values.map((value, i) => toText(value, results[i])).join(',');
    } catch (error) {
      return trapOf(error);
    }
  });
  const hash = createHash('sha256').update(new Uint8Array(exports.memory.buffer)).digest('hex');
  return { outcomes, state: [hash, ...globals.map(([name, kind]) => toText(exports[name].value, kind))].join(' ') };
}

for await (const line of createInterface({ input: process.stdin })) {
  let answer;
  try {
    answer = run(JSON.parse(line));
  } catch (error) {
    answer = { outcomes: [`refused: ${error.message}`], state: '' };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
