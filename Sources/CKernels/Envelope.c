#include <math.h>
#include <string.h>

#include "CKernels.h"
#include "Clones.h"
#include "Vectors.h"

#pragma STDC FP_CONTRACT OFF

#define LOAD(pointer) (*(const Doubles *)(pointer))
#define STORE(pointer) (*(Doubles *)(pointer))

typedef unsigned char Bytes __attribute__((vector_size(8), aligned(1)));

enum {
  /// Elements this near to the other side are widened by one neighbour after the other.
  reach = 16,
  /// Elements that are widened together.
  together = 16,
  /// Numbers before and after a line that may be read.
  margin = reach + together,
};

static const Doubles laneNumbers = {0, 1, 2, 3, 4, 5, 6, 7};

/// A line on its way to its lower envelope.
typedef struct {
  /// Where the envelope goes.
  double *line;
  /// The line before, negative on one of the sides.
  const double *heights;
  /// s^2 i^2 for each i, negative ones too.
  const double *parabola;
} Line;

#define LOWER(a, b) SELECT((a) < (b), a, b)

/// Eight numbers, negative where the sides are 1.
#define SIGNED(numbers, sides) \
  ((Doubles)((Longs)LOAD(numbers) ^ (__builtin_convertvector(*(const Bytes *)(sides), Longs) << 63)))

/// Eight numbers as elements of one side see them: those of the other side have the other sign.
#define SEEN(numbers, signs) ((Doubles)((Longs)LOAD(numbers) ^ (signs)))

/// Writes up to 16 numbers.
INLINED void writeNumbers(double *result, const Doubles numbers[2], size_t width) {
  if (width >= together) {
    memcpy(result, numbers, together * sizeof(double));
  } else {
    memcpy(result, numbers, width * sizeof(double));
  }
}

/// Copies a line with the sign of its sides, and its first and last number into the margins: from farther away
/// they change nothing.
INLINED void copySigned(double *copy, const double *line, const unsigned char *sides, size_t count) {
  size_t index = 0;
  for (; index + 8 <= count; index += 8) STORE(copy + index) = SIGNED(line + index, sides + index);
  for (; index < count; index++) copy[index] = sides[index] ? -line[index] : line[index];
  for (int index = 0; index < margin; index += 8) {
    STORE(copy - 8 - index) = EIGHT(copy[0]);
    STORE(copy + count + index) = EIGHT(copy[count - 1]);
  }
}

/// Widens the first `width` of 16 elements, none of which is farther than `reach` from the other side.
/// - Parameter heights: those of the elements, negative on one of the sides.
/// - Parameter stride: from an element to its neighbour on its line.
INLINED void widenNear(
    double *result, const double *heights, ptrdiff_t stride, const double *parabola, size_t width) {
  const Doubles zero = EIGHT(0), count = EIGHT((double)width);
  const Longs isWanted0 = laneNumbers < count, isWanted1 = laneNumbers + 8 < count;
  const Longs sign = (Longs)EIGHT(-0.0), signs0 = (Longs)LOAD(heights) & sign, signs1 = (Longs)LOAD(heights + 8) & sign;
  Doubles lowest[2] = {SEEN(heights, signs0), SEEN(heights + 8, signs1)};
  for (int steps = 1; steps <= reach; steps++) {
    const Doubles square = EIGHT(parabola[steps]);
    if (!__builtin_reduce_or(((lowest[0] > square) & isWanted0) | ((lowest[1] > square) & isWanted1))) break;
    const double *const before = heights - steps * stride, *const after = heights + steps * stride;
    const Doubles before0 = SEEN(before, signs0), after0 = SEEN(after, signs0);
    const Doubles before1 = SEEN(before + 8, signs1), after1 = SEEN(after + 8, signs1);
    Doubles height0 = LOWER(before0, after0), height1 = LOWER(before1, after1);
    // The other side is at height 0.
    height0 = SELECT(height0 > zero, height0, zero) + square;
    height1 = SELECT(height1 > zero, height1, zero) + square;
    lowest[0] = LOWER(height0, lowest[0]);
    lowest[1] = LOWER(height1, lowest[1]);
  }
  writeNumbers(result, lowest, width);
}

/// Widens elements of a line of which none is farther than `reach` from the other side.
INLINED void widenNearOnes(const Line *line, size_t start, size_t end) {
  for (size_t block = start; block < end; block += together)
    widenNear(line->line + block, line->heights + block, 1, line->parabola, end - block);
}

/// Replaces each of eight numbers by the smallest of them.
INLINED void takeSmallest(Doubles *numbers) {
  const Doubles across4 = SHUFFLED(*numbers, *numbers, 4, 5, 6, 7, 0, 1, 2, 3);
  *numbers = LOWER(across4, *numbers);
  const Doubles across2 = SHUFFLED(*numbers, *numbers, 2, 3, 0, 1, 6, 7, 4, 5);
  *numbers = LOWER(across2, *numbers);
  const Doubles across1 = SHUFFLED(*numbers, *numbers, 1, 0, 3, 2, 5, 4, 7, 6);
  *numbers = LOWER(across1, *numbers);
}

/// Which of the parabolas from `first` to `last`, and some behind it, is the lowest at a position, the first of
/// several.
INLINED size_t lowestAt(
    size_t position, const double *heights, const double *parabola, size_t first, size_t last) {
  Doubles lowest = EIGHT(INFINITY), sites = EIGHT((double)first) + laneNumbers, found = sites;
  for (size_t site = first; site <= last; site += 8) {
    const Doubles height = LOAD(heights + site) + LOAD(parabola + (ptrdiff_t)site - (ptrdiff_t)position);
    const Longs isLower = height < lowest;
    lowest = SELECT(isLower, height, lowest);
    found = SELECT(isLower, sites, found);
    sites += 8;
  }
  Doubles least = lowest;
  takeSmallest(&least);
  found = SELECT(lowest == least, found, EIGHT(INFINITY));
  takeSmallest(&found);
  return (size_t)found[0];
}

/// Widens `count` elements of a run of one side, of which any may be far from the other side.
///
/// The parabola that is lowest at an element is never to the left of that of an element farther left. So it is
/// looked for at the first element of each block, between those of blocks that have theirs already, and then
/// only parabolas between those of the ends of a block are compared.
/// - Parameter heights: of the parabolas of the run and of the elements beside it, up to the one at `last`; the
///   first of the elements to widen has the one at `start`.
INLINED void widenFar(
    double *line, size_t count, const double *heights, const double *parabola, size_t start, size_t last,
    uint32_t *sites) {
  const size_t blocks = (count + together - 1) / together;
  size_t stride = 1;
  while (stride < blocks) stride *= 2;
  sites[0] = (uint32_t)lowestAt(start, heights, parabola, 0, last);
  sites[blocks] = (uint32_t)last;
  for (; stride > 0; stride /= 2) {
    for (size_t block = stride; block < blocks; block += 2 * stride) {
      const size_t next = block + stride < blocks ? block + stride : blocks;
      sites[block] = (uint32_t)lowestAt(
          start + together * block, heights, parabola, sites[block - stride], sites[next]);
    }
  }
  for (size_t block = 0; block < blocks; block++) {
    const size_t first = together * block, end = sites[block + 1];
    Doubles lowest[2] = {EIGHT(INFINITY), EIGHT(INFINITY)};
    for (size_t site = sites[block]; site <= end; site++) {
      const double *const place = parabola + (ptrdiff_t)(start + first) - (ptrdiff_t)site;
      const Doubles height0 = EIGHT(heights[site]) + LOAD(place), height1 = EIGHT(heights[site]) + LOAD(place + 8);
      lowest[0] = LOWER(height0, lowest[0]);
      lowest[1] = LOWER(height1, lowest[1]);
    }
    writeNumbers(line + first, lowest, count - first);
  }
}

/// Whether each of 16 elements of a run, or those before its end, is near to the other side.
INLINED int areNear(const Line *line, size_t block, size_t start, size_t end, int hasLeft, int hasRight) {
  const Doubles far = EIGHT(line->parabola[reach]);
  const Longs size = ~(Longs)EIGHT(-0.0);
  int are = 1;
  for (size_t half = block; half < block + together && half < end; half += 8) {
    Doubles bound = (Doubles)((Longs)LOAD(line->heights + half) & size);
    const Doubles toLeft = LOAD(line->parabola + (half + 1 - start));
    const Doubles toRight = LOAD(line->parabola + (ptrdiff_t)half - (ptrdiff_t)end);
    if (hasLeft) bound = LOWER(toLeft, bound);
    if (hasRight) bound = LOWER(toRight, bound);
    are &= !__builtin_reduce_or((bound > far) & (laneNumbers < EIGHT((double)(end - half))));
  }
  return are;
}

/// Eight sides as one number.
INLINED uint64_t eightSides(const unsigned char *sides) {
  uint64_t word;
  memcpy(&word, sides, sizeof word);
  return word;
}

/// Eight times the same side.
INLINED uint64_t eightTimes(unsigned char side) { return side * UINT64_C(0x0101010101010101); }

/// The first element after `start` on the other side, or the end of the line.
INLINED size_t endOfRun(const unsigned char *sides, size_t start, size_t count) {
  size_t end = start + 1;
  while (end + 8 <= count && eightSides(sides + end) == eightTimes(sides[start])) end += 8;
  while (end < count && sides[end] == sides[start]) end++;
  return end;
}

/// The first element of the run that an element is in.
INLINED size_t startOfRun(const unsigned char *sides, size_t element) {
  size_t start = element;
  while (start >= 8 && eightSides(sides + start - 8) == eightTimes(sides[element])) start -= 8;
  while (start > 0 && sides[start - 1] == sides[element]) start--;
  return start;
}

/// Widens a run of one side.
INLINED void widenRun(const Line *line, size_t start, size_t end, size_t count, double *heights, uint32_t *sites) {
  const int hasLeft = start > 0, hasRight = end < count;
  const Longs size = ~(Longs)EIGHT(-0.0);
  if (!hasLeft && !hasRight) {
    size_t reached = 0;
    for (size_t index = 0; index < count; index++) reached += fabs(line->heights[index]) < INFINITY;
    if (reached == 0) return;
  }
  size_t last = 0, block = start;
  while (block < end) {
    size_t next = block;
    while (next < end && areNear(line, next, start, end, hasLeft, hasRight)) next += together;
    next = next < end ? next : end;
    if (next > block) widenNearOnes(line, block, next);
    block = next;
    while (next < end && !areNear(line, next, start, end, hasLeft, hasRight)) next += together;
    next = next < end ? next : end;
    if (next == block) continue;
    if (last == 0) {
      // Parabolas of the run, and those of height 0 of the elements beside it.
      for (size_t index = start; index < end; index += 8)
        STORE(heights + hasLeft + index - start) = (Doubles)((Longs)LOAD(line->heights + index) & size);
      heights[0] = hasLeft ? 0 : heights[0];
      last = end - start + hasLeft;
      heights[last] = hasRight ? 0 : INFINITY;
      STORE(heights + last + 1) = EIGHT(INFINITY);
    }
    widenFar(line->line + block, next - block, heights, line->parabola, hasLeft + block - start, last, sites);
    block = next;
  }
}

CLONES void ck_widen_line(
    double *elements, const unsigned char *sides, size_t count, const double *parabola, int target,
    double *memory) {
  double *const copy = memory + margin, *const heights = copy + count + margin;
  uint32_t *const sites = (uint32_t *)(heights + count + margin);
  copySigned(copy, elements, sides, count);
  const Line line = {elements, copy, parabola};
  size_t near = 0, place = 0;
  while (place < count) {
    // A run in which elements may be far from the other side has eight elements in a row at a multiple of eight.
    if (count >= 2 * reach && place + 8 <= count && eightSides(sides + place) != eightTimes(sides[place])) {
      place += 8;
      continue;
    }
    const size_t start = startOfRun(sides, place), end = endOfRun(sides, place, count);
    const int neighbours = (start > 0) + (end < count);
    if (end - start > (size_t)(neighbours == 2 ? 2 * reach - 1 : neighbours * reach)) {
      if (near < start) widenNearOnes(&line, near, start);
      if (sides[place] != target) widenRun(&line, start, end, count, heights, sites);
      near = end;
    }
    place = (end + 7) / 8 * 8;
  }
  if (near < count) widenNearOnes(&line, near, count);
  if (target < 0) return;
  for (size_t index = 0; index < count; index++) elements[index] = sides[index] == target ? 0 : elements[index];
}

CLONES int ck_widen_columns(
    double *elements, const unsigned char *sides, size_t rows, size_t rowLength, size_t width,
    const double *parabola, double *memory) {
  double *const heights = memory + together * reach;
  const Doubles far = EIGHT(parabola[reach]);
  for (size_t row = 0; row < rows; row++) {
    double numbers[together] = {0};
    unsigned char rowSides[together] = {0};
    if (width == together) {
      memcpy(numbers, elements + row * rowLength, sizeof numbers);
      memcpy(rowSides, sides + row * rowLength, sizeof rowSides);
    } else {
      memcpy(numbers, elements + row * rowLength, width * sizeof(double));
      memcpy(rowSides, sides + row * rowLength, width);
    }
    if (__builtin_reduce_or((LOAD(numbers) > far) | (LOAD(numbers + 8) > far))) return 0;
    STORE(heights + together * row) = SIGNED(numbers, rowSides);
    STORE(heights + together * row + 8) = SIGNED(numbers + 8, rowSides + 8);
  }
  for (size_t row = 1; row <= reach; row++) {
    memcpy(heights - together * row, heights, together * sizeof(double));
    memcpy(heights + together * (rows - 1 + row), heights + together * (rows - 1), together * sizeof(double));
  }
  for (size_t row = 0; row < rows; row++)
    widenNear(elements + row * rowLength, heights + together * row, together, parabola, width);
  return 1;
}
