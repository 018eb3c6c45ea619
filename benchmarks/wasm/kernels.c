// Kernels in which numbers are the work. Built without a C library: see build.sh.
typedef unsigned char u8;
typedef unsigned int u32;
typedef unsigned long long u64;

#ifndef EXPORT
#define EXPORT(name) __attribute__((export_name(name)))
#endif

static const u32 K[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be,
    0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa,
    0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85,
    0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3,
    0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f,
    0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

static u32 rotate(u32 x, int n) { return (x >> n) | (x << (32 - n)); }

static void compress(u32 *state, const u8 *block) {
    u32 w[64];
    for (int i = 0; i < 16; i++)
        w[i] = (u32)block[4 * i] << 24 | (u32)block[4 * i + 1] << 16 | (u32)block[4 * i + 2] << 8 | block[4 * i + 3];
    for (int i = 16; i < 64; i++) {
        u32 a = w[i - 15], b = w[i - 2];
        w[i] = w[i - 16] + (rotate(a, 7) ^ rotate(a, 18) ^ (a >> 3)) + w[i - 7] + (rotate(b, 17) ^ rotate(b, 19) ^ (b >> 10));
    }
    u32 a = state[0], b = state[1], c = state[2], d = state[3], e = state[4], f = state[5], g = state[6], h = state[7];
    for (int i = 0; i < 64; i++) {
        u32 t1 = h + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + ((e & f) ^ (~e & g)) + K[i] + w[i];
        u32 t2 = (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
        h = g, g = f, f = e, e = d + t1, d = c, c = b, b = a, a = t1 + t2;
    }
    state[0] += a, state[1] += b, state[2] += c, state[3] += d, state[4] += e, state[5] += f, state[6] += g, state[7] += h;
}

static void sha256(const u8 *data, u32 length, u8 *digest) {
    u32 state[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    u32 rest = length;
    for (; rest >= 64; rest -= 64, data += 64) compress(state, data);
    u8 last[128] = {0};
    for (u32 i = 0; i < rest; i++) last[i] = data[i];
    last[rest] = 0x80;
    u32 size = rest < 56 ? 64 : 128;
    for (int i = 0; i < 8; i++) last[size - 1 - i] = (u8)((u64)length * 8 >> (8 * i));
    for (u32 i = 0; i < size; i += 64) compress(state, last + i);
    for (int i = 0; i < 32; i++) digest[i] = (u8)(state[i / 4] >> (24 - 8 * (i % 4)));
}

static u8 buffer[8000001];
static u8 digest[32];

static u32 head(const u8 *bytes) { return (u32)bytes[0] << 24 | (u32)bytes[1] << 16 | (u32)bytes[2] << 8 | bytes[3]; }

// The first word of the hash of so many bytes 0, 1, 2, ...
EXPORT("sha256") u32 sha256_of(u32 length) {
    for (u32 i = 0; i < length; i++) buffer[i] = (u8)i;
    sha256(buffer, length, digest);
    return head(digest);
}

// The hash of the hash of ... 32 zero bytes.
EXPORT("sha256_chain") u32 sha256_chain(u32 count) {
    for (int i = 0; i < 32; i++) digest[i] = 0;
    for (u32 i = 0; i < count; i++) sha256(digest, 32, digest);
    return head(digest);
}

static double left[320 * 320], right[320 * 320], product[320 * 320];

// The trace of a product of two matrices.
EXPORT("matmul") double matmul(int n) {
    for (int i = 0; i < n * n; i++) left[i] = i % 7 - 3, right[i] = i % 5 * 0.5;
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++) {
            double sum = 0;
            for (int k = 0; k < n; k++) sum += left[i * n + k] * right[k * n + j];
            product[i * n + j] = sum;
        }
    double trace = 0;
    for (int i = 0; i < n; i++) trace += product[i * n + i];
    return trace;
}

// How many primes there are up to n.
EXPORT("sieve") int sieve(int n) {
    for (int i = 0; i <= n; i++) buffer[i] = 1;
    for (int i = 2; i * i <= n; i++)
        if (buffer[i])
            for (int j = i * i; j <= n; j += i) buffer[j] = 0;
    int count = 0;
    for (int i = 2; i <= n; i++) count += buffer[i];
    return count;
}
