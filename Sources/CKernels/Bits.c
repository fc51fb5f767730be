#include <string.h>

#include "CKernels.h"
#include "Clones.h"

typedef unsigned char Bytes __attribute__((ext_vector_type(64), aligned(1)));
typedef _Bool Flags __attribute__((ext_vector_type(64)));

INLINED uint64_t packed(const unsigned char *elements) {
  const Flags flags = __builtin_convertvector(*(const Bytes *)elements != 0, Flags);
  uint64_t word;
  memcpy(&word, &flags, sizeof word);
  return word;
}

BYTE_CLONES void ck_pack_bits(uint64_t *words, const unsigned char *elements, size_t rows, size_t rowLength) {
  for (size_t row = 0; row < rows; row++) {
    for (size_t left = rowLength; left > 0;) {
      if (left >= 64) {
        *words++ = packed(elements);
        elements += 64;
        left -= 64;
      } else {
        unsigned char rest[64] = {0};
        memcpy(rest, elements, left);
        *words++ = packed(rest);
        elements += left;
        left = 0;
      }
    }
  }
}

/// The bits of a word whose neighbours in it and in the words around it are not all 1.
INLINED uint64_t outer(
    uint64_t word, uint64_t before, uint64_t after, uint64_t above, uint64_t below, uint64_t front, uint64_t behind) {
  return word & ~((word << 1 | before >> 63) & (word >> 1 | after << 63) & above & below & front & behind);
}

CLONES void ck_boundary(
    uint64_t *restrict result, const uint64_t *here, const uint64_t *above, const uint64_t *below,
    const uint64_t *front, const uint64_t *behind, size_t count) {
  if (count == 0) return;
  const size_t last = count - 1;
  result[0] = outer(here[0], 0, last > 0 ? here[1] : 0, above[0], below[0], front[0], behind[0]);
  for (size_t i = 1; i < last; i++)
    result[i] = outer(here[i], here[i - 1], here[i + 1], above[i], below[i], front[i], behind[i]);
  if (last > 0)
    result[last] = outer(here[last], here[last - 1], 0, above[last], below[last], front[last], behind[last]);
}
