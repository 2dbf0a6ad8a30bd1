/* How do the columns of a table line up? Cells are collected first; widths are the widest cell of each column
 * in terminal columns, so UTF-8 names align. A grid wider than the page is printed in blocks, the fixed
 * columns repeated, rather than broken inside a row. Cost: cells twice over. */
#include "sim/render/page.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NARROWEST_WRAP = 20 };

typedef struct grid_cell {
  const char *text;
  int width;
  ply_style style;
  ply_align align;
} grid_cell;

typedef struct grid_row {
  size_t first;
  int n;
} grid_row;

struct ply_grid {
  ply_arena *arena; /* the cells' text */
  grid_cell *cells;
  grid_row *rows;
  size_t n_cells, room_cells, n_rows, room_rows;
  int n_columns;
  bool failed;
};

ply_grid *ply_grid_new(void) {
  ply_grid *grid = calloc(1, sizeof *grid);
  if (grid == NULL) return NULL;
  grid->arena = ply_arena_new();
  if (grid->arena != NULL) return grid;
  free(grid);
  return NULL;
}

void ply_grid_free(ply_grid *grid) {
  if (grid == NULL) return;
  ply_arena_free(grid->arena);
  free(grid->cells);
  free(grid->rows);
  free(grid);
}

size_t ply_grid_rows(const ply_grid *grid) { return grid != NULL ? grid->n_rows : 0; }
bool ply_grid_is_empty(const ply_grid *grid) { return grid != NULL && !grid->failed && grid->n_rows == 0; }

/* Room for one more of `size` bytes each, or NULL (and the old block is kept). */
static void *grown(void *items, size_t n, size_t *room, size_t size) {
  if (n < *room) return items;
  size_t more = *room > 0 ? *room * 2 : 32;
  void *out = realloc(items, more * size);
  if (out != NULL) *room = more;
  return out;
}

void ply_grid_row(ply_grid *grid) {
  if (grid == NULL || grid->failed) return;
  grid_row *rows = grown(grid->rows, grid->n_rows, &grid->room_rows, sizeof *rows);
  if (rows == NULL) {
    grid->failed = true;
    return;
  }
  grid->rows = rows;
  grid->rows[grid->n_rows++] = (grid_row){.first = grid->n_cells, .n = 0};
}

void ply_grid_cell(ply_grid *grid, ply_style style, ply_align align, const char *format, ...) {
  if (grid == NULL || grid->failed || grid->n_rows == 0) return;
  ply_text text;
  ply_text_init(&text);
  va_list args;
  va_start(args, format);
  ply_text_addv(&text, format, args);
  va_end(args);
  ply_text visible;
  ply_text_init(&visible);
  ply_text_add_visible(&visible, ply_list_string(&text));
  const char *copy =
      text.failed || visible.failed ? NULL : ply_arena_strdup(grid->arena, ply_list_string(&visible));
  ply_text_done(&visible);
  ply_text_done(&text);
  grid_cell *cells = grown(grid->cells, grid->n_cells, &grid->room_cells, sizeof *cells);
  if (cells != NULL) grid->cells = cells;
  if (copy == NULL || cells == NULL) {
    grid->failed = true;
    return;
  }
  grid->cells[grid->n_cells++] = (grid_cell){copy, ply_text_width(copy), style, align};
  grid_row *row = &grid->rows[grid->n_rows - 1];
  if (++row->n > grid->n_columns) grid->n_columns = row->n;
}

void ply_grid_cell_text(ply_grid *grid, ply_style style, ply_align align, ply_text *text) {
  ply_grid_cell(grid, style, align, "%s", ply_list_string(text));
  ply_grid_text_done(grid, text);
}

void ply_grid_text_done(ply_grid *grid, ply_text *text) {
  if (grid != NULL) grid->failed |= text->failed;
  ply_text_done(text);
}

static const grid_cell *cell_at(const ply_grid *grid, size_t row, int column) {
  return column < grid->rows[row].n ? &grid->cells[grid->rows[row].first + (size_t)column] : NULL;
}

static void pad(ply_page *page, int n) {
  for (; n > 0; n--) ply_text_add_n(page->out, " ", 1);
}

/* What one block of columns looks like. */
typedef struct block {
  const int *widths;
  int indent, gap, n_fixed, from, to; /* columns [0, n_fixed) and [from, to) */
  int wrap_column, wrap_width;        /* -1: none */
} block;

/* One wrapped line of a cell: as many words as fit; returns the bytes taken, spaces behind them included. */
static size_t take_line(ply_page *page, const grid_cell *cell, size_t from, int room) {
  const char *s = cell->text + from;
  size_t end = 0;
  for (size_t at = 0; s[at] != '\0';) {
    size_t next = at + strspn(s + at, " ");
    next += strcspn(s + next, " ");
    char piece[512];
    snprintf(piece, sizeof piece, "%.*s", (int)next, s);
    if (end > 0 && (ply_text_width(piece) > room || next >= sizeof piece)) break;
    end = at = next;
  }
  ply_page_styled(page, cell->style, s, end);
  return end + strspn(s + end, " ");
}

static void print_wrapped(ply_page *page, const grid_cell *cell, int left, int room) {
  size_t at = 0, n = strlen(cell->text);
  for (bool first = true; at < n; first = false) {
    if (!first) {
      ply_text_add(page->out, "\n");
      pad(page, left);
    }
    at += take_line(page, cell, at, room);
  }
}

/* Prints one cell behind `*owed` spaces; trailing blanks of a row are never printed. */
static void print_cell(ply_page *page, const grid_cell *cell, int width, int *owed) {
  if (cell == NULL || cell->text[0] == '\0') {
    *owed += width;
    return;
  }
  size_t n = strlen(cell->text), kept = n;
  while (kept > 0 && cell->text[kept - 1] == ' ') kept--;
  int blanks = width - cell->width, tail = (int)(n - kept);
  pad(page, *owed + (cell->align == PLY_RIGHT ? blanks : 0));
  ply_page_styled(page, cell->style, cell->text, kept);
  *owed = tail + (cell->align == PLY_RIGHT ? 0 : blanks);
}

static void print_row(ply_page *page, const ply_grid *grid, size_t row, const block *b) {
  int owed = b->indent, left = b->indent;
  for (int c = 0; c < b->to; c++) {
    if (c >= b->n_fixed && c < b->from) continue;
    const grid_cell *cell = cell_at(grid, row, c);
    if (c == b->wrap_column && cell != NULL && cell->text[0] != '\0') {
      pad(page, owed);
      print_wrapped(page, cell, left, b->wrap_width);
      break;
    }
    print_cell(page, cell, b->widths[c], &owed);
    owed += b->gap;
    left += b->widths[c] + b->gap;
  }
  ply_text_add(page->out, "\n");
}

static int sum_widths(const int *widths, int from, int to, int gap) {
  int sum = 0;
  for (int c = from; c < to; c++) sum += widths[c] + gap;
  return sum;
}

/* The column behind the last one that fits beside the fixed ones, from column `from`; at least one fits, at
 * most `most`. */
static int block_end(const ply_page *page, const ply_grid *grid, const block *b, int from, int most) {
  int used = b->indent + sum_widths(b->widths, 0, b->n_fixed, b->gap), to = from;
  while (to < grid->n_columns && to - from < most && (to == from || used + b->widths[to] <= page->width)) {
    used += b->widths[to] + b->gap;
    to++;
  }
  return to;
}

/* Where the columns do not all fit, the blocks are about equally wide. */
static void print_blocks(ply_page *page, const ply_grid *grid, block b) {
  int n = grid->n_columns - b.n_fixed, blocks = 0, most = n;
  for (int from = b.n_fixed; from < grid->n_columns; blocks++) from = block_end(page, grid, &b, from, n);
  if (blocks > 1 && b.wrap_column < 0) most = (n + blocks - 1) / blocks;
  b.from = b.n_fixed;
  do {
    b.to = block_end(page, grid, &b, b.from, most);
    if (b.from > b.n_fixed) ply_text_add(page->out, "\n");
    for (size_t row = 0; row < grid->n_rows; row++) print_row(page, grid, row, &b);
    b.from = b.to;
  } while (b.from < grid->n_columns);
}

/* The width of a column: its widest cell. */
static int column_width(const ply_grid *grid, int column) {
  int width = 0;
  for (size_t row = 0; row < grid->n_rows; row++) {
    const grid_cell *cell = cell_at(grid, row, column);
    if (cell != NULL && cell->width > width) width = cell->width;
  }
  return width;
}

bool ply_grid_fits(const ply_page *page, const ply_grid *grid, int indent) {
  int width = indent;
  for (int c = 0; grid != NULL && c < grid->n_columns; c++) width += (c > 0 ? 2 : 0) + column_width(grid, c);
  return width <= page->width;
}

/* The bytes of a figure behind its whole part: ".344x" of "-0.344x". All ASCII. */
static int tail_of(const grid_cell *cell) {
  const char *s = cell->text + (cell->text[0] == '+' || cell->text[0] == '-');
  return (int)strlen(s) - (int)strspn(s, "0123456789,");
}

/* Blanks behind the figures of a column that have fewer digits behind the point than others. */
static void align_points(ply_grid *grid, int column) {
  int most = 0;
  for (size_t row = 0; row < grid->n_rows; row++) {
    const grid_cell *cell = cell_at(grid, row, column);
    if (cell != NULL && cell->align == PLY_POINT && tail_of(cell) > most) most = tail_of(cell);
  }
  for (size_t row = 0; row < grid->n_rows; row++) {
    grid_cell *cell = (grid_cell *)cell_at(grid, row, column);
    if (cell == NULL || cell->align != PLY_POINT) continue;
    int lacks = most - tail_of(cell);
    cell->align = PLY_RIGHT;
    if (lacks == 0) continue;
    cell->text = ply_arena_printf(grid->arena, "%s%*s", cell->text, lacks, "");
    cell->width += lacks;
    if (cell->text != NULL) continue;
    cell->text = "";
    grid->failed = true;
  }
}

void ply_grid_print(ply_page *page, ply_grid *grid, int indent, int n_fixed, bool wrap) {
  for (int c = 0; grid != NULL && !grid->failed && c < grid->n_columns; c++) align_points(grid, c);
  int *widths = grid != NULL && grid->n_columns > 0 ? calloc((size_t)grid->n_columns, sizeof *widths) : NULL;
  if (grid == NULL || grid->failed || (widths == NULL && grid->n_columns > 0)) {
    page->out->failed = true;
    ply_grid_free(grid);
    free(widths);
    return;
  }
  for (int c = 0; c < grid->n_columns; c++) widths[c] = column_width(grid, c);
  int last = grid->n_columns - 1;
  block b = {.widths = widths, .indent = indent, .gap = 2, .n_fixed = n_fixed, .wrap_column = -1};
  bool wide = indent + sum_widths(widths, 0, last + 1, 2) - 2 > page->width;
  if (wide && indent + sum_widths(widths, 0, last + 1, 1) - 1 <= page->width) b.gap = 1;
  if (wrap && last >= 0) {
    int beside = page->width - indent - sum_widths(widths, 0, last, 2);
    int below = page->width - indent - sum_widths(widths, 0, n_fixed, 2);
    b.gap = 2;
    b.wrap_column = last;
    b.wrap_width = beside >= NARROWEST_WRAP || beside >= widths[last] ? beside : below;
    if (b.wrap_width < NARROWEST_WRAP) b.wrap_width = NARROWEST_WRAP;
    if (widths[last] > b.wrap_width) widths[last] = b.wrap_width;
  }
  if (grid->n_columns > 0) print_blocks(page, grid, b);
  free(widths);
  ply_grid_free(grid);
}
