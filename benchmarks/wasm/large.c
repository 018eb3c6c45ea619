// A module of about 90 kB: many middle-sized functions, of which a call reaches a few, as applications are.
typedef unsigned int u32;
typedef unsigned long long u64;

static u32 heap[4096];

#define MIX(n)                                                                                                                         \
    static u32 mix##n(u32 a, u32 b) {                                                                                                  \
        for (u32 i = 0; i < (b & 15) + n % 5; i++) {                                                                                   \
            heap[(a + i) & 4095] ^= a * (n * 2654435761u + 1) + i;                                                                     \
            a = (a << (n % 13 + 1) | a >> (31 - n % 13)) ^ heap[(b + i * n) & 4095];                                                   \
            if (a & (1u << n % 31)) b += a >> 3; else b ^= (u32)((u64)a * b >> n % 17);                                                \
        }                                                                                                                              \
        switch ((a >> 5) % 6) {                                                                                                        \
        case 0: return a + b * n;                                                                                                      \
        case 1: return (a ^ b) - n;                                                                                                    \
        case 2: return a % (b | 1) + n;                                                                                                \
        case 3: heap[n] = a; return b;                                                                                                 \
        case 4: return heap[b & 4095] * a;                                                                                             \
        default: return (u32)((double)a * 0.5 + (double)b / (n + 1.0));                                                                \
        }                                                                                                                              \
    }
#define TEN(M, n) M(n##0) M(n##1) M(n##2) M(n##3) M(n##4) M(n##5) M(n##6) M(n##7) M(n##8) M(n##9)
TEN(MIX, 1) TEN(MIX, 2) TEN(MIX, 3) TEN(MIX, 4) TEN(MIX, 5) TEN(MIX, 6) TEN(MIX, 7) TEN(MIX, 8) TEN(MIX, 9) TEN(MIX, 10) TEN(MIX, 11)
TEN(MIX, 12) TEN(MIX, 13) TEN(MIX, 14) TEN(MIX, 15) TEN(MIX, 16) TEN(MIX, 17) TEN(MIX, 18) TEN(MIX, 19) TEN(MIX, 20) TEN(MIX, 21) TEN(MIX, 22)
TEN(MIX, 23) TEN(MIX, 24) TEN(MIX, 25) TEN(MIX, 26) TEN(MIX, 27)

#define NAME(n) mix##n,
static u32 (*const table[])(u32, u32) = {
    TEN(NAME, 1) TEN(NAME, 2) TEN(NAME, 3) TEN(NAME, 4) TEN(NAME, 5) TEN(NAME, 6) TEN(NAME, 7) TEN(NAME, 8) TEN(NAME, 9) TEN(NAME, 10)
    TEN(NAME, 11) TEN(NAME, 12) TEN(NAME, 13) TEN(NAME, 14) TEN(NAME, 15) TEN(NAME, 16) TEN(NAME, 17) TEN(NAME, 18) TEN(NAME, 19)
    TEN(NAME, 20) TEN(NAME, 21) TEN(NAME, 22) TEN(NAME, 23) TEN(NAME, 24) TEN(NAME, 25) TEN(NAME, 26) TEN(NAME, 27)};

// Calls so many of the functions.
__attribute__((export_name("run"))) u32 run(u32 calls) {
    u32 x = 1;
    for (u32 i = 0; i < calls; i++) x = table[(x + i) % (sizeof table / sizeof *table)](x, i);
    return x;
}
