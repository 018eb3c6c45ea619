// One kernel in a module of its own, without arguments, for an interpreter that can only run everything that is exported.
#define EXPORT(name) static
#include "kernels.c"

__attribute__((noinline)) static u32 fib(u32 n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }

__attribute__((export_name("run"))) u32 run(void) {
#if defined FIB
    return fib(27);
#elif defined SHA256
    return sha256_of(1 << 18);
#elif defined MATMUL
    return (u32)(matmul(100) * 2);
#elif defined SIEVE
    return (u32)sieve(1000000);
#endif
}
