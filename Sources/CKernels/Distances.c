#include <string.h>

#include "CKernels.h"
#include "Clones.h"
#include "Vectors.h"

/// The bytes of a block of a row, four columns in each lane; 0 beyond its width.
INLINED void readWords(Ints *words, const unsigned char *elements, size_t width) {
  unsigned char bytes[32] = {0};
  memcpy(bytes, elements, width);
  memcpy(words, bytes, sizeof bytes);
}

CLONES void ck_count_steps(
    const unsigned char *elements, char *steps, size_t rows, size_t rowLength, size_t width, int target,
    int32_t *forward) {
  // XOR makes a target 1; less 1 it is no bit, and everything else all bits.
  const Ints flip = EIGHT_INTS(target ? 0 : 1), unreached = EIGHT_INTS((int32_t)rows);
  Ints *const memory = (Ints *)forward;
  Ints latest[4] = {unreached, unreached, unreached, unreached};
  for (size_t row = 0; row < rows; row++) {
    Ints words;
    if (width == 32) {
      words = *(const Ints *)(elements + row * rowLength);
    } else {
      readWords(&words, elements + row * rowLength, width);
    }
    for (int lane = 0; lane < 4; lane++) {
      const Ints isTarget = ((words >> (8 * lane)) & 1) ^ flip, next = latest[lane] + 1;
      latest[lane] = SELECT_INTS(next > unreached, unreached, next) & (isTarget - 1);
      memory[4 * row + lane] = latest[lane];
    }
  }
  for (int lane = 0; lane < 4; lane++) latest[lane] = unreached;
  for (size_t row = rows; row-- > 0;) {
    char *const place = steps + 8 * row * rowLength;
    for (int lane = 0; lane < 4; lane++) {
      const Ints next = latest[lane] + 1, other = memory[4 * row + lane];
      latest[lane] = SELECT_INTS(other < next, other, next);
      memory[4 * row + lane] = latest[lane];
    }
    if (width == 32) {
      memcpy(place, memory + 4 * row, 4 * sizeof(Ints));
    } else {
      for (size_t column = 0; column < width; column++)
        memcpy(place + 4 * column, forward + 32 * row + 8 * (column % 4) + column / 4, sizeof(int32_t));
    }
  }
}

CLONES void ck_square_roots(double *values, size_t count) {
  for (size_t index = 0; index < count; index++) values[index] = __builtin_elementwise_sqrt(values[index]);
}
