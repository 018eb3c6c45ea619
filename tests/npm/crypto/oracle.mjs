// Answers a list of questions on stdin with a list of answers on stdout, by libraries nobody here wrote.
import { readFileSync } from 'node:fs';
import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from '@hpke/core';
import { Keyring } from '@polkadot/keyring';
import { hexToU8a, u8aToHex } from '@polkadot/util';
import {
  cryptoWaitReady, decodeAddress, encodeAddress, mnemonicToEntropy, mnemonicToMiniSecret, signatureVerify,
} from '@polkadot/util-crypto';

const suite = new CipherSuite({ kem: new DhkemX25519HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });
const buffer = (hex) => hexToU8a(hex).slice().buffer;
const hex = (bytes) => u8aToHex(new Uint8Array(bytes));

async function each(items, action) {
  const results = [];
  for (const item of items) results.push(hex(await action(item)));
  return results;
}

const answers = {
  sign({ type, uri, message }) {
    const pair = new Keyring({ type }).createFromUri(uri);
    return { publicKey: u8aToHex(pair.publicKey), signature: u8aToHex(pair.sign(hexToU8a(message))) };
  },
  verify: ({ message, signature, signer }) => ({ valid: signatureVerify(message, hexToU8a(signature), signer).isValid }),
  mnemonic: ({ phrase, password }) => ({
    entropy: u8aToHex(mnemonicToEntropy(phrase)),
    seed: u8aToHex(mnemonicToMiniSecret(phrase, password)),
  }),
  address: ({ account, prefix }) => {
    const address = encodeAddress(account, prefix);
    return { address, account: u8aToHex(decodeAddress(address)) };
  },
  async hpkeKey({ seed }) {
    const pair = await suite.kem.deriveKeyPair(buffer(seed));
    return { publicKey: hex(await suite.kem.serializePublicKey(pair.publicKey)) };
  },
  async hpkeSeal({ recipient, info, messages, exporter }) {
    const recipientPublicKey = await suite.kem.deserializePublicKey(buffer(recipient));
    const sender = await suite.createSenderContext({ recipientPublicKey, info: buffer(info) });
    const ciphertexts = await each(messages, ({ aad, text }) => sender.seal(buffer(text), buffer(aad)));
    return { enc: hex(sender.enc), ciphertexts, exported: hex(await sender.export(buffer(exporter), 32)) };
  },
  async hpkeOpen({ seed, enc, info, messages, exporter }) {
    const recipientKey = await suite.kem.deriveKeyPair(buffer(seed));
    const recipient = await suite.createRecipientContext({ recipientKey, enc: buffer(enc), info: buffer(info) });
    const plaintexts = await each(messages, ({ aad, text }) => recipient.open(buffer(text), buffer(aad)));
    return { plaintexts, exported: hex(await recipient.export(buffer(exporter), 32)) };
  },
};

await cryptoWaitReady();
const results = [];
for (const question of JSON.parse(readFileSync(0, 'utf8'))) results.push(await answers[question.ask](question));
process.stdout.write(JSON.stringify(results));
