// Drives a node as any application on polkadot.js would. Input: {"url"}; output: what it saw, as one JSON document.
import { ApiPromise, WsProvider } from '@polkadot/api';
import { Keyring } from '@polkadot/keyring';
import { hexToU8a, u8aEq, u8aToHex } from '@polkadot/util';
import { blake2AsU8a, cryptoWaitReady } from '@polkadot/util-crypto';
import { text } from 'node:stream/consumers';

const { url } = JSON.parse(await text(process.stdin));
const warnings = [];
console.warn = (...parts) => warnings.push(parts.join(' '));
console.error = (...parts) => warnings.push(parts.join(' '));
console.log = () => {};

await cryptoWaitReady();
const api = await ApiPromise.create({ provider: new WsProvider(url, 1000), throwOnConnect: true, noInitWarn: true });
const seen = {};
const unit = 1_000_000_000_000n;

seen.chain = {
  name: (await api.rpc.system.chain()).toString(),
  spec: api.runtimeVersion.specName.toString(),
  properties: (await api.rpc.system.properties()).toHuman(),
  genesis: api.genesisHash.toHex(),
  pallets: api.runtimeMetadata.asLatest.pallets.map((pallet) => pallet.name.toString()),
  metadata: (await api.rpc.state.getMetadata()).version,
  extensions: api.registry.signedExtensions,
  runtimeCalls: Object.keys(api.call).length,
  constant: api.consts.balances.existentialDeposit.toString(),
};

const keyring = new Keyring({ type: 'sr25519' });
const signers = {
  sr25519: keyring.addFromUri('//Alice', {}, 'sr25519'),
  ed25519: keyring.addFromUri('//Bob', {}, 'ed25519'),
  ecdsa: keyring.addFromUri('//Charlie', {}, 'ecdsa'),
};
const receiver = keyring.addFromUri('//receiver', {}, 'sr25519').address;

const balances = [];
const stopBalance = await api.query.system.account(receiver, (account) => balances.push(account.data.free.toString()));

// Signs, watches to the end, and tells the statuses, the block and the call's error by name.
async function run(call, signer) {
  const statuses = [];
  return new Promise((resolve, reject) => {
    call.signAndSend(signer, ({ status, events, dispatchError, txHash }) => {
      statuses.push(status.type);
      if (status.isFinalized) {
        let error = null;
        let carried = null;
        if (dispatchError) {
          const found = dispatchError.isModule ? api.registry.findMetaError(dispatchError.asModule) : null;
          error = found ? `${found.section}.${found.name}` : dispatchError.toString();
          carried = found ? dispatchError.asModule.error.toHex() : null;
        }
        resolve({
          statuses,
          error,
          carried,
          block: status.asFinalized.toHex(),
          hash: txHash.toHex(),
          events: events.map(({ event }) => `${event.section}.${event.method}`),
        });
      } else if (status.isInvalid || status.isDropped || status.isUsurped) {
        reject(new Error(`${status.type} after ${statuses}`));
      }
    }).catch(reject);
  });
}

seen.transfers = {};
for (const [kind, signer] of Object.entries(signers)) {
  const call = api.tx.balances.transferKeepAlive(receiver, 2n * unit);
  const fee = (await call.paymentInfo(signer)).partialFee.toBigInt();
  const before = (await api.query.system.account(signer.address)).data.free.toBigInt();
  seen.transfers[kind] = await run(call, signer);
  const after = (await api.query.system.account(signer.address)).data.free.toBigInt();
  seen.transfers[kind].fee = fee.toString();
  seen.transfers[kind].paid = (before - after - 2n * unit).toString();
}

seen.failure = await run(api.tx.balances.transferKeepAlive(receiver, 10n ** 30n), signers.sr25519);
seen.forbidden = await run(api.tx.sudo.sudo(api.tx.system.remark('0x00')), signers.ed25519);
try {
  await api.tx.system.remark('0x00').signAndSend(signers.sr25519, { nonce: 0 });
} catch (error) {
  seen.outdated = error.message;
}

// What is no collateral is refused with an error that carries the reason's number.
const refused = await run(api.tx.enclaveBridge.registerCollateral('0x00'), signers.sr25519);
const described = api.errors.enclaveBridge.EvidenceRefused.meta;
const somebody = signers.ed25519.address;
seen.registry = {
  error: refused.error,
  carried: refused.carried,
  fields: described.fields.map(({ type }) => api.registry.lookup.getTypeDef(type).type),
  development: (await api.query.enclaveBridge.developmentChain()).isTrue,
  member: (await api.query.enclaveBridge.members('0x' + '11'.repeat(32), somebody)).isSome,
  calls: Object.values(api.tx.enclaveBridge).map(({ meta }) => `${meta.index} ${meta.name}`).filter((call) => /^(3[6-9]|4[01]) /.test(call)),
};

const at = seen.transfers.sr25519.block;
const then = await api.at(at);
seen.history = {
  nonceThen: (await then.query.system.account(signers.sr25519.address)).nonce.toNumber(),
  nonceNow: (await api.query.system.account(signers.sr25519.address)).nonce.toNumber(),
  nonceByCall: (await api.call.accountNonceApi.accountNonce(signers.sr25519.address)).toNumber(),
  nextIndex: (await api.rpc.system.accountNextIndex(signers.sr25519.address)).toNumber(),
  now: (await then.query.timestamp.now()).toNumber(),
  accounts: (await api.query.system.account.entries()).length,
  events: (await then.query.system.events()).map(({ event }) => `${event.section}.${event.method}`),
};
const block = await api.rpc.chain.getBlock(at);
seen.block = {
  calls: block.block.extrinsics.map(({ method }) => `${method.section}.${method.method}`),
  justified: block.justifications.isSome,
  finalized: (await api.rpc.chain.getFinalizedHead()).toHex(),
};

// A light check of the proof by other means than the node's: hashes of nodes, from the header's root down to the value.
const key = hexToU8a(api.query.system.account.key(receiver));
const { proof } = await api.rpc.state.getReadProof([u8aToHex(key)]);
const header = await api.rpc.chain.getHeader();
const nodes = proof.map((node) => node.toU8a(true));
const find = (hash) => nodes.find((node) => u8aEq(blake2AsU8a(node, 256), hash));
function compact(bytes, at) {
  const mode = bytes[at] & 3;
  if (mode === 0) return [bytes[at] >> 2, at + 1];
  if (mode === 1) return [(bytes[at] | (bytes[at + 1] << 8)) >> 2, at + 2];
  return [(bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24)) >>> 2, at + 4];
}
function walk(node, nibbles) {
  const kind = node[0] >> 6;
  let [length, at] = [node[0] & 63, 1];
  if (length === 63) do { length += node[at]; } while (node[at++] === 255);
  const own = [];
  for (let i = length % 2; i < length + (length % 2); i++) own.push((node[at + (i >> 1)] >> (i % 2 ? 0 : 4)) & 15);
  at += (length + 1) >> 1;
  if (!own.every((nibble, i) => nibbles[i] === nibble)) return null;
  const rest = nibbles.slice(length);
  let bitmap = 0;
  if (kind !== 1) { bitmap = node[at] | (node[at + 1] << 8); at += 2; }
  if (kind !== 2) {
    const [size, start] = compact(node, at);
    if (rest.length === 0) return node.slice(start, start + size);
    at = start + size;
  }
  for (let child = 0; child < 16; child++) {
    if (!(bitmap & (1 << child))) continue;
    const [size, start] = compact(node, at);
    const link = node.slice(start, start + size);
    if (child === rest[0]) return walk(size === 32 ? find(link) : link, rest.slice(1));
    at = start + size;
  }
  return null;
}
const nibbles = [...key].flatMap((byte) => [byte >> 4, byte & 15]);
const proven = walk(find(header.stateRoot.toU8a()), nibbles);
const value = await api.rpc.state.getStorage(u8aToHex(key), header.hash);
seen.proof = { nodes: nodes.length, matches: u8aEq(proven, value.unwrap().toU8a(true)) };

// A subscription's promise is kept with its first message only, so the block that brings it is made at the same time.
const [length] = await Promise.all([
  new Promise((resolve, reject) => {
    api.rpc.grandpa.subscribeJustifications((justification) => resolve(justification.toU8a(true).length)).catch(reject);
  }),
  run(api.tx.system.remark('0x01'), signers.sr25519),
]);
seen.justification = length;

stopBalance();
seen.balances = balances;
seen.warnings = warnings;
await api.disconnect();
process.stdout.write(JSON.stringify(seen));
process.exit(0);
