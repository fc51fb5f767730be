#include "CKernels.h"
#include "Clones.h"
#include "Vectors.h"

#pragma STDC FP_CONTRACT OFF

#define LOAD(pointer) (*(const Doubles *)(pointer))

CLONES void ck_cross_means(
    double *restrict means, const double *restrict here, const double *above, const double *below,
    const double *front, const double *behind, double share, size_t count, double *lowest,
    double *highest) {
  if (front) {
    for (size_t index = 0; index < count; index++) {
      const double left = index > 0 ? here[index - 1] : 0, right = index + 1 < count ? here[index + 1] : 0;
      const double across = above[index] + below[index] + front[index] + behind[index];
      means[index] = (here[index] + left + right + across) * share;
    }
  } else {
    for (size_t index = 0; index < count; index++) {
      const double left = index > 0 ? here[index - 1] : 0, right = index + 1 < count ? here[index + 1] : 0;
      means[index] = (here[index] + left + right + (above[index] + below[index])) * share;
    }
  }
  const size_t whole = count & ~(size_t)7;
  Doubles low = EIGHT(*lowest), high = EIGHT(*highest);
  for (size_t index = 0; index < whole; index += 8) {
    const Doubles mean = LOAD(means + index);
    low = SELECT(mean < low, mean, low);
    high = SELECT(mean > high, mean, high);
  }
  for (int lane = 0; lane < 8; lane++) {
    *lowest = low[lane] < *lowest ? low[lane] : *lowest;
    *highest = high[lane] > *highest ? high[lane] : *highest;
  }
  for (size_t index = whole; index < count; index++) {
    *lowest = means[index] < *lowest ? means[index] : *lowest;
    *highest = means[index] > *highest ? means[index] : *highest;
  }
}

CLONES void ck_rescale(
    double *restrict result, const double *restrict means, double lowest, double range, size_t count) {
  for (size_t index = 0; index < count; index++) {
    const double remaining = means[index] > 0.5 ? means[index] - 0.5 : 0;
    // A quotient, so that the maximum becomes exactly 1.
    result[index] = range > 0 ? (remaining - lowest) / range : remaining;
  }
}
