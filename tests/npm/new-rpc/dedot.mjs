// Drives a node through dedot, by the new JSON-RPC (v2) or by the old one (legacy), as the input says.
import { Keyring } from '@polkadot/keyring';
import { DedotClient, LegacyClient, WsProvider } from 'dedot';
import { text } from 'node:stream/consumers';

const { url, kind } = JSON.parse(await text(process.stdin));
const provider = new WsProvider(url);
const client = kind === 'legacy' ? await LegacyClient.new(provider) : await DedotClient.new(provider);
const unit = 1_000_000_000_000n;
const alice = new Keyring({ type: 'sr25519' }).addFromUri('//Alice');
const eve = new Keyring({ type: 'sr25519' }).addFromUri('//Eve').address;

const before = (await client.query.system.account(eve)).data.free;
const statuses = [];
await new Promise((resolve, reject) => {
  client.tx.balances.transferKeepAlive(eve, unit).signAndSend(alice, ({ status, dispatchError }) => {
    statuses.push(status.type);
    if (dispatchError) reject(new Error(JSON.stringify(dispatchError)));
    if (status.type === 'Finalized') resolve();
    if (status.type === 'Invalid' || status.type === 'Drop') reject(new Error(status.type));
  }).catch(reject);
});
process.stdout.write(JSON.stringify({
  genesis: client.genesisHash,
  spec: client.runtimeVersion.specName,
  statuses,
  transferred: ((await client.query.system.account(eve)).data.free - before).toString(),
  nonce: await client.call.accountNonceApi.accountNonce(alice.address),
  entries: (await client.query.system.account.entries()).length,
  constant: client.consts.balances.existentialDeposit.toString(),
}));
await client.disconnect();
process.exit(0);
