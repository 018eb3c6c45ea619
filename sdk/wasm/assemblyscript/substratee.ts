/**
 * substraTEE: state transition functions in AssemblyScript, for the ABI "substratee_1" (docs/wasm-stf.md).
 *
 *   asc mine.ts -o mine.wasm -O3 --runtime stub --use abort=
 *
 * Every call runs in a fresh instance, so nothing has to be freed: the runtime "stub" is the right one. What does not decode
 * sets `ok` of a Reader to false, and everything after that gives zeros, so that one check at the end is enough.
 */

// ---- the host's functions, as they are --------------------------------------------------------------------------------

@external("substratee_1", "input_length") declare function hostInputLength(): u32;
@external("substratee_1", "input_read") declare function hostInputRead(to: usize, offset: u32, length: u32): void;
@external("substratee_1", "caller") declare function hostCaller(account: usize): u32;
@external("substratee_1", "output") declare function hostOutput(bytes: usize, length: u32): void;
@external("substratee_1", "state_get")
declare function hostStateGet(key: usize, keyLength: u32, value: usize, capacity: u32): i32;
@external("substratee_1", "state_contains") declare function hostStateContains(key: usize, keyLength: u32): i32;
@external("substratee_1", "state_set")
declare function hostStateSet(key: usize, keyLength: u32, value: usize, length: u32): void;
@external("substratee_1", "state_remove") declare function hostStateRemove(key: usize, keyLength: u32): void;
@external("substratee_1", "block_number") declare function hostBlockNumber(): u32;
@external("substratee_1", "block_time_ms") declare function hostBlockTimeMs(): u64;
@external("substratee_1", "emit_event") declare function hostEmitEvent(bytes: usize, length: u32): void;
@external("substratee_1", "hash_blake2b_256") declare function hostBlake2b(bytes: usize, length: u32, hash: usize): void;
@external("substratee_1", "hash_sha2_256") declare function hostSha2(bytes: usize, length: u32, hash: usize): void;
@external("substratee_1", "hash_keccak_256") declare function hostKeccak(bytes: usize, length: u32, hash: usize): void;

// ---- results ------------------------------------------------------------------------------------------------------------

/** Of `stf_execute`: the call is applied. */
export const APPLIED: i32 = 0;

/** Of `stf_execute`: the input is no call of this function. */
export const NO_CALL: i32 = -1;

/** Of `stf_query`: the output is the answer. */
export const ANSWERED: i32 = 0;

/** Of `stf_query`: the caller may not read this. */
export const NOT_ALLOWED: i32 = 1;

/** Of `stf_query`: it needs a caller who signs. */
export const SIGNATURE_REQUIRED: i32 = 2;

/** Of `stf_query`: the input is no getter of this function. */
export const UNKNOWN_GETTER: i32 = 3;

/** Of `stf_execute`: the error with this index. */
export function error(index: u8): i32 {
  return <i32>index + 1;
}

/** Of `stf_query`: the error with this index. */
export function queryError(index: u8): i32 {
  return <i32>index + 16;
}

// ---- what a function may see and do ---------------------------------------------------------------------------------------

/** Bytes of accounts, hashes and memos. */
export const BYTES_32: i32 = 32;

/** The call or getter. */
export function input(): Reader {
  const bytes = new StaticArray<u8>(<i32>hostInputLength());
  hostInputRead(changetype<usize>(bytes), 0, <u32>bytes.length);
  return new Reader(bytes);
}

/** The caller's account, or null when nobody signed. */
export function caller(): StaticArray<u8> | null {
  const account = new StaticArray<u8>(BYTES_32);
  return hostCaller(changetype<usize>(account)) == 1 ? account : null;
}

/** Sets the output: of a call, its output or the details of its error; of a getter, its answer. */
export function output(writer: Writer): void {
  const bytes = writer.toBytes();
  hostOutput(changetype<usize>(bytes), <u32>bytes.length);
}

/** Tells the caller something; counts when the call is applied. Traps in getters. */
export function emit(writer: Writer): void {
  const bytes = writer.toBytes();
  hostEmitEvent(changetype<usize>(bytes), <u32>bytes.length);
}

/** Height of the parentchain's block, proven. */
export function blockNumber(): u32 {
  return hostBlockNumber();
}

/** Its time in milliseconds since 1970, proven. */
export function blockTimeMs(): u64 {
  return hostBlockTimeMs();
}

/** Blake2b with 32 bytes. */
export function blake2b256(bytes: StaticArray<u8>): StaticArray<u8> {
  const hash = new StaticArray<u8>(BYTES_32);
  hostBlake2b(changetype<usize>(bytes), <u32>bytes.length, changetype<usize>(hash));
  return hash;
}

/** SHA-256. */
export function sha2256(bytes: StaticArray<u8>): StaticArray<u8> {
  const hash = new StaticArray<u8>(BYTES_32);
  hostSha2(changetype<usize>(bytes), <u32>bytes.length, changetype<usize>(hash));
  return hash;
}

/** Keccak-256, as Ethereum uses it. */
export function keccak256(bytes: StaticArray<u8>): StaticArray<u8> {
  const hash = new StaticArray<u8>(BYTES_32);
  hostKeccak(changetype<usize>(bytes), <u32>bytes.length, changetype<usize>(hash));
  return hash;
}

/** Whether two byte arrays are the same. */
export function equal(left: StaticArray<u8>, right: StaticArray<u8>): bool {
  return left.length == right.length && memory.compare(changetype<usize>(left), changetype<usize>(right), left.length) == 0;
}

/** A part of the state: values by key, under a first byte of its own. */
export class StateMap {
  constructor(readonly part: u8) {}

  /** A value, or null. */
  get(key: StaticArray<u8>): Reader | null {
    const full = this.keyOf(key);
    const length = hostStateContains(changetype<usize>(full), <u32>full.length);
    if (length < 0) return null;
    const value = new StaticArray<u8>(length);
    hostStateGet(changetype<usize>(full), <u32>full.length, changetype<usize>(value), <u32>length);
    return new Reader(value);
  }

  /** Whether there is a value. */
  has(key: StaticArray<u8>): bool {
    const full = this.keyOf(key);
    return hostStateContains(changetype<usize>(full), <u32>full.length) >= 0;
  }

  /** Writes a value. Traps in getters. */
  set(key: StaticArray<u8>, value: Writer): void {
    const full = this.keyOf(key);
    const bytes = value.toBytes();
    hostStateSet(changetype<usize>(full), <u32>full.length, changetype<usize>(bytes), <u32>bytes.length);
  }

  /** Removes a value, if there is one. Traps in getters. */
  remove(key: StaticArray<u8>): void {
    const full = this.keyOf(key);
    hostStateRemove(changetype<usize>(full), <u32>full.length);
  }

  private keyOf(key: StaticArray<u8>): StaticArray<u8> {
    const full = new StaticArray<u8>(1 + key.length);
    full[0] = this.part;
    memory.copy(changetype<usize>(full) + 1, changetype<usize>(key), key.length);
    return full;
  }
}

// ---- SCALE ----------------------------------------------------------------------------------------------------------------

/** Reads SCALE, bounded by the bytes that there are. */
export class Reader {
  /** False as soon as something did not decode. */
  ok: bool = true;

  private at: i32 = 0;

  constructor(private readonly bytes: StaticArray<u8>) {}

  /** True when all was read, and all of it decoded. */
  get atEnd(): bool {
    return this.ok && this.at == this.bytes.length;
  }

  u8(): u8 {
    return <u8>this.unsigned(1);
  }

  u16(): u16 {
    return <u16>this.unsigned(2);
  }

  u32(): u32 {
    return <u32>this.unsigned(4);
  }

  u64(): u64 {
    return this.unsigned(8);
  }

  /** A bool, and whether an Option has a value: one byte, 0 or 1. */
  bool(): bool {
    const byte = this.u8();
    this.ok = this.ok && byte <= 1;
    return this.ok && byte == 1;
  }

  /** The number of items of a Vec, or of bytes of a str; not ok above the limit or when not in its shortest form. */
  count(limit: u32): u32 {
    const first = <u32>this.u8();
    let value = first >> 2;
    let least: u32 = 0;
    switch (first & 3) {
      case 1:
        value |= <u32>this.u8() << 6;
        least = 1 << 6;
        break;
      case 2:
        value |= (<u32>this.u8() << 6) | (<u32>this.u16() << 14);
        least = 1 << 14;
        break;
      case 3:
        this.ok = this.ok && first == 3;
        value = this.u32();
        least = 1 << 30;
        break;
    }
    this.ok = this.ok && value >= least && value <= limit;
    return this.ok ? value : 0;
  }

  /** So many bytes as they are; zeros when there are fewer. */
  raw(length: i32): StaticArray<u8> {
    this.ok = this.ok && length >= 0 && length <= this.bytes.length - this.at;
    const value = new StaticArray<u8>(this.ok ? length : 0);
    if (this.ok) {
      memory.copy(changetype<usize>(value), changetype<usize>(this.bytes) + this.at, length);
      this.at += length;
    }
    return value;
  }

  /** An account, H256 or [u8; 32]. */
  bytes32(): StaticArray<u8> {
    return this.raw(BYTES_32);
  }

  /** Vec<u8> or the bytes of a str, at most so many. */
  bytesUpTo(limit: u32): StaticArray<u8> {
    return this.raw(<i32>this.count(limit & 0x7fffffff));
  }

  private unsigned(length: i32): u64 {
    this.ok = this.ok && length <= this.bytes.length - this.at;
    let value: u64 = 0;
    if (this.ok) {
      for (let i = 0; i < length; i++) {
        value |= <u64>this.bytes[this.at + i] << (8 * i);
      }
      this.at += length;
    }
    return value;
  }
}

/** Writes SCALE. */
export class Writer {
  private buffer: StaticArray<u8> = new StaticArray<u8>(64);
  private used: i32 = 0;

  u8(value: u8): Writer {
    return this.unsigned(value, 1);
  }

  u16(value: u16): Writer {
    return this.unsigned(value, 2);
  }

  u32(value: u32): Writer {
    return this.unsigned(value, 4);
  }

  u64(value: u64): Writer {
    return this.unsigned(value, 8);
  }

  /** A bool, and whether an Option has a value. */
  bool(value: bool): Writer {
    return this.unsigned(value ? 1 : 0, 1);
  }

  /** The number of items of a Vec, or of bytes of a str. */
  count(count: u32): Writer {
    if (count < 1 << 6) return this.unsigned(count << 2, 1);
    if (count < 1 << 14) return this.unsigned((count << 2) | 1, 2);
    if (count < 1 << 30) return this.unsigned((count << 2) | 2, 4);
    return this.unsigned(3, 1).unsigned(count, 4);
  }

  /** Bytes as they are. */
  raw(bytes: StaticArray<u8>): Writer {
    this.reserve(bytes.length);
    memory.copy(changetype<usize>(this.buffer) + this.used, changetype<usize>(bytes), bytes.length);
    this.used += bytes.length;
    return this;
  }

  /** What was written. */
  toBytes(): StaticArray<u8> {
    const bytes = new StaticArray<u8>(this.used);
    memory.copy(changetype<usize>(bytes), changetype<usize>(this.buffer), this.used);
    return bytes;
  }

  private unsigned(value: u64, length: i32): Writer {
    this.reserve(length);
    for (let i = 0; i < length; i++) {
      this.buffer[this.used + i] = <u8>(value >> (8 * i));
    }
    this.used += length;
    return this;
  }

  private reserve(more: i32): void {
    if (this.used + more <= this.buffer.length) return;
    const larger = new StaticArray<u8>(max(this.buffer.length * 2, this.used + more));
    memory.copy(changetype<usize>(larger), changetype<usize>(this.buffer), this.used);
    this.buffer = larger;
  }
}
