#pragma once

#include <stddef.h>
#include <stdint.h>

// Inner loops that gain from the widest vectors of the processor, compiled once for each kind of vector;
// which one runs is decided when the program starts. All give the same bits: every element is computed by
// the same operations in the same order, none of them fused, and no sum changes its order.

/// Writes the smallest of each element of a row, its neighbours in the row and those in the rows beside it.
/// - Returns: how many elements are smaller than before.
size_t ck_erode_row(
    double *result, const double *row, const double *const *beside, size_t besideCount, size_t count);

/// Replaces s by s + max(0, d - s d), d = max(0, u - v), for a row of a skeleton s, of a field u and of the
/// largest v of the elements around, which are those of several rows and one to each side.
/// - Parameter maxima: memory for a row.
void ck_add_opening_residues(
    double *skeleton, const double *field, const double *const *around, size_t aroundCount, double *maxima,
    size_t count);

/// One stage of Fourier transforms of four lines side by side, real and imaginary parts apart: splits
/// transforms of `size` numbers into `radix` (2 to 5) of them, with factors before or after.
/// - Parameter roots: the `length` powers of exp(-2 pi i / length), real and imaginary part in turn.
void ck_fourier_stage(
    double *real, double *imaginary, size_t length, size_t size, size_t radix, int twiddlesFirst,
    const double *roots);

/// Reads four neighbouring columns of a field of `stride` columns into four lines side by side, times
/// factors, if there are any, of which the imaginary part may be missing.
void ck_fourier_read(
    double *real, double *imaginary, const double *fieldReal, const double *fieldImaginary,
    const double *factorReal, const double *factorImaginary, size_t rows, size_t stride);

/// The same of eight columns, a cache line of each row, into twice four lines: the real parts of the first four, their
/// imaginary parts, and those of the others.
void ck_fourier_read_eight(
    double *lines, const double *fieldReal, const double *fieldImaginary, const double *factorReal,
    const double *factorImaginary, size_t rows, size_t stride);

/// Writes four lines side by side, each of `rows` numbers, one after the other.
void ck_fourier_write(double *field, const double *lines, size_t rows);

/// The sum, one element after the other, of
///     (p - g)^2 ((f(c - n) + f(m)) p + (f(n) + f(c - m)) g),  f(x) = max(0, 2 x - 1)
/// with means m of the prediction and n of the truth, and c for those of 1.
double ck_weighted_errors(
    const double *p, const double *g, const double *predictionMeans, const double *truthMeans,
    const double *coverage, size_t count);

/// The sum, one element after the other, of the lengths sqrt(x x + y y + z z + smoothing) of the differences of a row
/// to two rows beside it and to the next element, times a factor each; the last element has no next one.
double ck_gradient_lengths(
    const double *row, const double *nextSlice, const double *nextRow, double sliceFactor, double rowFactor,
    double columnFactor, double smoothing, size_t count);

/// Sums of p g, p, g, p p and g g; the count is a multiple of 8.
void ck_overlap_sums_double(const double *p, const double *g, size_t count, double *sums);
void ck_overlap_sums_float(const float *p, const float *g, size_t count, double *sums);

/// Sums of p g, p, g and p p, eight of each of every eighth element, where stretches of eight elements repeat; sums of
/// g are taken to be exact.
/// - Parameter stretches: where each starts and how often it is there, in turn.
void ck_stretched_overlap_sums(
    const double *p, const double *g, const int *stretches, size_t count, double *sums);

/// Sums of p g, p and g, of 8 numbers at a time in single precision; the count is a multiple of 64.
void ck_plain_overlap_sums_float(const float *p, const float *g, size_t count, double *sums);

/// Sums of -ln p over elements whose truth is 1, and of -ln(1 - p) over the others; p is clamped. The count
/// is a multiple of 8.
/// - Returns: 0, and no sums, where a truth is neither 0 nor 1.
int ck_log_likelihoods_double(
    const double *p, const double *g, size_t count, double *foregroundSum, double *backgroundSum);
int ck_log_likelihoods_float(
    const float *p, const float *g, size_t count, double *foregroundSum, double *backgroundSum);

/// Writes (b (1 - g) p - a g (1 - p)) / (p (1 - p)), and 0 where p is clamped; the count is a multiple of 8.
void ck_cross_entropy_slopes_double(
    const double *p, const double *g, size_t count, double foregroundWeight, double backgroundWeight,
    double *slopes);
void ck_cross_entropy_slopes_float(
    const float *p, const float *g, size_t count, double foregroundWeight, double backgroundWeight,
    float *slopes);

/// Eight sums, each of every eighth element, of -w (1 - r)^2 ln r with the probability r of the right class and the
/// weight w of that class; r is clamped in the logarithm. The count is a multiple of 8.
/// - Returns: 0 where a truth is neither 0 nor 1; the sums mean nothing then.
int ck_squared_focal_sums_double(
    const double *p, const double *g, size_t count, double foregroundWeight, double backgroundWeight,
    double *sums);
int ck_squared_focal_sums_float(
    const float *p, const float *g, size_t count, double foregroundWeight, double backgroundWeight,
    double *sums);

/// The same of w (-ln r)^exponent, with clamped r.
int ck_logarithm_power_sums_double(
    const double *p, const double *g, size_t count, double foregroundWeight, double backgroundWeight,
    double exponent, double *sums);
int ck_logarithm_power_sums_float(
    const float *p, const float *g, size_t count, double foregroundWeight, double backgroundWeight,
    double exponent, double *sums);

/// The sum of -w (1 - r)^2 ln r with the probability r of the right class, and its slopes times a scale
/// unless they are NULL; the count is a multiple of 8.
/// - Returns: 0 where a truth is neither 0 nor 1; sum and slopes mean nothing then.
int ck_squared_focal_float(
    const float *p, const float *g, size_t count, float foregroundWeight, float backgroundWeight,
    float scale, float *slopes, double *sum);

/// Replaces positive normal numbers x by ln x, given 1 - x with all its digits where x is near 1; the count is
/// a multiple of 8.
void ck_logarithms_float(float *x, const float *rest, size_t count);

/// Replaces positive normal numbers x by ln x; the count is a multiple of 8.
void ck_logarithms_double(double *x, size_t count);

/// Writes the means over each element of a row, its neighbours in it and the elements above, below, and, unless
/// they are NULL, in front and behind, times the number of those as `share`; takes the least and the largest
/// into `lowest` and `highest`.
void ck_cross_means(
    double *means, const double *here, const double *above, const double *below, const double *front,
    const double *behind, double share, size_t count, double *lowest, double *highest);

/// Writes (max(0, m - 1/2) - lowest) / range for each mean m, or max(0, m - 1/2) where the range is 0.
void ck_rescale(double *result, const double *means, double lowest, double range, size_t count);

/// Counts the steps to the nearest element with another value above or below in up to 32 columns, `rows` where
/// there is none.
///
/// Rows of elements are `rowLength` bytes apart, and rows of steps, 32-bit integers, 8 times as many.
/// - Parameter forward: memory for 32 steps a row.
void ck_count_steps(
    const unsigned char *elements, char *steps, size_t rows, size_t rowLength, size_t width, int *forward);

/// Writes one bit for each byte of rows, 1 unless the byte is 0, the first of a word its lowest. Every row has words
/// of its own; what the last one has beyond the row is 0.
void ck_pack_bits(uint64_t *words, const unsigned char *elements, size_t rows, size_t rowLength);

/// Writes the bits that are 1 while not all of the bits before and after them and in four other places are, as one
/// line of `count` words, before and after which all bits are 0.
void ck_boundary(
    uint64_t *result, const uint64_t *here, const uint64_t *above, const uint64_t *below, const uint64_t *front,
    const uint64_t *behind, size_t count);

/// Replaces the steps in the second half of a row's memory by the squares of so many times the spacing, infinite
/// where there are `unreached`.
void ck_square_steps(double *row, size_t count, int unreached, double spacing);

enum {
  /// Numbers that the kernels below need on both sides of a line.
  CK_LINE_MARGIN = 32,
  /// Columns that `ck_widen_columns` does together.
  CK_COLUMNS = 16,
};

/// Replaces squared distances f of elements to the other side, 0 or 1, by min_j (f_j + s^2 (i - j)^2), where f is 0
/// on the other side.
/// - Parameter parabola: s^2 i^2 for i from -(count + CK_LINE_MARGIN) on to as much above 0; points to that of 0.
/// - Parameter target: the side whose elements become 0, or neither.
/// - Parameter memory: for 3 (count + CK_LINE_MARGIN) numbers.
void ck_widen_line(
    double *elements, const unsigned char *sides, size_t count, const double *parabola, int target,
    double *memory);

/// The same down each of up to CK_COLUMNS columns, where all elements are near to the other side.
/// - Parameter rowLength: from a row to the next.
/// - Parameter memory: for CK_COLUMNS (rows + CK_LINE_MARGIN) numbers.
/// - Returns: 0, and nothing is done, where an element may be far from the other side.
int ck_widen_columns(
    double *elements, const unsigned char *sides, size_t rows, size_t rowLength, size_t width,
    const double *parabola, double *memory);

/// Replaces numbers by their square roots.
void ck_square_roots(double *values, size_t count);

/// Replaces numbers by their square roots, negative where the sides are 1.
void ck_signed_square_roots(double *values, const unsigned char *sides, size_t count);

/// What `ck_softmax_pass` is to do.
enum {
  /// The term of an element is -ln p of its right class, by the difference of logits.
  CK_CROSS_ENTROPY = 1,
  /// The term of an element is -(1 - p)^2 ln p of its right class, with p in [1e-7, 1 - 1e-7] in the logarithm.
  CK_SQUARED_FOCAL = 2,
  /// Terms are summed by class rather than together.
  CK_BY_CLASS = 4,
  /// Probabilities are summed or have slopes.
  CK_OVERLAPS = 8,
  /// Nothing is summed; the result becomes two rows, the largest logit m of each element and 1 / sum e^(x - m), 0
  /// where it is ignored.
  CK_SHARES = 16,
  /// Nothing is summed; the derivatives with respect to p that the result has become those by the logits.
  CK_PULL_BACK = 32,
};

/// One pass over elements of up to 255 classes, whose probabilities p are the softmax of logits. In single
/// precision up to sums of 16 numbers, which are added up in double precision.
///
/// Without a result, sums terms, and, where asked for, p and those of the right class. With one, sums terms and
/// writes the derivatives of a function of these three kinds of sums with respect to each logit, given those
/// with respect to the sums.
/// - Parameter stride: from one class to the next in logits and result.
/// - Parameter labels: the right classes; an element with a label of no class is ignored.
/// - Parameter slopes: of the terms, of p and of those of the right class, by class; not looked at without a
///   result.
/// - Parameter sums: three for each class: terms (all in the first unless they are summed by class), p and
///   those of the right class.
void ck_softmax_pass(
    const float *logits, const unsigned char *labels, size_t count, size_t stride, size_t classes, int what,
    const float *slopes, double *sums, float *result);

/// Writes the probability of a class, 0 where an element is ignored, and 1 where it is the right one, else 0.
/// - Parameter shares: the two rows that `ck_softmax_pass` writes, `stride` apart.
void ck_softmax_class(
    const float *logits, const float *shares, size_t count, size_t stride, const unsigned char *labels,
    int number, float *probabilities, float *truths);

/// Turns a field of rows and columns into one of columns and rows; strides are those between rows of either.
void ck_turn(
    double *result, size_t resultStride, const double *source, size_t sourceStride, size_t rows, size_t columns);
