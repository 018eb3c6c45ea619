// Answers questions about SCALE on stdin with answers on stdout, by polkadot-js, a library nobody here wrote.
import { readFileSync } from 'node:fs';
import { PortableRegistry, TypeRegistry } from '@polkadot/types';
import { hexToU8a, u8aToHex } from '@polkadot/util';

const questions = JSON.parse(readFileSync(0, 'utf8'));
const plain = new TypeRegistry();
const described = new TypeRegistry();
const types = new PortableRegistry(described, questions.registry, true);
described.setLookup(types);

// A value is taken from bytes and written again; both it and its JSON are told.
const fromBytes = (registry) => ({ type, bytes }) => {
  const value = registry.createType(type, hexToU8a(bytes));
  return { again: u8aToHex(value.toU8a()), json: value.toJSON() };
};
// A value is taken from JSON and written.
const fromValue = (registry) => ({ type, value }) => {
  try {
    return u8aToHex(registry.createType(type, value).toU8a());
  } catch (error) {
    return `${error.message}, from ${JSON.stringify(value)}`;
  }
};

process.stdout.write(JSON.stringify({
  registry: types.toHex(),
  plainBytes: questions.plainBytes.map(fromBytes(plain)),
  plainValues: questions.plainValues.map(fromValue(plain)),
  describedBytes: questions.describedBytes.map(fromBytes(described)),
  describedValues: questions.describedValues.map(fromValue(described)),
}));
