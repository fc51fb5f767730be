#include "CTIFF.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tiffio.h>

/// No page needs more memory at once than this for what is not its samples.
#define LARGEST_ALLOCATION (256 << 20)
/// Pages that a stack may have.
#define MOST_PAGES 65536

/// A file in memory.
typedef struct {
  const uint8_t *bytes;
  toff_t size;
  toff_t place;
  /// Where the first message goes.
  char *message;
  size_t room;
} memory_file;

static tmsize_t read_bytes(thandle_t handle, void *into, tmsize_t count) {
  memory_file *file = handle;
  if (file->place >= file->size || count <= 0) return 0;
  if ((toff_t)count > file->size - file->place) count = (tmsize_t)(file->size - file->place);
  memcpy(into, file->bytes + file->place, (size_t)count);
  file->place += (toff_t)count;
  return count;
}

static tmsize_t write_bytes(thandle_t handle, void *from, tmsize_t count) {
  (void)handle, (void)from, (void)count;
  return 0;
}

static toff_t seek(thandle_t handle, toff_t offset, int whence) {
  memory_file *file = handle;
  if (whence == SEEK_CUR) offset += file->place;
  if (whence == SEEK_END) offset += file->size;
  return file->place = offset;
}

static int close_file(thandle_t handle) {
  (void)handle;
  return 0;
}

static toff_t size_of(thandle_t handle) { return ((memory_file *)handle)->size; }

static int map_file(thandle_t handle, void **base, toff_t *size) {
  memory_file *file = handle;
  *base = (void *)file->bytes;
  *size = file->size;
  return 1;
}

static void unmap_file(thandle_t handle, void *base, toff_t size) {
  (void)handle, (void)base, (void)size;
}

#if TIFFLIB_VERSION >= 20221213
static int keep_message(
    TIFF *tiff, void *user, const char *module, const char *format, va_list arguments) {
  (void)tiff, (void)module;
  memory_file *file = user;
  if (!file->message[0]) vsnprintf(file->message, file->room, format, arguments);
  return 1;
}

static int ignore_message(
    TIFF *tiff, void *user, const char *module, const char *format, va_list arguments) {
  (void)tiff, (void)user, (void)module, (void)format, (void)arguments;
  return 1;
}
#endif

static TIFF *open_file(memory_file *file) {
#if TIFFLIB_VERSION >= 20221213
  TIFFOpenOptions *options = TIFFOpenOptionsAlloc();
  if (!options) return NULL;
  TIFFOpenOptionsSetMaxSingleMemAlloc(options, LARGEST_ALLOCATION);
  TIFFOpenOptionsSetErrorHandlerExtR(options, keep_message, file);
  TIFFOpenOptionsSetWarningHandlerExtR(options, ignore_message, file);
  TIFF *tiff = TIFFClientOpenExt(
      "memory", "rM", file, read_bytes, write_bytes, seek, close_file, size_of, map_file,
      unmap_file, options);
  TIFFOpenOptionsFree(options);
  return tiff;
#else
  // Before version 4.5 messages go to one place for all files, and would go to standard error.
  TIFFSetErrorHandler(NULL);
  TIFFSetWarningHandler(NULL);
  return TIFFClientOpen(
      "memory", "rM", file, read_bytes, write_bytes, seek, close_file, size_of, map_file,
      unmap_file);
#endif
}

static int fail(ctiff_stack *stack, const char *message) {
  if (!stack->message[0]) snprintf(stack->message, sizeof stack->message, "%s", message);
  return 0;
}

/// Whether the page is a smaller copy of another one.
static int is_reduced(TIFF *tiff) {
  uint32_t kind = 0;
  TIFFGetFieldDefaulted(tiff, TIFFTAG_SUBFILETYPE, &kind);
  return (kind & FILETYPE_REDUCEDIMAGE) != 0;
}

static int is_lossy(uint16_t compression) {
  return compression == COMPRESSION_OJPEG || compression == COMPRESSION_JPEG
      || compression == 34712 /* JPEG 2000 */ || compression == 50001 /* WebP */
      || compression == 50002 /* JPEG XL */ || compression == 34887 /* LERC */;
}

/// What the page that is open says of itself.
static int describe_page(TIFF *tiff, ctiff_stack *page) {
  uint16_t bits = 1, format = 1, channels = 1, photometric = PHOTOMETRIC_MINISBLACK;
  uint16_t compression = 1, extra = 0, *kinds = NULL;
  TIFFGetField(tiff, TIFFTAG_IMAGEWIDTH, &page->width);
  TIFFGetField(tiff, TIFFTAG_IMAGELENGTH, &page->height);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_BITSPERSAMPLE, &bits);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLEFORMAT, &format);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLESPERPIXEL, &channels);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_COMPRESSION, &compression);
  TIFFGetField(tiff, TIFFTAG_PHOTOMETRIC, &photometric);
  TIFFGetField(tiff, TIFFTAG_EXTRASAMPLES, &extra, &kinds);
  if (format == SAMPLEFORMAT_VOID) format = SAMPLEFORMAT_UINT;
  page->bits = bits;
  page->sample_format = format;
  page->channels = channels;
  page->extra_channels = extra;
  page->is_inverted = photometric == PHOTOMETRIC_MINISWHITE;
  page->is_palette = photometric == PHOTOMETRIC_PALETTE;
  page->is_colour = photometric == PHOTOMETRIC_RGB;
  if (is_lossy(compression)) return fail(page, "its compression is lossy, as JPEG is");
  if (page->width == 0 || page->height == 0) return fail(page, "a page has no pixel");
  if (photometric != PHOTOMETRIC_MINISBLACK && photometric != PHOTOMETRIC_MINISWHITE
      && photometric != PHOTOMETRIC_PALETTE && photometric != PHOTOMETRIC_RGB
      && photometric != PHOTOMETRIC_MASK)
    return fail(page, "its colours are neither grey, a palette nor red, green and blue");
  if (format < 1 || format > 3) return fail(page, "its numbers are neither whole nor real");
  if (!(bits == 8 || bits == 16 || bits == 32 || bits == 64
        || (bits < 8 && 8 % bits == 0 && format == 1 && channels == 1)))
    return fail(page, "its samples have an uncommon number of bits");
  if (format == 3 && bits == 8) return fail(page, "its samples have an uncommon number of bits");
  if (channels == 0 || channels > 64) return fail(page, "it has too many channels");
  if (page->is_palette) {
    uint16_t *red, *green, *blue;
    if (bits > 8 || channels != 1 || !TIFFGetField(tiff, TIFFTAG_COLORMAP, &red, &green, &blue))
      return fail(page, "its palette is missing or too large");
    int is_narrow = 1;
    for (int index = 0; index < 1 << bits; index++)
      is_narrow = is_narrow && red[index] < 256 && green[index] < 256 && blue[index] < 256;
    for (int index = 0; index < 1 << bits; index++) {
      // Entries have 16 bits; some programs write 8.
      page->palette[index][0] = (uint8_t)(is_narrow ? red[index] : red[index] >> 8);
      page->palette[index][1] = (uint8_t)(is_narrow ? green[index] : green[index] >> 8);
      page->palette[index][2] = (uint8_t)(is_narrow ? blue[index] : blue[index] >> 8);
    }
  }
  return 1;
}

ctiff_stack ctiff_describe(const uint8_t *bytes, size_t size) {
  ctiff_stack stack = {0};
  memory_file file = {bytes, size, 0, stack.message, sizeof stack.message};
  TIFF *tiff = open_file(&file);
  if (!tiff) {
    fail(&stack, "its header is damaged");
    return stack;
  }
  do {
    if (is_reduced(tiff)) continue;
    if (stack.pages == 0) {
      char *description = NULL;
      if (!describe_page(tiff, &stack)) break;
      if (TIFFGetField(tiff, TIFFTAG_IMAGEDESCRIPTION, &description) && description)
        snprintf(stack.description, sizeof stack.description, "%s", description);
    } else {
      ctiff_stack page = {0};
      if (!describe_page(tiff, &page)) {
        fail(&stack, page.message);
        break;
      }
      if (page.width != stack.width || page.height != stack.height || page.bits != stack.bits
          || page.sample_format != stack.sample_format || page.channels != stack.channels
          || page.is_inverted != stack.is_inverted || page.is_palette != stack.is_palette
          || memcmp(page.palette, stack.palette, sizeof page.palette) != 0) {
        fail(&stack, "its pages differ in size or in kind; save one of them alone");
        break;
      }
    }
    if (++stack.pages > MOST_PAGES) {
      fail(&stack, "it has too many pages");
      break;
    }
  } while (TIFFReadDirectory(tiff));
  TIFFClose(tiff);
  if (stack.pages == 0) fail(&stack, "it has no page");
  return stack;
}

/// Copies a row or a part of it, giving bits a byte each.
static void unpack(const uint8_t *from, uint32_t count, int bits, uint8_t *into) {
  for (uint32_t index = 0; index < count; index++) {
    uint32_t place = index * (uint32_t)bits;
    into[index] = (uint8_t)(from[place / 8] >> (8 - bits - (int)(place % 8))) & ((1 << bits) - 1);
  }
}

/// One block of samples, a tile or a strip, for some or all channels, and where it goes.
typedef struct {
  uint32_t column, row, width, height, row_bytes;
  int first_channel, channels;
} block;

static void place(const ctiff_stack *stack, const uint8_t *from, block part, uint8_t *page) {
  size_t size = stack->bits < 8 ? 1 : (size_t)stack->bits / 8;
  size_t pixel = size * (size_t)stack->channels;
  uint32_t columns = stack->width - part.column < part.width ? stack->width - part.column : part.width;
  for (uint32_t row = 0; row < part.height && part.row + row < stack->height; row++) {
    const uint8_t *source = from + (size_t)row * part.row_bytes;
    uint8_t *target = page + ((size_t)(part.row + row) * stack->width + part.column) * pixel;
    if (stack->bits < 8) {
      unpack(source, columns, stack->bits, target);
    } else if (part.channels == stack->channels) {
      memcpy(target, source, columns * pixel);
    } else {
      for (uint32_t column = 0; column < columns; column++)
        memcpy(target + column * pixel + (size_t)part.first_channel * size,
               source + column * size, size);
    }
  }
}

static int read_page(TIFF *tiff, ctiff_stack *stack, uint8_t *page) {
  uint16_t planar = PLANARCONFIG_CONTIG;
  TIFFGetFieldDefaulted(tiff, TIFFTAG_PLANARCONFIG, &planar);
  int planes = planar == PLANARCONFIG_SEPARATE ? stack->channels : 1;
  int is_tiled = TIFFIsTiled(tiff);
  uint32_t width = stack->width, height = 0;
  if (is_tiled) {
    width = 0;
    TIFFGetField(tiff, TIFFTAG_TILEWIDTH, &width);
    TIFFGetField(tiff, TIFFTAG_TILELENGTH, &height);
  } else {
    TIFFGetFieldDefaulted(tiff, TIFFTAG_ROWSPERSTRIP, &height);
    if (height > stack->height) height = stack->height;
  }
  tmsize_t room = is_tiled ? TIFFTileSize(tiff) : TIFFStripSize(tiff);
  tmsize_t row_bytes = is_tiled ? TIFFTileRowSize(tiff) : TIFFScanlineSize(tiff);
  if (width == 0 || height == 0 || room <= 0 || row_bytes <= 0 || room / row_bytes < height
      || room > LARGEST_ALLOCATION * 8LL)
    return fail(stack, "its blocks make no sense");
  int channels = planes == 1 ? stack->channels : 1;
  if (row_bytes * 8 < (tmsize_t)width * channels * stack->bits)
    return fail(stack, "its rows are too short");
  uint8_t *buffer = malloc((size_t)room);
  if (!buffer) return fail(stack, "there is not enough memory");
  int is_whole = 1;
  uint32_t number = 0;
  for (int plane = 0; plane < planes && is_whole; plane++)
    for (uint32_t row = 0; row < stack->height && is_whole; row += height)
      for (uint32_t column = 0; column < stack->width && is_whole; column += width) {
        uint32_t rows = stack->height - row < height && !is_tiled ? stack->height - row : height;
        tmsize_t expected = row_bytes * (tmsize_t)rows;
        tmsize_t count = is_tiled ? TIFFReadEncodedTile(tiff, number, buffer, room)
                                  : TIFFReadEncodedStrip(tiff, number, buffer, expected);
        number++;
        if (count < expected) {
          is_whole = fail(stack, "it is damaged or cut off");
        } else {
          place(stack, buffer,
                (block){column, row, width, rows, (uint32_t)row_bytes, plane, channels}, page);
        }
      }
  free(buffer);
  return is_whole;
}

int ctiff_read(
    const uint8_t *bytes, size_t size, ctiff_stack *stack, uint8_t *into, size_t room) {
  size_t sample = stack->bits < 8 ? 1 : (size_t)stack->bits / 8;
  size_t page = (size_t)stack->width * stack->height * (size_t)stack->channels * sample;
  if (room / stack->pages < page) return fail(stack, "there is not enough memory");
  char ignored[160] = "";
  memory_file file = {bytes, size, 0, ignored, sizeof ignored};
  TIFF *tiff = open_file(&file);
  if (!tiff) return fail(stack, "its header is damaged");
  int is_whole = 1;
  uint32_t number = 0;
  do {
    if (is_reduced(tiff)) continue;
    is_whole = read_page(tiff, stack, into + (size_t)number++ * page);
  } while (is_whole && number < stack->pages && TIFFReadDirectory(tiff));
  TIFFClose(tiff);
  return is_whole;
}
