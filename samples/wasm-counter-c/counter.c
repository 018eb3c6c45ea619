/* A private counter for every account, in C. The same function in C#: src/SubstraTee.Stf.Counter. */
#include "substratee.h"

enum { CALL_INCREMENT = 0 };
enum { GETTER_VALUE = 0, GETTER_MEMO = 1 };
enum { ERROR_OVERFLOW = 0 };

/* Parts of the state: the first byte of their keys. */
enum { VALUES = 0, MEMOS = 1 };
enum { KEY_BYTES = 1 + ST_ACCOUNT_BYTES, MEMO_BYTES = 32 };

static void key_of(uint8_t key[KEY_BYTES], uint8_t part, const uint8_t *owner) {
    key[0] = part;
    st_copy(key + 1, owner, ST_ACCOUNT_BYTES);
}

static uint64_t value_of(const uint8_t *owner) {
    uint8_t key[KEY_BYTES], stored[8];
    key_of(key, VALUES, owner);
    st_reader reader = st_read_state(key, sizeof key, stored, sizeof stored);
    return reader.ok ? st_read_u64(&reader) : 0;
}

static void output_u64(uint64_t value) {
    uint8_t bytes[8];
    st_writer writer = st_write_to(bytes, sizeof bytes);
    st_write_u64(&writer, value);
    st_output_of(&writer);
}

static int32_t increment(const uint8_t *caller, uint32_t by, const uint8_t *memo) {
    uint64_t value = value_of(caller);
    if (value > UINT64_MAX - by) {
        return ST_ERROR(ERROR_OVERFLOW);
    }

    uint8_t key[KEY_BYTES], bytes[8];
    st_writer writer = st_write_to(bytes, sizeof bytes);
    st_write_u64(&writer, value + by);
    key_of(key, VALUES, caller);
    st_state_set(key, sizeof key, bytes, sizeof bytes);
    if (memo) {
        key_of(key, MEMOS, caller);
        st_state_set(key, sizeof key, memo, MEMO_BYTES);
    }

    output_u64(value + by);
    return ST_APPLIED;
}

ST_EXPORT("stf_execute") int32_t execute(void) {
    uint8_t caller[ST_ACCOUNT_BYTES], input[64];
    st_reader call = st_read_input(input, sizeof input);
    if (st_read_u8(&call) != CALL_INCREMENT) {
        return ST_NO_CALL;
    }

    uint32_t by = st_read_u32(&call);
    const uint8_t *memo = st_read_bool(&call) ? st_read_32(&call) : NULL;
    if (!st_read_end(&call) || !st_caller(caller)) {
        return ST_NO_CALL;
    }

    return increment(caller, by, memo);
}

static int32_t answer_value(const uint8_t *caller, const uint8_t *of) {
    if (of && !st_equal(of, caller, ST_ACCOUNT_BYTES)) {
        return ST_NOT_ALLOWED;
    }

    output_u64(value_of(caller));
    return ST_ANSWERED;
}

static int32_t answer_memo(const uint8_t *caller) {
    uint8_t key[KEY_BYTES], memo[MEMO_BYTES], answer[1 + MEMO_BYTES];
    key_of(key, MEMOS, caller);
    st_reader stored = st_read_state(key, sizeof key, memo, sizeof memo);
    bool present = stored.ok && !st_is_zero(memo, sizeof memo);
    st_writer writer = st_write_to(answer, sizeof answer);
    st_write_bool(&writer, present);
    if (present) {
        st_write_raw(&writer, memo, sizeof memo);
    }

    st_output_of(&writer);
    return ST_ANSWERED;
}

ST_EXPORT("stf_query") int32_t query(void) {
    uint8_t caller[ST_ACCOUNT_BYTES], input[64];
    st_reader getter = st_read_input(input, sizeof input);
    uint8_t which = st_read_u8(&getter);
    const uint8_t *of = which == GETTER_VALUE && st_read_bool(&getter) ? st_read_32(&getter) : NULL;
    if (!st_read_end(&getter) || which > GETTER_MEMO) {
        return ST_UNKNOWN_GETTER;
    }

    if (!st_caller(caller)) {
        return ST_SIGNATURE_REQUIRED;
    }

    return which == GETTER_VALUE ? answer_value(caller, of) : answer_memo(caller);
}
