/* A page of text for people: headings, wrapped paragraphs, aligned grids, and figures at a fixed number of
 * digits. Private to sim/render. Widths are columns of a terminal, so that UTF-8 names align. */
#ifndef PLY_RENDER_PAGE_H
#define PLY_RENDER_PAGE_H

#include "sim/base/base.h"
#include "sim/render/render.h"

typedef enum ply_style { PLY_PLAIN, PLY_STRONG, PLY_GOOD, PLY_BAD, PLY_REDLINE, PLY_QUIET } ply_style;

typedef struct ply_page {
  ply_text *out;
  int width;
  bool color;
} ply_page;

/* settings may be NULL. */
ply_page ply_page_start(ply_text *out, const ply_render_settings *settings);

/* A blank line (none at the very top) and the heading. */
void ply_page_heading(ply_page *page, const char *heading);
void ply_page_blank(ply_page *page);

/* One paragraph, wrapped at the page's width. Every line starts with `indent` spaces; where `hang` is not
 * NULL the first starts with indent spaces, hang and a space, and the others line up behind it. */
void ply_page_para(ply_page *page, int indent, const char *hang, ply_style style, const char *format, ...)
    PLY_PRINTF(5, 6);

/* A text made for this page is done with; where it failed for want of memory, so has the page. */
void ply_page_done(ply_page *page, ply_text *text);

/* Text with its colours on and off again (plain where the page has none). */
void ply_page_styled(ply_page *page, ply_style style, const char *text, size_t length);

/* Adds text with what could steer a terminal or hide text shown escaped: control characters and direction overrides
 * as \u202e, bytes that are no UTF-8 as \xff; line breaks and tabs become blanks. Paragraphs and cells are so
 * already. */
void ply_text_add_visible(ply_text *out, const char *text);

/* ---- grids ---- */

/* POINT: at the right, figures of a column with their points below each other. */
typedef enum ply_align { PLY_LEFT, PLY_RIGHT, PLY_POINT } ply_align;
typedef struct ply_grid ply_grid;

/* An empty grid; NULL without memory. Every function below takes NULL and does nothing, ply_grid_print then
 * marks the page failed, so that callers need no checks. */
ply_grid *ply_grid_new(void);
void ply_grid_free(ply_grid *grid);
void ply_grid_row(ply_grid *grid);
void ply_grid_cell(ply_grid *grid, ply_style style, ply_align align, const char *format, ...)
    PLY_PRINTF(4, 5);
/* A text as a cell; it is done with, and where it failed so has the grid. */
void ply_grid_cell_text(ply_grid *grid, ply_style style, ply_align align, ply_text *text);
/* How many rows the grid has. */
size_t ply_grid_rows(const ply_grid *grid);
/* Whether nothing was put in; false where memory ran out, so that printing tells it. */
bool ply_grid_is_empty(const ply_grid *grid);

/* Whether its columns fit on the page beside one another, `indent` spaces in. */
bool ply_grid_fits(const ply_page *page, const ply_grid *grid, int indent);

/* Prints and frees the grid, `indent` spaces in. The first `n_fixed` columns are repeated where the others do
 * not fit one page width and are printed in blocks below each other. With `wrap`, the last column takes what
 * is left of the width and is wrapped inside it. */
void ply_grid_print(ply_page *page, ply_grid *grid, int indent, int n_fixed, bool wrap);

/* ---- figures ---- */

typedef struct ply_figure {
  char s[64];
} ply_figure;

ply_figure ply_figure_fixed(double value, int digits);  /* 0.346; digits 0..6 */
ply_figure ply_figure_signed(double value, int digits); /* +0.346, -0.126 */
ply_figure ply_figure_count(uint64_t count);            /* 1,512,465,048 */
ply_figure ply_figure_range(ply_count count);           /* "12", "at least 12", "12 to 500" */
ply_figure ply_figure_share(uint64_t part,
                            uint64_t whole); /* "0.0255 %", three significant digits; "" for whole 0 */

/* `text` cut to at most `width` columns, ending in "…" where it was cut. */
ply_figure ply_figure_cut(const char *text, int width);

/* ---- lists in words ---- */

/* Adds `item` to a list of names, with a comma before it unless the list is empty. */
void ply_list_add(ply_text *list, const char *item);
/* The list as a string, "" if empty; valid until the list changes. */
const char *ply_list_string(const ply_text *list);
/* Done with a text that went into the page or the grid: where it failed, so have they. */
void ply_page_text_done(ply_page *page, ply_text *text);
void ply_grid_text_done(ply_grid *grid, ply_text *text);

#endif
