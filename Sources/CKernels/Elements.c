#include "CKernels.h"
#include "Clones.h"
#include "Vectors.h"

#pragma STDC FP_CONTRACT OFF

/// Probabilities nearer to 0 or 1 are taken as this near: `probabilityEpsilon` of Losses.
#define EPSILON 1e-7

/// Replaces x by ln x, bit by bit as `logarithm(_:)` of Losses does.
INLINED void logarithm(Doubles *x) {
  // x is positive, so that no sign follows.
  const Longs shifted = (Longs)*x + 0x00095F6200000000;
  const Longs exponent = shifted >> 52;
  const Doubles k = (Doubles)(exponent | 0x4330000000000000) - (0x1p52 + 1023);
  const Doubles f = (Doubles)((shifted & 0x000FFFFFFFFFFFFF) + 0x3FE6A09E00000000) - 1;
  const Doubles s = f / (2 + f), z = s * s, w = z * z;
  const Doubles even = w * (0.3999999999940941908 + w * (0.2222219843214978396 + w * 0.1531383769920937332));
  const Doubles odd =
      z * (0.6666666666666735130 +
           w * (0.2857142874366239149 + w * (0.1818357216161805012 + w * 0.1479819860511658591)));
  const Doubles half = 0.5 * f * f;
  const Doubles correction = s * (half + (even + odd)) + k * 1.90821492927058770002e-10;
  *x = k * 6.93147180369123816490e-01 - ((half - correction) - f);
}

/// Replaces x by e^x, bit by bit as `exponential(_:)` of Losses does.
INLINED void exponential(Doubles *x) {
  const Doubles shifted = *x * 1.44269504088896338700 + 0x1.8p52, k = shifted - 0x1.8p52;
  const Doubles high = *x - k * 6.93147180369123816490e-01, low = k * 1.90821492927058770002e-10;
  const Doubles r = high - low, z = r * r;
  const Doubles even = 1.66666666666666019037e-01 + z * -2.77777777770155933842e-03;
  const Doubles odd =
      6.61375632143793436117e-05 + z * (-1.65339022054652515390e-06 + z * 4.13813679705723846039e-08);
  const Doubles c = r - z * (even + z * z * odd);
  const Doubles fraction = 1 - ((low - (r * c) / (2 - c)) - high);
  *x = (Doubles)((Longs)fraction + ((Longs)shifted << 52));
}

INLINED void clamp(Doubles *p) {
  *p = SELECT(*p < EPSILON, EIGHT(EPSILON), *p);
  *p = SELECT(*p > 1 - EPSILON, EIGHT(1 - EPSILON), *p);
}

/// The clamped probability of the right class, given that of the foreground.
INLINED void takeRight(Doubles *p, const Longs *isForeground) {
  clamp(p);
  *p = SELECT(*isForeground, *p, 1 - *p);
}

INLINED double sumOf(const Doubles *x) {
  double sum = (*x)[0];
  for (int lane = 1; lane < 8; lane++) sum += (*x)[lane];
  return sum;
}

INLINED int isZero(const Doubles *x) {
  int zeros = 1;
  for (int lane = 0; lane < 8; lane++) zeros &= (*x)[lane] == 0;
  return zeros;
}

#define LOAD_DOUBLE(pointer) (*(const Doubles *)(pointer))
#define LOAD_FLOAT(pointer) __builtin_convertvector(*(const Floats *)(pointer), Doubles)
#define STORE_DOUBLE(vector, pointer) (*(Doubles *)(pointer) = (vector))
#define STORE_FLOAT(vector, pointer) (*(Floats *)(pointer) = __builtin_convertvector(vector, Floats))

#define NUMBER double
#define NAME(name) name##_double
#define LOAD LOAD_DOUBLE
#define STORE STORE_DOUBLE
#include "Elements.inc"
#undef NUMBER
#undef NAME
#undef LOAD
#undef STORE
#define NUMBER float
#define NAME(name) name##_float
#define LOAD LOAD_FLOAT
#define STORE STORE_FLOAT
#include "Elements.inc"

CLONES void ck_stretched_overlap_sums(
    const double *p, const double *g, const int *stretches, size_t count, double *sums) {
  Doubles products = {0}, predictions = {0}, truths = {0}, squares = {0};
  for (size_t stretch = 0; stretch < count; stretch++) {
    const int start = stretches[2 * stretch], times = stretches[2 * stretch + 1];
    const Doubles x = LOAD_DOUBLE(p + start), y = LOAD_DOUBLE(g + start), product = x * y, square = x * x;
    for (int time = 0; time < times; time++) {
      products += product;
      predictions += x;
      squares += square;
    }
    truths += (double)times * y;
  }
  STORE_DOUBLE(products, sums);
  STORE_DOUBLE(predictions, sums + 8);
  STORE_DOUBLE(truths, sums + 16);
  STORE_DOUBLE(squares, sums + 24);
}

CLONES void ck_plain_overlap_sums_float(const float *p, const float *g, size_t count, double *sums) {
  Doubles products = {0}, predictions = {0}, truths = {0};
  for (size_t start = 0; start < count; start += 64) {
    Floats ofProducts = {0}, ofPredictions = {0}, ofTruths = {0};
    for (size_t index = start; index < start + 64; index += 8) {
      const Floats x = *(const Floats *)(p + index), y = *(const Floats *)(g + index);
      ofProducts += x * y;
      ofPredictions += x;
      ofTruths += y;
    }
    products += __builtin_convertvector(ofProducts, Doubles);
    predictions += __builtin_convertvector(ofPredictions, Doubles);
    truths += __builtin_convertvector(ofTruths, Doubles);
  }
  sums[0] = sumOf(&products);
  sums[1] = sumOf(&predictions);
  sums[2] = sumOf(&truths);
}

#define FLOATS Floats
#define INTS Ints
#include "FloatLogarithm.inc"

CLONES void ck_logarithms_float(float *x, const float *rest, size_t count) {
  for (size_t index = 0; index < count; index += 8)
    logarithmOfFloats((Floats *)(x + index), (const Floats *)(rest + index));
}

CLONES void ck_logarithms_double(double *x, size_t count) {
  for (size_t index = 0; index < count; index += 8) logarithm((Doubles *)(x + index));
}

CLONES int ck_squared_focal_float(
    const float *p, const float *g, size_t count, float foregroundWeight, float backgroundWeight,
    float scale, float *slopes, double *sum) {
  const float lowest = (float)EPSILON, highest = (float)(1 - EPSILON);
  Doubles total = {0};
  Floats softness = {0};
  for (size_t start = 0; start < count; start += 64) {
    Floats part = {0};
    const size_t end = start + 64 < count ? start + 64 : count;
    for (size_t index = start; index < end; index += 8) {
      const Floats prediction = *(const Floats *)(p + index), truth = *(const Floats *)(g + index);
      // With a truth of 0 or 1 these products and sums choose without rounding.
      const Floats background = 1 - truth, sign = truth - background, signedValue = sign * prediction;
      const Floats wrong = truth - signedValue, probability = background + signedValue;
      const Floats right = SELECT_FLOATS(probability < lowest, EIGHT_FLOATS(lowest), probability);
      const Floats rest = SELECT_FLOATS(wrong < lowest, EIGHT_FLOATS(lowest), wrong);
      Floats logarithm = right;
      logarithmOfFloats(&logarithm, &rest);
      const Floats weight = truth * foregroundWeight + background * backgroundWeight;
      softness += truth * background;
      part -= weight * wrong * wrong * logarithm;
      if (slopes) {
        const Ints isClamped = (prediction < lowest) | (prediction > highest);
        const Floats quotient = SELECT_FLOATS(isClamped, EIGHT_FLOATS(0), wrong / right);
        const Floats slope = weight * wrong * (2 * logarithm - quotient);
        *(Floats *)(slopes + index) = sign * scale * slope;
      }
    }
    total += __builtin_convertvector(part, Doubles);
  }
  *sum = sumOf(&total);
  int isHard = 1;
  for (int lane = 0; lane < 8; lane++) isHard &= softness[lane] == 0;
  return isHard;
}
