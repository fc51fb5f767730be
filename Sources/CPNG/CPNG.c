#include "CPNG.h"

#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/// What is left to read.
typedef struct {
  const uint8_t *bytes;
  size_t left;
} source;

static void read_bytes(png_structp png, png_bytep into, png_size_t count) {
  source *from = png_get_io_ptr(png);
  if (count > from->left) png_error(png, "the file ends too early");
  memcpy(into, from->bytes, count);
  from->bytes += count;
  from->left -= count;
}

static void keep_message(png_structp png, png_const_charp message) {
  cpng_image *image = png_get_error_ptr(png);
  snprintf(image->message, sizeof image->message, "%s", message);
  png_longjmp(png, 1);
}

static void ignore_warning(png_structp png, png_const_charp message) {
  (void)png;
  (void)message;
}

/// Chunks that say nothing of the samples. They can unpack to much more than the picture, so they are
/// not kept.
static const png_byte needless_chunks[] =
    "iCCP\0tEXt\0zTXt\0iTXt\0sPLT\0eXIf\0hIST\0cHRM\0gAMA\0sRGB\0bKGD\0pHYs\0tIME\0oFFs\0pCAL\0sCAL";

/// What the palette holds.
static void read_palette(png_structp png, png_infop info, cpng_image *image) {
  png_colorp colours = NULL;
  png_bytep alphas = NULL;
  int count = 0, alpha_count = 0;
  png_get_PLTE(png, info, &colours, &count);
  png_get_tRNS(png, info, &alphas, &alpha_count, NULL);
  image->palette_count = count > 256 ? 256 : count;
  for (int index = 0; index < image->palette_count; index++) {
    image->palette[index][0] = colours[index].red;
    image->palette[index][1] = colours[index].green;
    image->palette[index][2] = colours[index].blue;
    image->palette[index][3] = alphas && index < alpha_count ? alphas[index] : 255;
  }
}

/// Whether a pixel has the colour that is marked as transparent.
static int has_transparent_pixels(png_structp png, png_infop info, const cpng_image *image) {
  png_color_16p key = NULL;
  int channels = image->channels;
  if (image->is_palette || !png_get_valid(png, info, PNG_INFO_tRNS)
      || !png_get_tRNS(png, info, NULL, NULL, &key) || !key)
    return 0;
  const uint16_t expected[3] = {channels == 1 ? key->gray : key->red, key->green, key->blue};
  size_t count = (size_t)image->width * image->height;
  for (size_t pixel = 0; pixel < count; pixel++)
    if (memcmp(image->samples + pixel * (size_t)channels, expected,
               (size_t)channels * sizeof(uint16_t)) == 0)
      return 1;
  return 0;
}

/// Reads everything; errors leave by longjmp. `rows` and `image` belong to the caller, so that they
/// can be freed after that.
static void read_image(
    png_structp png, png_infop info, cpng_image *image, png_bytep **rows, size_t maximum_pixels) {
  png_set_chunk_cache_max(png, 64);
  png_set_chunk_malloc_max(png, 8 << 20);
  png_set_keep_unknown_chunks(
      png, PNG_HANDLE_CHUNK_NEVER, needless_chunks, (int)(sizeof needless_chunks / 5));
  png_read_info(png, info);
  image->width = png_get_image_width(png, info);
  image->height = png_get_image_height(png, info);
  image->bit_depth = png_get_bit_depth(png, info);
  image->is_palette = png_get_color_type(png, info) == PNG_COLOR_TYPE_PALETTE;
  if ((size_t)image->width * image->height > maximum_pixels) png_error(png, "it is too large");
  if (image->bit_depth < 8) png_set_packing(png);
  png_set_interlace_handling(png);
  if (image->is_palette) read_palette(png, info, image);
  png_read_update_info(png, info);
  image->channels = png_get_channels(png, info);

  size_t row_bytes = png_get_rowbytes(png, info);
  size_t row_samples = (size_t)image->width * image->channels;
  image->samples = calloc(row_samples * image->height, sizeof(uint16_t));
  *rows = calloc(image->height, sizeof(png_bytep));
  if (!image->samples || !*rows) png_error(png, "there is not enough memory");
  // Every row is read into the place of its samples, which is at least as large, and widened there.
  for (uint32_t row = 0; row < image->height; row++)
    (*rows)[row] = (png_bytep)(image->samples + row * row_samples)
        + (row_samples * sizeof(uint16_t) - row_bytes);
  png_read_image(png, *rows);
  png_read_end(png, NULL);
  for (uint32_t row = 0; row < image->height; row++) {
    const uint8_t *from = (*rows)[row];
    uint16_t *into = image->samples + row * row_samples;
    for (size_t index = 0; index < row_samples; index++)
      into[index] = image->bit_depth == 16
          ? (uint16_t)(from[2 * index] << 8 | from[2 * index + 1]) : from[index];
  }
  image->has_transparent_pixels = has_transparent_pixels(png, info, image);
}

cpng_image cpng_read(const uint8_t *bytes, size_t size, size_t maximum_pixels) {
  cpng_image *image = calloc(1, sizeof *image);
  png_bytep **rows = calloc(1, sizeof *rows);
  source *from = calloc(1, sizeof *from);
  png_structp png = NULL;
  png_infop info = NULL;
  if (image && rows && from) {
    *from = (source){bytes, size};
    png = png_create_read_struct(PNG_LIBPNG_VER_STRING, image, keep_message, ignore_warning);
    info = png ? png_create_info_struct(png) : NULL;
  }
  cpng_image result = {.message = "there is not enough memory"};
  if (info) {
    // Nothing that changes after setjmp is a local variable, so nothing of it is lost.
    if (setjmp(png_jmpbuf(png)) == 0) {
      png_set_read_fn(png, from, read_bytes);
      read_image(png, info, image, rows, maximum_pixels);
    } else {
      free(image->samples);
      image->samples = NULL;
    }
    result = *image;
  }
  png_destroy_read_struct(&png, &info, NULL);
  if (rows) free(*rows);
  free(rows);
  free(from);
  free(image);
  return result;
}
