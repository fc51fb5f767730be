#include "CKernels.h"
#include "Clones.h"

#pragma STDC FP_CONTRACT OFF

/// Terms are made by vectors, so many at a time, and then added up in their order.
#define BLOCK 64

INLINED double softThreshold(double mean) { return 2 * mean - 1 >= 0 ? 2 * mean - 1 : 0; }

CLONES double ck_weighted_errors(
    const double *p, const double *g, const double *predictionMeans, const double *truthMeans,
    const double *coverage, size_t count) {
  double sum = 0;
  for (size_t start = 0; start < count; start += BLOCK) {
    double terms[BLOCK];
    const size_t size = count - start < BLOCK ? count - start : BLOCK;
    for (size_t i = 0; i < size; i++) {
      const size_t index = start + i;
      const double m = predictionMeans[index], n = truthMeans[index], c = coverage[index];
      const double falseWeight = softThreshold(c - n) + softThreshold(m);
      const double missedWeight = softThreshold(n) + softThreshold(c - m);
      const double error = p[index] - g[index];
      terms[i] = error * error * (falseWeight * p[index] + missedWeight * g[index]);
    }
    for (size_t i = 0; i < size; i++) sum += terms[i];
  }
  return sum;
}

CLONES double ck_gradient_lengths(
    const double *row, const double *nextSlice, const double *nextRow, double sliceFactor, double rowFactor,
    double columnFactor, double smoothing, size_t count) {
  double sum = 0;
  for (size_t start = 0; start < count; start += BLOCK) {
    double terms[BLOCK];
    const size_t size = count - start < BLOCK ? count - start : BLOCK;
    // The last element of the row has no next one.
    const size_t whole = start + size < count ? size : size - 1;
    for (size_t i = 0; i < size; i++) {
      const size_t index = start + i;
      const double x = (nextSlice[index] - row[index]) * sliceFactor, y = (nextRow[index] - row[index]) * rowFactor;
      terms[i] = x * x + y * y;
    }
    for (size_t i = 0; i < whole; i++) {
      const double z = (row[start + i + 1] - row[start + i]) * columnFactor;
      terms[i] += z * z;
    }
    for (size_t i = 0; i < size; i++) terms[i] = __builtin_elementwise_sqrt(terms[i] + smoothing);
    for (size_t i = 0; i < size; i++) sum += terms[i];
  }
  return sum;
}
