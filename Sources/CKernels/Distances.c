#include <math.h>
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

/// The elements of a row, 0 or 1, of every fourth column.
INLINED void readElements(Ints elements[4], const unsigned char *row, size_t width) {
  Ints words;
  if (width == 32) {
    words = *(const Ints *)row;
  } else {
    readWords(&words, row, width);
  }
  for (int lane = 0; lane < 4; lane++) elements[lane] = (words >> (8 * lane)) & 1;
}

/// Steps to the other side from a row, given those from the row before: 1 where that has another element.
INLINED void countFrom(Ints latest[4], Ints before[4], const Ints elements[4], int32_t rows) {
  const Ints one = EIGHT_INTS(1), unreached = EIGHT_INTS(rows);
  for (int lane = 0; lane < 4; lane++) {
    const Ints next = latest[lane] + 1, reached = SELECT_INTS(next > unreached, unreached, next);
    latest[lane] = SELECT_INTS(elements[lane] == before[lane], reached, one);
    before[lane] = elements[lane];
  }
}

/// Puts every fourth column, from each of the first four on, into their order.
INLINED void interleave(Ints result[4], const Ints lanes[4]) {
  const Ints even0 = SHUFFLED(lanes[0], lanes[2], 0, 8, 1, 9, 2, 10, 3, 11);
  const Ints even1 = SHUFFLED(lanes[0], lanes[2], 4, 12, 5, 13, 6, 14, 7, 15);
  const Ints odd0 = SHUFFLED(lanes[1], lanes[3], 0, 8, 1, 9, 2, 10, 3, 11);
  const Ints odd1 = SHUFFLED(lanes[1], lanes[3], 4, 12, 5, 13, 6, 14, 7, 15);
  result[0] = SHUFFLED(even0, odd0, 0, 8, 1, 9, 2, 10, 3, 11);
  result[1] = SHUFFLED(even0, odd0, 4, 12, 5, 13, 6, 14, 7, 15);
  result[2] = SHUFFLED(even1, odd1, 0, 8, 1, 9, 2, 10, 3, 11);
  result[3] = SHUFFLED(even1, odd1, 4, 12, 5, 13, 6, 14, 7, 15);
}

CLONES void ck_count_steps(
    const unsigned char *elements, char *steps, size_t rows, size_t rowLength, size_t width,
    int32_t *forward) {
  const Ints unreached = EIGHT_INTS((int32_t)rows);
  Ints *const memory = (Ints *)forward;
  Ints latest[4] = {unreached, unreached, unreached, unreached}, here[4], before[4];
  readElements(before, elements, width);
  for (size_t row = 0; row < rows; row++) {
    readElements(here, elements + row * rowLength, width);
    countFrom(latest, before, here, (int32_t)rows);
    for (int lane = 0; lane < 4; lane++) memory[4 * row + lane] = latest[lane];
  }
  for (int lane = 0; lane < 4; lane++) latest[lane] = unreached;
  for (size_t row = rows; row-- > 0;) {
    char *const place = steps + 8 * row * rowLength;
    readElements(here, elements + row * rowLength, width);
    countFrom(latest, before, here, (int32_t)rows);
    for (int lane = 0; lane < 4; lane++) {
      const Ints other = memory[4 * row + lane];
      memory[4 * row + lane] = SELECT_INTS(other < latest[lane], other, latest[lane]);
    }
    Ints inOrder[4];
    interleave(inOrder, memory + 4 * row);
    if (width == 32) {
      memcpy(place, inOrder, sizeof inOrder);
    } else {
      memcpy(place, inOrder, width * sizeof(int32_t));
    }
  }
}

CLONES void ck_square_steps(double *row, size_t count, int unreached, double spacing) {
  // Number i lies at or before the steps of element i, and is written when those of its block have been read.
  const char *const steps = (const char *)row + count * sizeof(int32_t);
  for (size_t index = 0; index < count; index += 8) {
    const size_t width = count - index < 8 ? count - index : 8;
    Ints block = {0};
    if (width == 8) {
      memcpy(&block, steps + index * sizeof(int32_t), sizeof block);
    } else {
      memcpy(&block, steps + index * sizeof(int32_t), width * sizeof(int32_t));
    }
    const Doubles counts = __builtin_convertvector(block, Doubles), lengths = counts * spacing;
    const Doubles squares = SELECT(counts < EIGHT((double)unreached), lengths * lengths, EIGHT(INFINITY));
    if (width == 8) {
      *(Doubles *)(row + index) = squares;
    } else {
      memcpy(row + index, &squares, width * sizeof(double));
    }
  }
}

CLONES void ck_square_roots(double *values, size_t count) {
  for (size_t index = 0; index < count; index++) values[index] = __builtin_elementwise_sqrt(values[index]);
}

CLONES void ck_signed_square_roots(double *restrict values, const unsigned char *restrict sides, size_t count) {
  for (size_t index = 0; index < count; index++) {
    const double root = __builtin_elementwise_sqrt(values[index]);
    values[index] = sides[index] ? -root : root;
  }
}

/// Turns 8 by 8 numbers: in three stages, single numbers, pairs and fours change places across the diagonal.
INLINED void turnEight(double *result, size_t resultStride, const double *source, size_t sourceStride) {
  Doubles rows[8];
  for (int i = 0; i < 8; i++) rows[i] = *(const Doubles *)(source + i * sourceStride);
  for (int i = 0; i < 8; i += 2) {
    const Doubles a = rows[i], b = rows[i + 1];
    rows[i] = SHUFFLED(a, b, 0, 8, 2, 10, 4, 12, 6, 14);
    rows[i + 1] = SHUFFLED(a, b, 1, 9, 3, 11, 5, 13, 7, 15);
  }
  for (int i = 0; i < 8; i++) {
    if (i & 2) continue;
    const Doubles a = rows[i], b = rows[i + 2];
    rows[i] = SHUFFLED(a, b, 0, 1, 8, 9, 4, 5, 12, 13);
    rows[i + 2] = SHUFFLED(a, b, 2, 3, 10, 11, 6, 7, 14, 15);
  }
  for (int i = 0; i < 4; i++) {
    const Doubles a = rows[i], b = rows[i + 4];
    rows[i] = SHUFFLED(a, b, 0, 1, 2, 3, 8, 9, 10, 11);
    rows[i + 4] = SHUFFLED(a, b, 4, 5, 6, 7, 12, 13, 14, 15);
  }
  for (int i = 0; i < 8; i++) *(Doubles *)(result + i * resultStride) = rows[i];
}

CLONES void ck_turn(
    double *result, size_t resultStride, const double *source, size_t sourceStride, size_t rows, size_t columns) {
  const size_t wholeRows = rows / 8 * 8, wholeColumns = columns / 8 * 8;
  for (size_t row = 0; row < rows; row += 8) {
    for (size_t column = 0; column < wholeColumns && row < wholeRows; column += 8)
      turnEight(result + column * resultStride + row, resultStride, source + row * sourceStride + column, sourceStride);
    // What is left beside the blocks of 8.
    for (size_t i = row; i < rows && i < row + 8; i++)
      for (size_t column = row < wholeRows ? wholeColumns : 0; column < columns; column++)
        result[column * resultStride + i] = source[i * sourceStride + column];
  }
}
