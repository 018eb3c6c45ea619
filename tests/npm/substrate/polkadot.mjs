// Reads metadata as polkadot.js does and answers what it makes of it: names, storage keys, signed extrinsics, decoded ones.
import { readFileSync } from 'node:fs';
import { Keyring } from '@polkadot/keyring';
import { Metadata, StorageKey, TypeRegistry, expandMetadata } from '@polkadot/types';
import { u8aToHex } from '@polkadot/util';
import { cryptoWaitReady } from '@polkadot/util-crypto';

await cryptoWaitReady();
const job = JSON.parse(readFileSync(0, 'utf8'));
const registry = new TypeRegistry();
const metadata = new Metadata(registry, job.metadata);
registry.setMetadata(metadata);
const expanded = expandMetadata(registry, metadata);

const pallets = metadata.asLatest.pallets.map((pallet) => ({
  name: pallet.name.toString(),
  index: pallet.index.toNumber(),
  storage: pallet.storage.isSome ? pallet.storage.unwrap().items.map((item) => item.name.toString()) : [],
  constants: pallet.constants.map((constant) => constant.name.toString()),
}));

const payloadOf = (one) => {
  const method = registry.createType('Call', one.call);
  const era = one.period === 0
    ? registry.createType('ExtrinsicEra')
    : registry.createType('ExtrinsicEra', { current: one.current, period: one.period });
  return {
    method: method.toHex(),
    era: era.toHex(),
    nonce: one.nonce,
    tip: one.tip,
    specVersion: one.specVersion,
    transactionVersion: one.transactionVersion,
    genesisHash: one.genesisHash,
    blockHash: one.blockHash,
    mode: 0,
    metadataHash: null,
  };
};

const extrinsics = job.extrinsics.map((one) => {
  const payload = payloadOf(one);
  const pair = new Keyring({ type: one.type }).addFromUri(one.signer);
  const raw = registry.createType('ExtrinsicPayload', payload, { version: 4 });
  const address = one.type === 'ecdsa' ? pair.addressRaw : pair.publicKey;
  const extrinsic = registry.createType('Extrinsic', { method: payload.method }, { version: 4 });
  const { signature } = raw.sign(pair);
  extrinsic.addSignature(address, signature, payload);
  return { payload: u8aToHex(raw.toU8a({ method: true })), extrinsic: extrinsic.toHex() };
});

const decoded = job.decode.map((hex) => {
  const extrinsic = registry.createType('Extrinsic', hex);
  return {
    call: `${extrinsic.method.section}.${extrinsic.method.method}`,
    args: extrinsic.method.args.map((arg) => arg.toHex()),
    signer: extrinsic.isSigned ? u8aToHex(extrinsic.signer.value.toU8a()) : null,
    nonce: extrinsic.isSigned ? extrinsic.nonce.toNumber() : null,
    tip: extrinsic.isSigned ? extrinsic.tip.toString() : null,
    era: extrinsic.isSigned ? extrinsic.era.toHex() : null,
  };
});

const events = registry.createType('Vec<FrameSystemEventRecord>', job.events).map((record) => ({
  phase: record.phase.isApplyExtrinsic ? record.phase.asApplyExtrinsic.toNumber() : record.phase.type,
  event: `${record.event.section}.${record.event.method}`,
  data: record.event.data.map((item) => item.toHex()),
  topics: record.topics.length,
}));

const keys = job.keys.map(({ pallet, item, args }) => {
  const entry = expanded.query[pallet][item];
  return new StorageKey(registry, args.length === 0 ? entry : [entry, args]).toHex();
});

process.stdout.write(JSON.stringify({ pallets, extrinsics, decoded, events, keys }));
