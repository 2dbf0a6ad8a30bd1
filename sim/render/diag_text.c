/* What is wrong with the file, told to a person: each problem with its place, the line of the file, a mark
 * under the very characters, and what may have been meant:
 *
 *     error[P103]: unknown key "reservaton"
 *       --> scenarios/demo.json:4:20   /actors/russia/reservaton
 *        |
 *      4 |   "russia": { "name": "Russia", "reservaton": 0.3 },
 *        |                                 ^^^^^^^^^^^^ did you mean "reservation"?
 *
 * Errors come before warnings, at most PLY_RENDER_PROBLEMS of both; columns count characters, a tab is shown
 * as four blanks, and wide characters are underlined twice. */
#include "sim/render/page.h"

#include <stdio.h>
#include <string.h>

enum { TAB = 4 };

/* Copies the file's line for the screen, tabs as blanks, and finds where the mark goes: *left columns of
 * blanks, then *under columns of carets. */
static void lay_out(const ply_diag *diag, ply_text *line, int *left, int *under) {
  *left = *under = 0;
  int at = 0; /* the character, 1-based, whose bytes are being read */
  const char *s = diag->source;
  for (size_t i = 0, n; s[i] != '\0'; i += n) {
    char one[8] = "";
    for (n = 1; n < 4 && ((unsigned char)s[i + n] & 0xc0) == 0x80;) n++;
    memcpy(one, s + i, n);
    bool tab = one[0] == '\t';
    size_t before = line->length;
    for (int k = 0; tab && k < TAB; k++) ply_text_add(line, " ");
    if (!tab) ply_text_add_visible(line, one);
    int columns = line->length > before ? ply_text_width(line->data + before) : 0;
    at++;
    if (at < diag->source_column) *left += columns;
    if (at >= diag->source_column && at < diag->source_column + diag->width) *under += columns;
  }
  if (at < diag->source_column - 1) *left += diag->source_column - 1 - at;
  if (*under < 1) *under = 1;
}

static void blanks(ply_page *page, int n) {
  for (; n > 0; n--) ply_text_add_n(page->out, " ", 1);
}

static void bar(ply_page *page, int gutter, const char *mark) {
  blanks(page, gutter + 1);
  ply_page_styled(page, PLY_QUIET, mark, strlen(mark));
}

static void add_suggestion(ply_page *page, const ply_diag *diag) {
  if (diag->suggestion == NULL) return;
  ply_text_add(page->out, " did you mean \"");
  ply_text_add_visible(page->out, diag->suggestion);
  ply_text_add(page->out, "\"?");
}

static void add_source(ply_page *page, const ply_diag *diag, int gutter, ply_style style) {
  ply_text line;
  ply_text_init(&line);
  int left, under;
  lay_out(diag, &line, &left, &under);
  bar(page, gutter, " |\n");
  ply_text_addf(page->out, " %*d ", gutter, diag->line);
  ply_page_styled(page, PLY_QUIET, "|", 1);
  ply_text_addf(page->out, " %s\n", ply_list_string(&line));
  bar(page, gutter, " |");
  blanks(page, left + 1);
  ply_text carets;
  ply_text_init(&carets);
  for (int i = 0; i < under; i++) ply_text_add(&carets, "^");
  ply_page_styled(page, style, ply_list_string(&carets), carets.length);
  add_suggestion(page, diag);
  ply_text_add(page->out, "\n");
  page->out->failed |= line.failed || carets.failed;
  ply_text_done(&carets);
  ply_text_done(&line);
}

static void add_place(ply_page *page, const char *file, int line, int column, const char *pointer,
                      int gutter) {
  blanks(page, gutter + 1);
  ply_text_add(page->out, "--> ");
  ply_text_add_visible(page->out, file[0] == '\0' || strcmp(file, "-") == 0 ? "standard input" : file);
  if (line > 0) ply_text_addf(page->out, ":%d", line);
  if (line > 0 && column > 0) ply_text_addf(page->out, ":%d", column);
  if (pointer[0] != '\0') {
    ply_text_add(page->out, "   ");
    ply_text_add_visible(page->out, pointer);
  }
  ply_text_add(page->out, "\n");
}

static void add_title(ply_page *page, ply_style style, const char *severity, const char *code,
                      const char *message) {
  char title[32];
  snprintf(title, sizeof title, code[0] != '\0' ? "%s[%s]:" : "%s%s:", severity, code);
  ply_page_styled(page, style, title, strlen(title));
  ply_text_add(page->out, " ");
  ply_text_add_visible(page->out, message);
  ply_text_add(page->out, "\n");
}

static void add_problem(ply_page *page, const ply_diag *diag) {
  bool error = diag->severity == PLY_ERROR;
  ply_style style = error ? PLY_REDLINE : PLY_STRONG;
  int gutter = snprintf(NULL, 0, "%d", diag->line);
  if (page->out->length > 0) ply_text_add(page->out, "\n");
  add_title(page, style, error ? "error" : "warning", diag->code, diag->message);
  add_place(page, diag->file, diag->line, diag->column, diag->pointer, gutter);
  if (diag->source != NULL && diag->line > 0)
    add_source(page, diag, gutter, style);
  else if (diag->suggestion != NULL) {
    bar(page, gutter, " =");
    add_suggestion(page, diag);
    ply_text_add(page->out, "\n");
  }
  if (diag->note == NULL) return;
  bar(page, gutter, " =");
  ply_text_add(page->out, " note: ");
  ply_text_add_visible(page->out, diag->note);
  ply_text_add(page->out, "\n");
}

/* "3 errors, 1 warning". */
static void add_total(ply_page *page, const ply_diags *diags, size_t shown) {
  size_t all = diags->n_errors + diags->n_warnings;
  if (all > shown) ply_text_addf(page->out, "\nand %zu more\n", all - shown);
  if (all < 2) return;
  ply_text_add(page->out, "\n");
  if (diags->n_errors > 0)
    ply_text_addf(page->out, "%zu error%s", diags->n_errors, diags->n_errors == 1 ? "" : "s");
  if (diags->n_errors > 0 && diags->n_warnings > 0) ply_text_add(page->out, ", ");
  if (diags->n_warnings > 0)
    ply_text_addf(page->out, "%zu warning%s", diags->n_warnings, diags->n_warnings == 1 ? "" : "s");
  ply_text_add(page->out, "\n");
}

void ply_problems_text(const void *record, const ply_render_settings *settings, ply_text *out) {
  const ply_diags *diags = record;
  ply_page page = ply_page_start(out, settings);
  size_t shown = 0;
  for (int severity = PLY_ERROR; severity <= PLY_WARNING; severity++)
    for (size_t i = 0; i < diags->count && shown < PLY_RENDER_PROBLEMS; i++)
      if ((int)diags->items[i].severity == severity) {
        add_problem(&page, &diags->items[i]);
        shown++;
      }
  add_total(&page, diags, shown);
}

void ply_error_text(const void *record, const ply_render_settings *settings, ply_text *out) {
  const ply_err *failure = record;
  ply_page page = ply_page_start(out, settings);
  add_title(&page, PLY_REDLINE, "error", "", failure->message);
  if (failure->file[0] != '\0' || failure->pointer[0] != '\0')
    add_place(&page, failure->file, failure->line, failure->column, failure->pointer, 1);
}
