#pragma once

#if defined(__x86_64__) && defined(__linux__)
#include <features.h>
#endif

// Instructions that not every processor has are used in copies of a function, of which the loader of the GNU C
// library takes the best that the processor can run. Elsewhere there is one of each.
#if defined(__x86_64__) && defined(__GLIBC__)
#define CLONES __attribute__((target_clones("avx512f", "avx2", "default")))
// For single bytes, which AVX-512F has no vectors of.
#define BYTE_CLONES __attribute__((target_clones("avx2", "default")))
#else
#define CLONES
#define BYTE_CLONES
#endif

#define INLINED static inline __attribute__((always_inline))
