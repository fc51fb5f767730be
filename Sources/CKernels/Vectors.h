#pragma once

#include <stddef.h>
#include <stdint.h>

// Eight numbers, wherever they are in memory.
typedef double Doubles __attribute__((vector_size(64), aligned(8)));
typedef float Floats __attribute__((vector_size(32), aligned(4)));
typedef int64_t Longs __attribute__((vector_size(64), aligned(8)));
typedef int32_t Ints __attribute__((vector_size(32), aligned(4)));

/// a where a comparison holds, else b.
#define SELECT(mask, a, b) ((Doubles)(((mask) & (Longs)(a)) | (~(mask) & (Longs)(b))))
#define SELECT_INTS(mask, a, b) (((mask) & (Ints)(a)) | (~(mask) & (Ints)(b)))
#define SELECT_FLOATS(mask, a, b) ((Floats)SELECT_INTS(mask, a, b))

/// The same number eight times.
#define EIGHT(x) ((Doubles){x, x, x, x, x, x, x, x})
#define EIGHT_INTS(x) ((Ints){x, x, x, x, x, x, x, x})
#define EIGHT_FLOATS(x) ((Floats){x, x, x, x, x, x, x, x})

/// Numbers of two vectors, those of the second counted on from those of the first.
#define SHUFFLED(a, b, ...) __builtin_shufflevector(a, b, __VA_ARGS__)
