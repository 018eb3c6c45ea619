// Measures the peers on the inputs in the file that is named, and prints { name: { peer, ns } }.
import { readFileSync } from 'node:fs';
import { calculate_state_root, decode_proof } from '@acala-network/chopsticks-executor';
import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from '@hpke/core';
import qvl from '@phala/dcap-qvl';
import { TypeRegistry } from '@polkadot/types';
import { hexToU8a } from '@polkadot/util';
import * as crypto from '@polkadot/util-crypto';
import { measureWasm } from './wasm.mjs';

const inputs = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const only = process.argv[3] ?? '';
const results = {};

// The mean over rounds of at least 200 ms each, after a warm-up of the same length, as on the other side.
async function measure(names, peer, action, operations = 1) {
  names = [names].flat().filter((name) => name.includes(only));
  if (names.length === 0) return;
  let count = 1;
  let nanoseconds = await time(action, count);
  while (nanoseconds < 2e8) {
    count = Math.max(count * 2, Math.ceil((count * 2e8) / Math.max(nanoseconds, 1)));
    nanoseconds = await time(action, count);
  }
  const rounds = [];
  for (let round = 0; round < 5; round++) rounds.push((await time(action, count)) / count);
  const ns = rounds.reduce((sum, round) => sum + round, 0) / rounds.length / operations;
  for (const name of names) results[name] = { peer, ns };
}

async function time(action, count) {
  const start = process.hrtime.bigint();
  for (let i = 0; i < count; i++) {
    const pending = action();
    if (pending instanceof Promise) await pending;
  }
  return Number(process.hrtime.bigint() - start);
}

await crypto.cryptoWaitReady();

const sizes = [32, 200, 4096];
for (const size of sizes) {
  const data = new Uint8Array(size).map((_, i) => i);
  await measure(`blake2b-256 ${size} B`, '@polkadot/util-crypto (wasm)', () => crypto.blake2AsU8a(data, 256));
  await measure(`twox-128 ${size} B`, '@polkadot/util-crypto (wasm)', () => crypto.xxhashAsU8a(data, 128));
  await measure(`keccak-256 ${size} B`, '@polkadot/util-crypto (wasm)', () => crypto.keccakAsU8a(data, 256));
  await measure(`sha-256 ${size} B`, '@polkadot/util-crypto (wasm)', () => crypto.sha256AsU8a(data, 256));
}

const seed = new Uint8Array(32).fill(7);
const message = new Uint8Array(200).map((_, i) => i);
const schemes = {
  ed25519: [crypto.ed25519PairFromSeed(seed), crypto.ed25519Sign, crypto.ed25519Verify],
  sr25519: [crypto.sr25519PairFromSeed(seed), crypto.sr25519Sign, crypto.sr25519Verify],
  ecdsa: [
    crypto.secp256k1PairFromSeed(seed),
    (data, pair) => crypto.secp256k1Sign(data, pair, 'blake2'),
    (data, signature, key) => crypto.secp256k1Verify(data, signature, crypto.blake2AsU8a(key, 256), 'blake2'),
  ],
};
for (const [scheme, [pair, sign, verify]] of Object.entries(schemes)) {
  const peer = scheme === 'ecdsa' ? '@polkadot/util-crypto (noble)' : '@polkadot/util-crypto (wasm)';
  const signature = sign(message, pair);
  if (!verify(message, signature, pair.publicKey)) throw new Error(`${scheme}: own signature refused`);
  await measure(`${scheme} sign`, peer, () => sign(message, pair));
  await measure(`${scheme} verify`, peer, () => verify(message, signature, pair.publicKey));
}

const address = crypto.encodeAddress(seed, 42);
await measure('ss58 encode', '@polkadot/util-crypto', () => crypto.encodeAddress(seed, 42));
await measure('ss58 decode', '@polkadot/util-crypto', () => crypto.decodeAddress(address));

const suite = new CipherSuite({ kem: new DhkemX25519HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });
const recipient = await suite.kem.deriveKeyPair(seed.buffer);
const info = new Uint8Array(32);
const sealed = await suite.seal({ recipientPublicKey: recipient.publicKey, info }, message);
await measure('hpke seal 200 B', '@hpke/core', () => suite.seal({ recipientPublicKey: recipient.publicKey, info }, message));
await measure('hpke open 200 B', '@hpke/core', () => suite.open({ recipientKey: recipient, enc: sealed.enc, info }, sealed.ct));

const registry = new TypeRegistry();
const balances = hexToU8a(inputs.balances);
const value = registry.createType('Vec<(AccountId, u128)>', balances);
await measure('scale encode 1000 balances', '@polkadot/types', () => value.toU8a());
await measure('scale decode 1000 balances', '@polkadot/types', () => registry.createType('Vec<(AccountId, u128)>', balances));

await measure('trie root of 1000 entries', 'smoldot (wasm)', () => calculate_state_root(inputs.entries, 1));
if ((await calculate_state_root(inputs.entries, 1)) !== inputs.root) throw new Error('the roots differ');
await measure('proof check of 10 keys in 1000', 'smoldot (wasm)', () => decode_proof(inputs.root, inputs.proof));

// The peer verifies everything every time: there is nothing to prepare.
const quoteVerifier = qvl.QuoteVerifier.newWithRootCa(Buffer.from(inputs.dcap.root, 'hex'));
for (const kind of ['sgx', 'tdx']) {
  const { quote, collateral } = inputs.dcap[kind];
  const verify = () => quoteVerifier.verify(Buffer.from(quote, 'hex'), collateral, inputs.dcap.time);
  if (verify().status !== 'UpToDate') throw new Error(`${kind}: the minted quote is not up to date to the peer`);
  await measure(`dcap ${kind} quote, fresh collateral`, '@phala/dcap-qvl', verify);
  await measure(`dcap ${kind} quote, prepared collateral`, '@phala/dcap-qvl', verify);
}
await measureWasm(measure);

console.log(JSON.stringify(results));
