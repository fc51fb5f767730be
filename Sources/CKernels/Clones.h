#pragma once

// Instructions that not every processor has are used in copies of a function; the loader takes the best that
// the processor can run.
#if defined(__x86_64__) && defined(__linux__)
#define CLONES __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define CLONES
#endif

#define INLINED static inline __attribute__((always_inline))
