/* A function that counts its calls, and has one that never ends: what becomes of that is the host's to decide. */
#include "substratee.h"

enum { CALL_TOUCH = 0, CALL_SPIN = 1 };
enum { GETTER_TOUCHED = 0 };

static const uint8_t KEY[1] = {0};

static uint64_t touched(void) {
    uint8_t stored[8];
    st_reader reader = st_read_state(KEY, sizeof KEY, stored, sizeof stored);
    return reader.ok ? st_read_u64(&reader) : 0;
}

static void output_u64(uint64_t value, bool keep) {
    uint8_t bytes[8];
    st_writer writer = st_write_to(bytes, sizeof bytes);
    st_write_u64(&writer, value);
    if (keep) {
        st_state_set(KEY, sizeof KEY, bytes, sizeof bytes);
    }
    st_output_of(&writer);
}

ST_EXPORT("stf_execute") int32_t execute(void) {
    uint8_t input[1];
    st_reader call = st_read_input(input, sizeof input);
    uint8_t which = st_read_u8(&call);
    if (!st_read_end(&call) || which > CALL_SPIN) {
        return ST_NO_CALL;
    }

    /* Written before the loop, so that one can see that nothing of it stays. */
    output_u64(touched() + 1, true);
    volatile bool forever = which == CALL_SPIN;
    while (forever) {
    }

    return ST_APPLIED;
}

ST_EXPORT("stf_query") int32_t query(void) {
    uint8_t input[1];
    st_reader getter = st_read_input(input, sizeof input);
    if (st_read_u8(&getter) != GETTER_TOUCHED || !st_read_end(&getter)) {
        return ST_UNKNOWN_GETTER;
    }

    output_u64(touched(), false);
    return ST_ANSWERED;
}
