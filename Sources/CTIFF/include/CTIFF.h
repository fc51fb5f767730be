#ifndef CTIFF_H
#define CTIFF_H

#include <stddef.h>
#include <stdint.h>

/// What the pages of a TIFF have in common, and how their samples stand in memory once read.
typedef struct {
  /// Elements along a row.
  uint32_t width;
  /// Rows of a page.
  uint32_t height;
  /// Number of pages; reduced copies of other pages are passed over.
  uint32_t pages;
  /// Bits of a sample in the file: 1, 2, 4, 8, 16, 32 or 64. In memory a sample of fewer than 8 bits
  /// takes one byte; larger ones take as many bytes as they have, in the machine's order.
  int bits;
  /// 1 for whole numbers without sign, 2 for those with, 3 for real numbers.
  int sample_format;
  /// Samples of a pixel.
  int channels;
  /// How many of the last channels hold transparency or something without a meaning of its own.
  int extra_channels;
  /// Whether 0 is white.
  int is_inverted;
  /// Whether the samples are indices into the palette.
  int is_palette;
  /// Whether the channels are red, green and blue.
  int is_colour;
  /// Red, green and blue of the palette's entries, in 8 bits.
  uint8_t palette[256][3];
  /// The description of the first page, cut off where it is long.
  char description[2048];
  /// What is wrong; empty where nothing is.
  char message[160];
} ctiff_stack;

/// Looks at every page of a TIFF in memory.
ctiff_stack ctiff_describe(const uint8_t *bytes, size_t size);

/// Reads the samples page by page, row by row, the channels of a pixel beside each other, into
/// `into`, which has room for `room` bytes. Says in `stack->message` what is wrong, and returns 0.
int ctiff_read(
    const uint8_t *bytes, size_t size, ctiff_stack *stack, uint8_t *into, size_t room);

#endif
