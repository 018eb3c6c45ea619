// A private counter for every account, in AssemblyScript. The same function in C#: src/SubstraTee.Stf.Counter.
import {
  ANSWERED, APPLIED, BYTES_32, NO_CALL, NOT_ALLOWED, SIGNATURE_REQUIRED, StateMap, UNKNOWN_GETTER, Writer,
  caller, equal, error, input, output,
} from "../../sdk/wasm/assemblyscript/substratee";

const CALL_INCREMENT: u8 = 0;
const GETTER_VALUE: u8 = 0;
const GETTER_MEMO: u8 = 1;
const ERROR_OVERFLOW: u8 = 0;

const values = new StateMap(0);
const memos = new StateMap(1);

function valueOf(owner: StaticArray<u8>): u64 {
  const stored = values.get(owner);
  return stored ? stored.u64() : 0;
}

function increment(owner: StaticArray<u8>, by: u32, memo: StaticArray<u8> | null): i32 {
  const value = valueOf(owner);
  if (value > u64.MAX_VALUE - by) return error(ERROR_OVERFLOW);
  values.set(owner, new Writer().u64(value + by));
  if (memo) memos.set(owner, new Writer().raw(memo));
  output(new Writer().u64(value + by));
  return APPLIED;
}

export function stf_execute(): i32 {
  const call = input();
  if (call.u8() != CALL_INCREMENT) return NO_CALL;
  const by = call.u32();
  const memo: StaticArray<u8> | null = call.bool() ? call.bytes32() : null;
  const owner = caller();
  return call.atEnd && owner ? increment(owner, by, memo) : NO_CALL;
}

function isZero(bytes: StaticArray<u8>): bool {
  return equal(bytes, new StaticArray<u8>(BYTES_32));
}

function answerValue(owner: StaticArray<u8>, whose: StaticArray<u8> | null): i32 {
  if (whose && !equal(whose, owner)) return NOT_ALLOWED;
  output(new Writer().u64(valueOf(owner)));
  return ANSWERED;
}

function answerMemo(owner: StaticArray<u8>): i32 {
  const stored = memos.get(owner);
  const memo: StaticArray<u8> | null = stored ? stored.bytes32() : null;
  output(memo && !isZero(memo) ? new Writer().bool(true).raw(memo) : new Writer().bool(false));
  return ANSWERED;
}

export function stf_query(): i32 {
  const getter = input();
  const which = getter.u8();
  const whose: StaticArray<u8> | null = which == GETTER_VALUE && getter.bool() ? getter.bytes32() : null;
  if (!getter.atEnd || which > GETTER_MEMO) return UNKNOWN_GETTER;
  const owner = caller();
  if (!owner) return SIGNATURE_REQUIRED;
  return which == GETTER_VALUE ? answerValue(owner, whose) : answerMemo(owner);
}
