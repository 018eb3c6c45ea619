/*
 * substraTEE: state transition functions in C, for the ABI "substratee_1" (docs/wasm-stf.md).
 *
 * Freestanding: nothing but this header is needed, and nothing of it allocates. SCALE is read from and written to buffers
 * of your own; whatever does not fit or does not decode sets `ok` to false, and everything after that does nothing, so that
 * one check at the end is enough.
 *
 *   clang --target=wasm32-unknown-unknown -std=c11 -O2 -ffreestanding -nostdlib -mbulk-memory -I sdk/wasm/c \
 *       -Wl,--no-entry -Wl,--strip-all -Wl,--stack-first -Wl,-z,stack-size=16384 -o mine.wasm mine.c
 */
#ifndef SUBSTRATEE_H
#define SUBSTRATEE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ST_IMPORT(name) __attribute__((import_module("substratee_1"), import_name(name)))

/* Put before the functions that the host calls. */
#define ST_EXPORT(name) __attribute__((export_name(name)))

/* ---- the host's functions ------------------------------------------------------------------------------------------- */

/* Bytes of the call or getter. */
ST_IMPORT("input_length") uint32_t st_input_length(void);

/* Copies a part of it. Traps when the input is shorter. */
ST_IMPORT("input_read") void st_input_read(void *to, uint32_t offset, uint32_t length);

/* Writes the 32 bytes of the caller's account and gives 1; 0 when nobody signed. */
ST_IMPORT("caller") uint32_t st_caller(void *account);

/* Sets the output: of a call, its output or the details of its error; of a getter, its answer. The last one counts. */
ST_IMPORT("output") void st_output(const void *bytes, uint32_t length);

/* Copies at most `capacity` bytes of a value; gives the length of the whole value, or ST_ABSENT. */
ST_IMPORT("state_get") int32_t st_state_get(const void *key, uint32_t key_length, void *value, uint32_t capacity);

/* The length of a value, or ST_ABSENT. */
ST_IMPORT("state_contains") int32_t st_state_contains(const void *key, uint32_t key_length);

/* Writes a value. Traps in getters. */
ST_IMPORT("state_set") void st_state_set(const void *key, uint32_t key_length, const void *value, uint32_t length);

/* Removes a value, if there is one. Traps in getters. */
ST_IMPORT("state_remove") void st_state_remove(const void *key, uint32_t key_length);

/* Height of the parentchain's block, and its time in milliseconds since 1970; both are proven. */
ST_IMPORT("block_number") uint32_t st_block_number(void);
ST_IMPORT("block_time_ms") uint64_t st_block_time_ms(void);

/* Tells the caller something; counts when the call is applied. Traps in getters. */
ST_IMPORT("emit_event") void st_emit_event(const void *bytes, uint32_t length);

/* 32 bytes each. */
ST_IMPORT("hash_blake2b_256") void st_hash_blake2b_256(const void *bytes, uint32_t length, void *hash);
ST_IMPORT("hash_sha2_256") void st_hash_sha2_256(const void *bytes, uint32_t length, void *hash);
ST_IMPORT("hash_keccak_256") void st_hash_keccak_256(const void *bytes, uint32_t length, void *hash);

/* ---- results ---------------------------------------------------------------------------------------------------------- */

enum {
    /* of st_state_get and st_state_contains */
    ST_ABSENT = -1,

    /* of stf_execute; ST_ERROR(n) is the error with index n */
    ST_APPLIED = 0,
    ST_NO_CALL = -1,

    /* of stf_query; ST_QUERY_ERROR(n) is the error with index n */
    ST_ANSWERED = 0,
    ST_NOT_ALLOWED = 1,
    ST_SIGNATURE_REQUIRED = 2,
    ST_UNKNOWN_GETTER = 3,
};

#define ST_ERROR(index) ((index) + 1)
#define ST_QUERY_ERROR(index) ((index) + 16)

/* ---- limits of the ABI ------------------------------------------------------------------------------------------------ */

enum {
    ST_ACCOUNT_BYTES = 32,
    ST_MAX_KEY_BYTES = 256,
    ST_MAX_VALUE_BYTES = 1048576,
    ST_MAX_OUTPUT_BYTES = 32768,
    ST_MAX_EVENTS = 64,
    ST_MAX_EVENT_BYTES = 16384, /* of all events of a call together */
};

/* ---- bytes ------------------------------------------------------------------------------------------------------------ */

static inline void st_copy(void *to, const void *from, uint32_t length) { __builtin_memcpy(to, from, length); }

static inline bool st_equal(const void *left, const void *right, uint32_t length) {
    const uint8_t *a = left, *b = right;
    uint8_t difference = 0;
    for (uint32_t i = 0; i < length; i++) {
        difference |= a[i] ^ b[i];
    }
    return difference == 0;
}

static inline bool st_is_zero(const void *bytes, uint32_t length) {
    const uint8_t *a = bytes;
    uint8_t any = 0;
    for (uint32_t i = 0; i < length; i++) {
        any |= a[i];
    }
    return any == 0;
}

/* ---- reading SCALE ---------------------------------------------------------------------------------------------------- */

typedef struct {
    const uint8_t *at, *end;
    bool ok;
} st_reader;

static inline st_reader st_read_from(const void *bytes, uint32_t length) {
    return (st_reader){.at = bytes, .end = (const uint8_t *)bytes + length, .ok = true};
}

/* The call or getter, copied to a buffer; not ok when the buffer is too small for it. */
static inline st_reader st_read_input(void *buffer, uint32_t capacity) {
    uint32_t length = st_input_length();
    if (length > capacity) {
        return (st_reader){.ok = false};
    }
    st_input_read(buffer, 0, length);
    return st_read_from(buffer, length);
}

/* A value of the state, copied to a buffer; not ok when it is absent or the buffer too small for it. */
static inline st_reader st_read_state(const void *key, uint32_t key_length, void *buffer, uint32_t capacity) {
    int32_t length = st_state_get(key, key_length, buffer, capacity);
    if (length < 0 || (uint32_t)length > capacity) {
        return (st_reader){.ok = false};
    }
    return st_read_from(buffer, (uint32_t)length);
}

/* True when all was read, and all of it decoded. */
static inline bool st_read_end(const st_reader *reader) { return reader->ok && reader->at == reader->end; }

/* So many bytes as they are, in the reader's buffer; NULL when there are fewer. */
static inline const uint8_t *st_read_raw(st_reader *reader, uint32_t length) {
    if (!reader->ok || length > (uint32_t)(reader->end - reader->at)) {
        reader->ok = false;
        return NULL;
    }
    const uint8_t *bytes = reader->at;
    reader->at += length;
    return bytes;
}

static inline uint64_t st_read_unsigned(st_reader *reader, uint32_t bytes) {
    const uint8_t *from = st_read_raw(reader, bytes);
    uint64_t value = 0;
    for (uint32_t i = 0; from && i < bytes; i++) {
        value |= (uint64_t)from[i] << (8 * i);
    }
    return value;
}

static inline uint8_t st_read_u8(st_reader *reader) { return (uint8_t)st_read_unsigned(reader, 1); }
static inline uint16_t st_read_u16(st_reader *reader) { return (uint16_t)st_read_unsigned(reader, 2); }
static inline uint32_t st_read_u32(st_reader *reader) { return (uint32_t)st_read_unsigned(reader, 4); }
static inline uint64_t st_read_u64(st_reader *reader) { return st_read_unsigned(reader, 8); }

/* A bool, and whether an Option has a value: one byte, 0 or 1. */
static inline bool st_read_bool(st_reader *reader) {
    uint8_t byte = st_read_u8(reader);
    reader->ok = reader->ok && byte <= 1;
    return reader->ok && byte == 1;
}

/* The number of items of a Vec, or of bytes of a str; not ok when it is above the limit or not in its shortest form. */
static inline uint32_t st_read_count(st_reader *reader, uint32_t limit) {
    uint8_t first = st_read_u8(reader);
    uint32_t value = first >> 2, least = 0;
    switch (first & 3) {
        case 1:
            value |= (uint32_t)st_read_u8(reader) << 6;
            least = 1u << 6;
            break;
        case 2:
            value |= (uint32_t)st_read_u8(reader) << 6;
            value |= (uint32_t)st_read_u16(reader) << 14;
            least = 1u << 14;
            break;
        case 3:
            reader->ok = reader->ok && first == 3;
            value = st_read_u32(reader);
            least = 1u << 30;
            break;
        default:
            break;
    }
    reader->ok = reader->ok && value >= least && value <= limit;
    return reader->ok ? value : 0;
}

/* An account, H256 or [u8; 32]. */
static inline const uint8_t *st_read_32(st_reader *reader) { return st_read_raw(reader, 32); }

/* ---- writing SCALE ---------------------------------------------------------------------------------------------------- */

typedef struct {
    uint8_t *start;
    uint32_t used, capacity;
    bool ok;
} st_writer;

static inline st_writer st_write_to(void *buffer, uint32_t capacity) {
    return (st_writer){.start = buffer, .capacity = capacity, .ok = true};
}

static inline void st_write_raw(st_writer *writer, const void *bytes, uint32_t length) {
    if (!writer->ok || length > writer->capacity - writer->used) {
        writer->ok = false;
        return;
    }
    st_copy(writer->start + writer->used, bytes, length);
    writer->used += length;
}

static inline void st_write_unsigned(st_writer *writer, uint64_t value, uint32_t bytes) {
    uint8_t little[8];
    for (uint32_t i = 0; i < bytes; i++) {
        little[i] = (uint8_t)(value >> (8 * i));
    }
    st_write_raw(writer, little, bytes);
}

static inline void st_write_u8(st_writer *writer, uint8_t value) { st_write_unsigned(writer, value, 1); }
static inline void st_write_u16(st_writer *writer, uint16_t value) { st_write_unsigned(writer, value, 2); }
static inline void st_write_u32(st_writer *writer, uint32_t value) { st_write_unsigned(writer, value, 4); }
static inline void st_write_u64(st_writer *writer, uint64_t value) { st_write_unsigned(writer, value, 8); }
static inline void st_write_bool(st_writer *writer, bool value) { st_write_u8(writer, value); }

static inline void st_write_count(st_writer *writer, uint32_t count) {
    if (count < 1u << 6) {
        st_write_u8(writer, (uint8_t)(count << 2));
    } else if (count < 1u << 14) {
        st_write_u16(writer, (uint16_t)(count << 2 | 1));
    } else if (count < 1u << 30) {
        st_write_u32(writer, count << 2 | 2);
    } else {
        st_write_u8(writer, 3);
        st_write_u32(writer, count);
    }
}

/* Sets what was written as the output. Traps when it did not fit: the buffer is the function's own mistake. */
static inline void st_output_of(const st_writer *writer) {
    if (!writer->ok) {
        __builtin_trap();
    }
    st_output(writer->start, writer->used);
}

#endif
