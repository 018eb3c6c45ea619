// Drives a node through polkadot-api, which speaks chainHead_v1, chainSpec_v1 and transaction_v1.
import { Keyring } from '@polkadot/keyring';
import { createClient } from 'polkadot-api';
import { getPolkadotSigner } from 'polkadot-api/signer';
import { getWsProvider } from 'polkadot-api/ws';
import { text } from 'node:stream/consumers';

const { url } = JSON.parse(await text(process.stdin));
// Node.js has a WebSocket of its own from version 22 on.
const websocketClass = globalThis.WebSocket ?? (await import('ws')).WebSocket;
const client = createClient(getWsProvider(url, { websocketClass }));
const api = client.getUnsafeApi();
const unit = 1_000_000_000_000n;
const alice = new Keyring({ type: 'sr25519' }).addFromUri('//Alice');
const dave = new Keyring({ type: 'sr25519' }).addFromUri('//Dave').address;
const signer = getPolkadotSigner(alice.publicKey, 'Sr25519', (bytes) => alice.sign(bytes));

const spec = await client.getChainSpecData();
const before = (await api.query.System.Account.getValue(dave)).data.free;
const transfer = api.tx.Balances.transfer_keep_alive({ dest: { type: 'Id', value: dave }, value: 3n * unit });
const fee = await transfer.getEstimatedFees(alice.address);
const events = [];
const done = await new Promise((resolve, reject) => {
  transfer.signSubmitAndWatch(signer).subscribe({
    next: (event) => {
      events.push(event.type === 'txBestBlocksState' ? `${event.type}:${event.found}` : event.type);
      if (event.type === 'finalized') resolve(event);
    },
    error: reject,
  });
});
const failed = await api.tx.Sudo.sudo({ call: api.tx.System.remark({ remark: new Uint8Array([1]) }).decodedCall })
  .signAndSubmit(getPolkadotSigner(...sign('//Bob')));
function sign(uri) {
  const pair = new Keyring({ type: 'sr25519' }).addFromUri(uri);
  return [pair.publicKey, 'Sr25519', (bytes) => pair.sign(bytes)];
}
const finalized = await client.getFinalizedBlock();
process.stdout.write(JSON.stringify({
  name: spec.name,
  genesis: spec.genesisHash,
  fee: fee > 0n,
  events,
  ok: done.ok,
  transferred: ((await api.query.System.Account.getValue(dave)).data.free - before).toString(),
  entries: (await api.query.System.Account.getEntries()).length,
  nonce: await api.apis.AccountNonceApi.account_nonce(alice.address),
  error: failed.ok ? null : `${failed.dispatchError.value.type}.${failed.dispatchError.value.value.type}`,
  body: (await client.getBlockBody(finalized.hash)).length,
  finalized: finalized.number,
}));
client.destroy();
process.exit(0);
