#include "CKernels.h"
#include "Clones.h"
#include "Vectors.h"

#pragma STDC FP_CONTRACT OFF

/// One number of each of four lines; a pointer to double is enough to read it.
typedef double Lanes __attribute__((vector_size(32), aligned(8)));

/// Complex numbers of four lines.
typedef struct {
  Lanes real, imaginary;
} Complex;

/// A stage, whose small transforms have their numbers `part` apart.
typedef struct {
  double *real, *imaginary;
  size_t part;
  const double *roots;
  int first;
} Stage;

INLINED void load(Complex *value, const Stage *stage, size_t index, size_t number, size_t step, int turns) {
  const size_t place = 4 * (index + number * stage->part);
  *value = (Complex){*(const Lanes *)(stage->real + place), *(const Lanes *)(stage->imaginary + place)};
  if (turns && step > 0) {
    const double x = stage->roots[2 * number * step], y = stage->roots[2 * number * step + 1];
    *value = (Complex){x * value->real - y * value->imaginary, x * value->imaginary + y * value->real};
  }
}

INLINED void store(
    const Complex *value, const Stage *stage, size_t index, size_t number, size_t step, int turns) {
  const size_t place = 4 * (index + number * stage->part);
  Complex turned = *value;
  if (turns && step > 0) {
    const double x = stage->roots[2 * number * step], y = stage->roots[2 * number * step + 1];
    turned = (Complex){x * value->real - y * value->imaginary, x * value->imaginary + y * value->real};
  }
  *(Lanes *)(stage->real + place) = turned.real;
  *(Lanes *)(stage->imaginary + place) = turned.imaginary;
}

INLINED void sum(Complex *result, const Complex *a, const Complex *b) {
  *result = (Complex){a->real + b->real, a->imaginary + b->imaginary};
}

INLINED void difference(Complex *result, const Complex *a, const Complex *b) {
  *result = (Complex){a->real - b->real, a->imaginary - b->imaginary};
}

/// -i times.
INLINED void turn(Complex *value) { *value = (Complex){value->imaginary, -value->real}; }

INLINED void split2(const Stage *stage, size_t index, size_t step) {
  const int first = stage->first;
  Complex a, b, result;
  load(&a, stage, index, 0, step, first);
  load(&b, stage, index, 1, step, first);
  sum(&result, &a, &b);
  store(&result, stage, index, 0, step, 0);
  difference(&result, &a, &b);
  store(&result, stage, index, 1, step, !first);
}

INLINED void split3(const Stage *stage, size_t index, size_t step) {
  const int first = stage->first;
  const double sine = 0.86602540378443864676;
  Complex a, b, c, total, middle, turned, result;
  load(&a, stage, index, 0, step, 0);
  load(&b, stage, index, 1, step, first);
  load(&c, stage, index, 2, step, first);
  sum(&total, &b, &c);
  middle = (Complex){a.real - 0.5 * total.real, a.imaginary - 0.5 * total.imaginary};
  difference(&turned, &b, &c);
  turned = (Complex){sine * turned.real, sine * turned.imaginary};
  turn(&turned);
  sum(&result, &a, &total);
  store(&result, stage, index, 0, step, 0);
  sum(&result, &middle, &turned);
  store(&result, stage, index, 1, step, !first);
  difference(&result, &middle, &turned);
  store(&result, stage, index, 2, step, !first);
}

INLINED void split4(const Stage *stage, size_t index, size_t step) {
  const int first = stage->first;
  Complex a, b, c, d, even, rest, odd, turned, result;
  load(&a, stage, index, 0, step, 0);
  load(&c, stage, index, 2, step, first);
  sum(&even, &a, &c);
  difference(&rest, &a, &c);
  load(&b, stage, index, 1, step, first);
  load(&d, stage, index, 3, step, first);
  sum(&odd, &b, &d);
  difference(&turned, &b, &d);
  turn(&turned);
  sum(&result, &even, &odd);
  store(&result, stage, index, 0, step, 0);
  difference(&result, &even, &odd);
  store(&result, stage, index, 2, step, !first);
  sum(&result, &rest, &turned);
  store(&result, stage, index, 1, step, !first);
  difference(&result, &rest, &turned);
  store(&result, stage, index, 3, step, !first);
}

INLINED void split5(const Stage *stage, size_t index, size_t step) {
  const int first = stage->first;
  // Cosines and sines of 72 and 144 degrees.
  const double cosine1 = 0.30901699437494742410, cosine2 = -0.80901699437494742410;
  const double sine1 = 0.95105651629515357212, sine2 = 0.58778525229247312917;
  Complex a, b, c, d, e, outer, inner, outerRest, innerRest, result;
  load(&a, stage, index, 0, step, 0);
  load(&b, stage, index, 1, step, first);
  load(&c, stage, index, 2, step, first);
  load(&d, stage, index, 3, step, first);
  load(&e, stage, index, 4, step, first);
  sum(&outer, &b, &e);
  sum(&inner, &c, &d);
  difference(&outerRest, &b, &e);
  difference(&innerRest, &c, &d);
  const Complex middle1 = {
      a.real + cosine1 * outer.real + cosine2 * inner.real,
      a.imaginary + cosine1 * outer.imaginary + cosine2 * inner.imaginary};
  const Complex middle2 = {
      a.real + cosine2 * outer.real + cosine1 * inner.real,
      a.imaginary + cosine2 * outer.imaginary + cosine1 * inner.imaginary};
  Complex turned1 = {
      sine1 * outerRest.real + sine2 * innerRest.real,
      sine1 * outerRest.imaginary + sine2 * innerRest.imaginary};
  Complex turned2 = {
      sine2 * outerRest.real - sine1 * innerRest.real,
      sine2 * outerRest.imaginary - sine1 * innerRest.imaginary};
  turn(&turned1);
  turn(&turned2);
  sum(&result, &a, &outer);
  sum(&result, &result, &inner);
  store(&result, stage, index, 0, step, 0);
  sum(&result, &middle1, &turned1);
  store(&result, stage, index, 1, step, !first);
  sum(&result, &middle2, &turned2);
  store(&result, stage, index, 2, step, !first);
  difference(&result, &middle2, &turned2);
  store(&result, stage, index, 3, step, !first);
  difference(&result, &middle1, &turned1);
  store(&result, stage, index, 4, step, !first);
}

/// Calls a small transform for each first index with the step of its factors' angle; those of the first
/// index of a block are 1.
#define FOR_EACH(split)                                                    \
  for (size_t block = 0; block < length; block += size) {                  \
    split(&stage, block, 0);                                               \
    for (size_t offset = 1; offset < stage.part; offset++)                 \
      split(&stage, block + offset, offset * (length / size));             \
  }

INLINED void run(const Stage stage, size_t length, size_t size, size_t radix) {
  // A loop for each keeps the choice out of the loops.
  switch (radix) {
  case 2: FOR_EACH(split2); break;
  case 3: FOR_EACH(split3); break;
  case 4: FOR_EACH(split4); break;
  default: FOR_EACH(split5);
  }
}

CLONES void ck_fourier_stage(
    double *real, double *imaginary, size_t length, size_t size, size_t radix, int twiddlesFirst,
    const double *roots) {
  const size_t part = size / radix;
  if (twiddlesFirst) {
    run((Stage){real, imaginary, part, roots, 1}, length, size, radix);
  } else {
    run((Stage){real, imaginary, part, roots, 0}, length, size, radix);
  }
}

CLONES void ck_fourier_read(
    double *real, double *imaginary, const double *fieldReal, const double *fieldImaginary,
    const double *factorReal, const double *factorImaginary, size_t rows, size_t stride) {
  for (size_t row = 0; row < rows; row++) {
    const Lanes x = *(const Lanes *)(fieldReal + row * stride);
    const Lanes y = *(const Lanes *)(fieldImaginary + row * stride);
    Lanes *const re = (Lanes *)(real + 4 * row), *const im = (Lanes *)(imaginary + 4 * row);
    if (!factorReal) {
      *re = x;
      *im = y;
    } else {
      const Lanes u = *(const Lanes *)(factorReal + row * stride);
      const Lanes v = factorImaginary ? *(const Lanes *)(factorImaginary + row * stride) : (Lanes){0};
      *re = x * u - y * v;
      *im = y * u + x * v;
    }
  }
}

/// Four neighbouring numbers, from the first or from the second half of eight.
#define HALF(x, start) __builtin_shufflevector(x, x, start, start + 1, start + 2, start + 3)

CLONES void ck_fourier_read_eight(
    double *lines, const double *fieldReal, const double *fieldImaginary, const double *factorReal,
    const double *factorImaginary, size_t rows, size_t stride) {
  for (size_t row = 0; row < rows; row++) {
    const Doubles x = *(const Doubles *)(fieldReal + row * stride);
    const Doubles y = *(const Doubles *)(fieldImaginary + row * stride);
    Doubles re = x, im = y;
    if (factorReal) {
      const Doubles u = *(const Doubles *)(factorReal + row * stride);
      const Doubles v = factorImaginary ? *(const Doubles *)(factorImaginary + row * stride) : (Doubles){0};
      re = x * u - y * v;
      im = y * u + x * v;
    }
    double *const place = lines + 4 * row;
    *(Lanes *)place = HALF(re, 0);
    *(Lanes *)(place + 4 * rows) = HALF(im, 0);
    *(Lanes *)(place + 8 * rows) = HALF(re, 4);
    *(Lanes *)(place + 12 * rows) = HALF(im, 4);
  }
}

CLONES void ck_fourier_write(double *field, const double *lines, size_t rows) {
  // Lengths are multiples of four.
  for (size_t row = 0; row < rows; row += 4) {
    const Lanes a = *(const Lanes *)(lines + 4 * row), b = *(const Lanes *)(lines + 4 * row + 4);
    const Lanes c = *(const Lanes *)(lines + 4 * row + 8), d = *(const Lanes *)(lines + 4 * row + 12);
    const Lanes ab0 = __builtin_shufflevector(a, b, 0, 4, 2, 6), ab1 = __builtin_shufflevector(a, b, 1, 5, 3, 7);
    const Lanes cd0 = __builtin_shufflevector(c, d, 0, 4, 2, 6), cd1 = __builtin_shufflevector(c, d, 1, 5, 3, 7);
    *(Lanes *)(field + row) = __builtin_shufflevector(ab0, cd0, 0, 1, 4, 5);
    *(Lanes *)(field + rows + row) = __builtin_shufflevector(ab1, cd1, 0, 1, 4, 5);
    *(Lanes *)(field + 2 * rows + row) = __builtin_shufflevector(ab0, cd0, 2, 3, 6, 7);
    *(Lanes *)(field + 3 * rows + row) = __builtin_shufflevector(ab1, cd1, 2, 3, 6, 7);
  }
}
