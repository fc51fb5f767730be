#include <string.h>

#include "CKernels.h"
#include "Clones.h"
#include "Vectors.h"

#pragma STDC FP_CONTRACT OFF

/// Sixteen elements side by side, wherever they are in memory.
typedef float Wide __attribute__((vector_size(64), aligned(4)));
typedef int32_t WideInts __attribute__((vector_size(64), aligned(4)));
typedef unsigned char WideBytes __attribute__((vector_size(16), aligned(1)));

#define LANES 16
/// The most classes: labels are bytes, and one is left for what is ignored.
#define MOST_CLASSES 255
/// The most vectors of a block, whose sums in single precision lose little to rounding.
#define MOST_VECTORS 16
/// Numbers of a block, of all classes, which stay in the first cache.
#define BLOCK 4096

#define WHERE(mask, a, b) ((Wide)(((mask) & (WideInts)(a)) | (~(mask) & (WideInts)(b))))
#define ONLY_WHERE(mask, a) ((Wide)((mask) & (WideInts)(a)))

#define FLOATS Wide
#define INTS WideInts
#include "FloatLogarithm.inc"

/// -ln 1e-7 and -ln(1 - 1e-7): probabilities nearer to 0 or 1 are taken as this near in the logarithm of the
/// focal loss.
#define LARGEST_SURPRISE 16.118095651f
#define LEAST_SURPRISE 1.00000005e-7f

/// e^x of numbers up to 0; 2^-86 below that, so that no number is so small that processors slow down.
///
/// With x = (k + r) ln 2, abs(r) <= 1/2, e^x = 2^k P(r) with a polynomial P of degree 5, P(0) = 1. The relative
/// error is below 2^-22 and that of x.
INLINED void exponential(Wide *x) {
  const Wide scaled = *x * 1.44269504f, lowest = {0};
  const Wide z = WHERE(scaled < -86, lowest - 86, scaled);
  // 1.5 * 2^23 rounds to whole numbers, which then stand in the lowest bits.
  const Wide shifted = z + 0x1.8p23f;
  const Wide r = z - (shifted - 0x1.8p23f);
  Wide p = r * 1.32646528e-3f + 9.67151113e-3f;
  p = p * r + 5.55073395e-2f;
  p = p * r + 2.40222424e-1f;
  p = p * r + 6.93146999e-1f;
  p = p * r + 1;
  *x = (Wide)((WideInts)p + ((WideInts)shifted << 23));
}

/// Eight sums of sixteen numbers, in double precision.
INLINED void addTo(Doubles *sums, const Wide *x) {
  const Floats *halves = (const Floats *)x;
  *sums += __builtin_convertvector(halves[0], Doubles) + __builtin_convertvector(halves[1], Doubles);
}

INLINED double total(const Doubles *x) {
  double sum = (*x)[0];
  for (int lane = 1; lane < 8; lane++) sum += (*x)[lane];
  return sum;
}

/// What a pass is about.
struct Pass {
  size_t classes;
  int what;
  /// Derivatives by the sum of terms, of probabilities and of those of the right class, by class.
  const float *slopes;
  /// Sums of terms, of probabilities and of those of the right class, by class.
  Doubles *terms, *predictions, *overlaps;
};

/// What is known of some elements.
struct Block {
  /// Logits, then their powers e^(x - m) with the largest logit m of an element, by class.
  Wide powers[BLOCK / LANES];
  Wide largest[MOST_VECTORS];
  WideInts labels[MOST_VECTORS];
  /// One over the sum of the powers, 0 where an element is ignored.
  Wide shares[MOST_VECTORS];
  /// The sum of the powers of all classes but the right one.
  Wide rests[MOST_VECTORS];
  /// The probability of the right class.
  Wide rights[MOST_VECTORS];
  Wide terms[MOST_VECTORS];
  /// The derivative of the term, then of the loss, by the probability of the right class, times it.
  Wide slopes[MOST_VECTORS];
};

INLINED void readBlock(
    struct Block *block, const struct Pass *pass, const float *logits, size_t stride,
    const unsigned char *labels, size_t vectors) {
  for (size_t number = 0; number < pass->classes; number++) {
    const float *source = logits + number * stride;
    Wide *target = block->powers + number * vectors;
    for (size_t v = 0; v < vectors; v++) {
      const Wide x = *(const Wide *)(source + LANES * v);
      target[v] = x;
      block->largest[v] = number == 0 ? x : WHERE(x > block->largest[v], x, block->largest[v]);
    }
  }
  for (size_t v = 0; v < vectors; v++)
    block->labels[v] = __builtin_convertvector(*(const WideBytes *)(labels + LANES * v), WideInts);
}

/// Powers and shares alone.
INLINED void findShares(struct Block *block, const struct Pass *pass, size_t vectors) {
  for (size_t v = 0; v < vectors; v++) {
    Wide sum = {0};
    for (size_t number = 0; number < pass->classes; number++) {
      Wide power = block->powers[number * vectors + v] - block->largest[v];
      exponential(&power);
      block->powers[number * vectors + v] = power;
      sum += power;
    }
    block->shares[v] = ONLY_WHERE(block->labels[v] < (int32_t)pass->classes, 1 / sum);
  }
}

/// Powers and shares, and what follows from the right class: its probability, the rest, and the term.
INLINED void findTerms(struct Block *block, const struct Pass *pass, size_t vectors) {
  for (size_t v = 0; v < vectors; v++) {
    const WideInts label = block->labels[v], isKept = label < (int32_t)pass->classes;
    Wide rest = {0}, right = {0}, distance = {0};
    for (size_t number = 0; number < pass->classes; number++) {
      const WideInts isRight = label == (int32_t)number;
      const Wide x = block->powers[number * vectors + v] - block->largest[v];
      Wide power = x;
      exponential(&power);
      block->powers[number * vectors + v] = power;
      rest += ONLY_WHERE(~isRight, power);
      right = WHERE(isRight, power, right);
      distance = WHERE(isRight, x, distance);
    }
    const Wide sum = rest + right, share = ONLY_WHERE(isKept, 1 / sum), probability = right * share;
    block->shares[v] = share;
    block->rests[v] = rest;
    block->rights[v] = probability;
    if (!(pass->what & (CK_CROSS_ENTROPY | CK_SQUARED_FOCAL))) {
      block->slopes[v] = (Wide){0};
      continue;
    }
    // Where the right class has the largest logit, its power is 1 and the rest has all digits of 1 - p.
    const Wide less = -(rest + (right - 1));
    Wide surprise = sum;
    logarithmOfFloats(&surprise, &less);
    surprise = ONLY_WHERE(isKept, surprise - distance);
    if (pass->what & CK_SQUARED_FOCAL) {
      const Wide wrong = rest * share;
      const WideInts isAbove = surprise > LARGEST_SURPRISE, isBelow = surprise < LEAST_SURPRISE;
      const WideInts isClamped = isAbove | isBelow;
      surprise = WHERE(isAbove, LARGEST_SURPRISE + (Wide){0}, surprise);
      surprise = WHERE(isBelow, LEAST_SURPRISE + (Wide){0}, surprise);
      block->terms[v] = wrong * wrong * surprise;
      block->slopes[v] = -wrong * (2 * probability * surprise + ONLY_WHERE(~isClamped, wrong));
    } else {
      block->terms[v] = surprise;
      block->slopes[v] = (Wide){0} - 1;
    }
  }
}

INLINED void addTerms(const struct Block *block, const struct Pass *pass, size_t vectors) {
  for (size_t number = 0; number < (pass->what & CK_BY_CLASS ? pass->classes : 1); number++) {
    Wide sum = {0};
    for (size_t v = 0; v < vectors; v++) {
      const WideInts counts = pass->what & CK_BY_CLASS ? block->labels[v] == (int32_t)number : (WideInts){0} - 1;
      sum += ONLY_WHERE(counts, block->terms[v]);
    }
    addTo(pass->terms + number, &sum);
  }
}

INLINED void addOverlaps(const struct Block *block, const struct Pass *pass, size_t vectors) {
  for (size_t number = 0; number < pass->classes; number++) {
    Wide prediction = {0}, overlap = {0};
    for (size_t v = 0; v < vectors; v++) {
      const Wide p = block->powers[number * vectors + v] * block->shares[v];
      prediction += p;
      overlap += ONLY_WHERE(block->labels[v] == (int32_t)number, p);
    }
    addTo(pass->predictions + number, &prediction);
    addTo(pass->overlaps + number, &overlap);
  }
}

/// From the derivative of the term to that of the loss.
INLINED void findSlopes(struct Block *block, const struct Pass *pass, size_t vectors) {
  for (size_t v = 0; v < vectors; v++) {
    Wide term = {0}, overlap = {0};
    for (size_t number = 0; number < pass->classes; number++) {
      const WideInts isRight = block->labels[v] == (int32_t)number;
      term += ONLY_WHERE(isRight, (Wide){0} + pass->slopes[number]);
      overlap += ONLY_WHERE(isRight, (Wide){0} + pass->slopes[2 * pass->classes + number]);
    }
    block->slopes[v] = term * block->slopes[v] + overlap * block->rights[v];
  }
}

/// Writes p_j (a_j - sum_k a_k p_k) + h ([j = y] - p_j), the derivative by the logit of class j where that by the
/// probability of class k is a_k and of the right class y also h / p_y.
INLINED void writeSlopes(
    const struct Block *block, const struct Pass *pass, float *result, size_t stride, size_t vectors) {
  Wide means[MOST_VECTORS] = {0}, slopes[MOST_VECTORS];
  for (size_t v = 0; v < vectors; v++) slopes[v] = block->slopes[v] * block->shares[v];
  if (pass->what & CK_OVERLAPS) {
    for (size_t number = 0; number < pass->classes; number++)
      for (size_t v = 0; v < vectors; v++)
        means[v] += pass->slopes[pass->classes + number] * block->powers[number * vectors + v];
    for (size_t v = 0; v < vectors; v++) means[v] *= block->shares[v];
  }
  for (size_t number = 0; number < pass->classes; number++) {
    const Wide *powers = block->powers + number * vectors;
    float *target = result + number * stride;
    for (size_t v = 0; v < vectors; v++) {
      const WideInts isRight = block->labels[v] == (int32_t)number;
      Wide slope = WHERE(isRight, block->rests[v], -powers[v]) * slopes[v];
      if (pass->what & CK_OVERLAPS)
        slope += powers[v] * block->shares[v] * (pass->slopes[pass->classes + number] - means[v]);
      *(Wide *)(target + LANES * v) = slope;
    }
  }
}

/// Replaces derivatives s by the probabilities p by those by the logits: p_j (s_j - sum_k s_k p_k).
INLINED void pullBack(
    const struct Block *block, const struct Pass *pass, float *result, size_t stride, size_t vectors) {
  Wide means[MOST_VECTORS] = {0};
  for (size_t number = 0; number < pass->classes; number++)
    for (size_t v = 0; v < vectors; v++)
      means[v] += *(const Wide *)(result + number * stride + LANES * v) * block->powers[number * vectors + v];
  for (size_t v = 0; v < vectors; v++) means[v] *= block->shares[v];
  for (size_t number = 0; number < pass->classes; number++)
    for (size_t v = 0; v < vectors; v++) {
      Wide *const slope = (Wide *)(result + number * stride + LANES * v);
      *slope = block->powers[number * vectors + v] * block->shares[v] * (*slope - means[v]);
    }
}

INLINED void passOverBlock(
    struct Block *block, const struct Pass *pass, const float *logits, size_t stride,
    const unsigned char *labels, float *result, size_t resultStride, size_t vectors) {
  const int hasTerms = pass->what & (CK_CROSS_ENTROPY | CK_SQUARED_FOCAL);
  readBlock(block, pass, logits, stride, labels, vectors);
  if (hasTerms || (result && !(pass->what & (CK_SHARES | CK_PULL_BACK)))) {
    findTerms(block, pass, vectors);
  } else {
    findShares(block, pass, vectors);
  }
  if (pass->what & CK_SHARES) {
    memcpy(result, block->largest, vectors * sizeof(Wide));
    memcpy(result + resultStride, block->shares, vectors * sizeof(Wide));
    return;
  }
  if (pass->what & CK_PULL_BACK) {
    pullBack(block, pass, result, resultStride, vectors);
    return;
  }
  if (hasTerms) addTerms(block, pass, vectors);
  if (!result) {
    if (pass->what & CK_OVERLAPS) addOverlaps(block, pass, vectors);
    return;
  }
  findSlopes(block, pass, vectors);
  writeSlopes(block, pass, result, resultStride, vectors);
}

/// Copies some elements of several rows.
INLINED void copyRows(
    float *target, size_t targetStride, const float *source, size_t stride, size_t rows, size_t count) {
  for (size_t row = 0; row < rows; row++)
    memcpy(target + row * targetStride, source + row * stride, sizeof(float) * count);
}

/// A pass over fewer elements than stand side by side: beyond them all is ignored.
INLINED void passOverRest(
    struct Block *block, const struct Pass *pass, const float *logits, size_t stride,
    const unsigned char *labels, float *result, size_t count) {
  // Two rows for shares, also of a single class.
  float paddedLogits[LANES * MOST_CLASSES], paddedResult[LANES * (MOST_CLASSES + 1)];
  unsigned char paddedLabels[LANES];
  const size_t rows = pass->what & CK_SHARES ? 2 : pass->classes;
  memset(paddedLogits, 0, sizeof(float) * LANES * pass->classes);
  memset(paddedResult, 0, sizeof(float) * LANES * rows);
  memset(paddedLabels, MOST_CLASSES, LANES);
  memcpy(paddedLabels, labels, count);
  copyRows(paddedLogits, LANES, logits, stride, pass->classes, count);
  if (pass->what & CK_PULL_BACK) copyRows(paddedResult, LANES, result, stride, rows, count);
  passOverBlock(block, pass, paddedLogits, LANES, paddedLabels, result ? paddedResult : NULL, LANES, 1);
  if (result) copyRows(result, stride, paddedResult, LANES, rows, count);
}

CLONES void ck_softmax_pass(
    const float *logits, const unsigned char *labels, size_t count, size_t stride, size_t classes, int what,
    const float *slopes, double *sums, float *result) {
  Doubles totals[3 * MOST_CLASSES];
  struct Block block;
  memset(totals, 0, 3 * classes * sizeof(Doubles));
  const struct Pass pass = {classes, what, slopes, totals, totals + classes, totals + 2 * classes};
  const size_t most = BLOCK / LANES / classes;
  const size_t vectors = most < MOST_VECTORS ? most : MOST_VECTORS;
  size_t start = 0;
  while (start + LANES <= count) {
    const size_t left = (count - start) / LANES, here = left < vectors ? left : vectors;
    passOverBlock(
        &block, &pass, logits + start, stride, labels + start, result ? result + start : NULL, stride, here);
    start += here * LANES;
  }
  if (start < count)
    passOverRest(
        &block, &pass, logits + start, stride, labels + start, result ? result + start : NULL, count - start);
  for (size_t number = 0; number < 3 * classes; number++) sums[number] = total(totals + number);
}

CLONES void ck_softmax_class(
    const float *logits, const float *shares, size_t count, size_t stride, const unsigned char *labels,
    int number, float *probabilities, float *truths) {
  for (size_t start = 0; start < count; start += LANES) {
    const size_t here = count - start < LANES ? count - start : LANES;
    Wide powers = {0}, largest = {0}, share = {0}, truth;
    WideBytes label = {0};
    memcpy(&powers, logits + start, here * sizeof(float));
    memcpy(&largest, shares + start, here * sizeof(float));
    memcpy(&share, shares + stride + start, here * sizeof(float));
    memcpy(&label, labels + start, here);
    powers -= largest;
    exponential(&powers);
    powers *= share;
    truth = ONLY_WHERE(__builtin_convertvector(label, WideInts) == number, (Wide){0} + 1);
    memcpy(probabilities + start, &powers, here * sizeof(float));
    memcpy(truths + start, &truth, here * sizeof(float));
  }
}
