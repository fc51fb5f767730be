// What Plot calls of Pango 1.44 or newer, as pango/pangocairo.h and glib-object.h declare it. Among
// the flags by which pkg-config finds those headers is -pthread, of which the Swift package manager
// warns in every build; what is declared here needs no flags.

#ifndef CPANGO_H
#define CPANGO_H

typedef struct _cairo cairo_t;
typedef struct _cairo_font_options cairo_font_options_t;

typedef struct _PangoContext PangoContext;
typedef struct _PangoFontDescription PangoFontDescription;
typedef struct _PangoFontMap PangoFontMap;
typedef struct _PangoLanguage PangoLanguage;
typedef struct _PangoLayout PangoLayout;
typedef struct _PangoLayoutLine PangoLayoutLine;
typedef struct { int x, y, width, height; } PangoRectangle;
typedef enum { PANGO_DIRECTION_LTR } PangoDirection;
typedef enum { PANGO_WEIGHT_NORMAL = 400, PANGO_WEIGHT_BOLD = 700 } PangoWeight;
enum { PANGO_SCALE = 1024 };

void g_object_unref(void *object);

PangoFontMap *pango_cairo_font_map_new(void);
void pango_cairo_context_set_font_options(PangoContext *, const cairo_font_options_t *);
void pango_cairo_update_layout(cairo_t *, PangoLayout *);
void pango_cairo_show_layout_line(cairo_t *, PangoLayoutLine *);

PangoContext *pango_font_map_create_context(PangoFontMap *);
void pango_context_set_base_dir(PangoContext *, PangoDirection);
void pango_context_set_language(PangoContext *, PangoLanguage *);
void pango_context_set_round_glyph_positions(PangoContext *, int is_rounded);
PangoLanguage *pango_language_from_string(const char *);

PangoFontDescription *pango_font_description_new(void);
void pango_font_description_set_family(PangoFontDescription *, const char *);
void pango_font_description_set_weight(PangoFontDescription *, PangoWeight);
void pango_font_description_set_absolute_size(PangoFontDescription *, double);
void pango_font_description_free(PangoFontDescription *);

PangoLayout *pango_layout_new(PangoContext *);
void pango_layout_set_auto_dir(PangoLayout *, int is_automatic);
void pango_layout_set_font_description(PangoLayout *, const PangoFontDescription *);
void pango_layout_set_single_paragraph_mode(PangoLayout *, int is_single);
void pango_layout_set_text(PangoLayout *, const char *, int length);
int pango_layout_get_unknown_glyphs_count(PangoLayout *);
PangoLayoutLine *pango_layout_get_line_readonly(PangoLayout *, int index);
void pango_layout_line_get_extents(PangoLayoutLine *, PangoRectangle *ink, PangoRectangle *logical);

#endif
