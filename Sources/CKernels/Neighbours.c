#include "CKernels.h"
#include "Clones.h"

#pragma STDC FP_CONTRACT OFF

INLINED double smaller(double a, double b) { return a < b ? a : b; }
INLINED double larger(double a, double b) { return a > b ? a : b; }

CLONES size_t ck_erode_row(
    double *restrict result, const double *restrict row, const double *const *beside, size_t besideCount,
    size_t count) {
  if (count == 0) return 0;
  // A row has at most four beside it; where there are fewer, the row itself changes nothing.
  const double *others[4];
  for (size_t number = 0; number < 4; number++) others[number] = number < besideCount ? beside[number] : row;
  const double *a = others[0], *b = others[1], *c = others[2], *d = others[3];
  const size_t last = count - 1;
  size_t changes = 0;
  result[0] = smaller(row[0], row[last > 0]);
  if (besideCount > 2) {
    for (size_t index = 1; index < last; index++)
      result[index] = smaller(row[index], smaller(row[index - 1], row[index + 1]));
    if (last > 0) result[last] = smaller(row[last], row[last - 1]);
    for (size_t index = 0; index < count; index++)
      result[index] = smaller(
          result[index], smaller(smaller(a[index], b[index]), smaller(c[index], d[index])));
  } else {
    for (size_t index = 1; index < last; index++) {
      double along = smaller(row[index], smaller(row[index - 1], row[index + 1]));
      result[index] = smaller(along, smaller(a[index], b[index]));
    }
    if (last > 0) result[last] = smaller(smaller(row[last], row[last - 1]), smaller(a[last], b[last]));
    result[0] = smaller(result[0], smaller(a[0], b[0]));
  }
  for (size_t index = 0; index < count; index++) changes += result[index] < row[index];
  return changes;
}

CLONES void ck_add_opening_residues(
    double *restrict skeleton, const double *restrict field, const double *const *around, size_t aroundCount,
    double *restrict maxima, size_t count) {
  const double *first = around[0];
  for (size_t index = 0; index < count; index++) maxima[index] = first[index];
  for (size_t number = 1; number + 1 < aroundCount; number += 2) {
    const double *a = around[number], *b = around[number + 1];
    for (size_t index = 0; index < count; index++)
      maxima[index] = larger(maxima[index], larger(a[index], b[index]));
  }
  if (aroundCount % 2 == 0) {
    const double *a = around[aroundCount - 1];
    for (size_t index = 0; index < count; index++) maxima[index] = larger(maxima[index], a[index]);
  }
  for (size_t index = 0; index < count; index++) {
    const size_t before = index > 0 ? index - 1 : 0, after = index + 1 < count ? index + 1 : index;
    double residue = larger(field[index] - larger(larger(maxima[before], maxima[index]), maxima[after]), 0);
    skeleton[index] += larger(residue - skeleton[index] * residue, 0);
  }
}
