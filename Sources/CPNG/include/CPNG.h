#ifndef CPNG_H
#define CPNG_H

#include <stddef.h>
#include <stdint.h>

/// The samples of a PNG as they stand in the file: no gamma, no scaling, no colour management.
typedef struct {
  /// Elements along a row.
  uint32_t width;
  /// Number of rows.
  uint32_t height;
  /// Bits of a sample: 1, 2, 4, 8 or 16.
  int bit_depth;
  /// 1 for grey and palette, 2 for grey with alpha, 3 for colour, 4 for colour with alpha.
  int channels;
  /// Whether the samples are indices into the palette.
  int is_palette;
  /// Red, green, blue and opacity of the palette's entries.
  uint8_t palette[256][4];
  /// Number of entries of the palette.
  int palette_count;
  /// Whether one grey or colour is marked as transparent, and a pixel has it.
  int has_transparent_pixels;
  /// `width · height · channels` samples row by row; the caller frees them. NULL on failure.
  uint16_t *samples;
  /// What is wrong, where `samples` is NULL.
  char message[128];
} cpng_image;

/// Reads a PNG from memory. Fails for pictures of more than `maximum_pixels`.
///
/// libpng reports errors by `longjmp`, which must not leave C; that is what this function is for.
cpng_image cpng_read(const uint8_t *bytes, size_t size, size_t maximum_pixels);

#endif
