/* Where is a problem, and how is it told: fills a ply_diag with file, line, column, width, pointer and the
 * text of the line. Lines are found by bisection in a table made at the first question. Columns and widths
 * count characters (code points), from 1. Whatever comes from a file is made harmless for a terminal: control
 * characters are escaped in messages and shown as "?" in the line, names past 60 characters and lines past
 * 100 are cut. */
#include "sim/base/json_tree.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST_NAME = 60, LONGEST_LINE = 100, BEFORE = 40 };

static bool continues(char c) { return ((unsigned char)c & 0xc0) == 0x80; }

static void find_lines(ply_tree *tree, ply_source_file *file) {
  size_t n = 1;
  for (size_t i = 0; i < file->length; i++) n += file->text[i] == '\n';
  file->lines = malloc(n * sizeof *file->lines);
  if (file->lines == NULL) ply_tree_out_of_memory(tree);
  file->lines[0] = 0;
  file->n_lines = 1;
  for (size_t i = 0; i < file->length; i++)
    if (file->text[i] == '\n') file->lines[file->n_lines++] = (uint32_t)(i + 1);
}

/* The line (from 0) that holds byte `offset`. */
static size_t line_of(ply_tree *tree, ply_source_file *file, size_t offset) {
  if (file->lines == NULL) find_lines(tree, file);
  size_t low = 0, high = file->n_lines;
  while (high - low > 1) {
    size_t middle = low + (high - low) / 2;
    if (file->lines[middle] <= offset)
      low = middle;
    else
      high = middle;
  }
  return low;
}

static size_t count_characters(const char *from, const char *to) {
  size_t n = 0;
  for (; from < to; from++) n += !continues(*from);
  return n;
}

/* Characters before `offset` in its line. Problems mostly come in the order of the file, so counting goes on
 * from the last place in the same line: a file of one line of 16 MiB is not counted again for each. */
static size_t column_of(ply_source_file *file, size_t line, size_t offset) {
  size_t start = file->lines[line], known = 0;
  if (file->counted_to >= start && file->counted_to <= offset && file->counted_line == line) {
    start = file->counted_to;
    known = file->counted;
  }
  file->counted_line = line;
  file->counted_to = offset;
  file->counted = known + count_characters(file->text + start, file->text + offset);
  return file->counted;
}

/* Whether the character at p would play tricks on a terminal: a control character, an invisible mark that
 * turns the direction of writing, a byte-order mark, a broken byte. *length: its bytes. */
static bool is_harmful(const char *p, size_t left, size_t *length) {
  const unsigned char *c = (const unsigned char *)p;
  *length = ply_utf8_length(c, left);
  if (*length == 0) return *length = 1, true;
  if (c[0] < 0x20 || c[0] == 0x7f || (c[0] == 0xc2 && c[1] < 0xa0)) return true;
  if (*length != 3) return false;
  return (c[0] == 0xe2 && c[1] == 0x80 && c[2] >= 0xaa && c[2] <= 0xae) ||
         (c[0] == 0xe2 && c[1] == 0x81 && c[2] >= 0xa6 && c[2] <= 0xa9) ||
         (c[0] == 0xef && c[1] == 0xbb && c[2] == 0xbf);
}

static void add_harmless(ply_text *out, const char *from, const char *to) {
  size_t length;
  for (; from < to; from += length) {
    if (!is_harmful(from, (size_t)(to - from), &length))
      ply_text_add_n(out, from, length);
    else
      ply_text_add(out, *from == '\t' ? " " : "?");
  }
}

/* n characters before p, but not before `start`. */
static const char *back(const char *p, const char *start, size_t n) {
  for (; n > 0 && p > start; n--) do
      p--;
    while (p > start && continues(*p));
  return p;
}

/* n characters after p, but not past the line. */
static const char *forward(const char *p, const char *end, size_t n) {
  for (; n > 0 && p < end && *p != '\n'; n--) do
      p++;
    while (p < end && continues(*p));
  return p;
}

/* The line around the place, at most about LONGEST_LINE characters; its column in what is shown goes to
 * *column. */
static void show_line(const ply_source_file *file, size_t line, size_t offset, size_t before, ply_text *out,
                      int *column) {
  const char *start = file->text + file->lines[line], *end = file->text + file->length,
             *spot = file->text + offset;
  const char *first = start, *rest = forward(spot, end, LONGEST_LINE);
  bool goes_on = rest < end && *rest != '\n';
  *column = (int)before + 1;
  if (before > BEFORE && (goes_on || before + count_characters(spot, rest) > LONGEST_LINE)) {
    first = back(spot, start, BEFORE);
    ply_text_add(out, "...");
    *column = BEFORE + 4;
  }
  const char *last = forward(first, end, LONGEST_LINE);
  goes_on = last < end && *last != '\n' && *last != '\r';
  if (last > first && last[-1] == '\r') last--;
  add_harmless(out, first, last);
  if (goes_on) ply_text_add(out, "...");
}

/* A text of ours with names of the file in it: what is harmful is written as numbers. */
static char *escaped(ply_tree *tree, const char *text) {
  if (text == NULL) return NULL;
  ply_text out;
  ply_text_init(&out);
  size_t length, left = strlen(text);
  for (const char *p = text; *p != '\0'; p += length, left -= length) {
    if (!is_harmful(p, left, &length))
      ply_text_add_n(&out, p, length);
    else
      for (size_t i = 0; i < length; i++) ply_text_addf(&out, "\\x%02x", (unsigned)(unsigned char)p[i]);
  }
  return ply_tree_take(tree, &out);
}

const char *ply_quoted(ply_tree *tree, const char *name) {
  size_t n = strnlen(name, LONGEST_NAME + 1);
  bool cut = n > LONGEST_NAME;
  if (cut)
    for (n = LONGEST_NAME; n > 0 && continues(name[n]);) n--;
  char *out = ply_arena_printf(tree->arena, "\"%.*s%s\"", (int)n, name, cut ? "..." : "");
  if (out == NULL) ply_tree_out_of_memory(tree);
  return out;
}

static char *formatted(ply_tree *tree, const char *format, va_list args) {
  char buffer[1000];
  vsnprintf(buffer, sizeof buffer, format, args);
  return escaped(tree, buffer);
}

bool ply_is_heard(const ply_tree *tree) { return tree->diags->count < PLY_DIAGS_KEPT; }

/* Beyond those that are kept, problems are only counted: a file of nothing but faults stays quick to read. */
static void count_only(ply_tree *tree, ply_problem what) {
  ply_diag diag = {.severity = what[0] == 'W' ? PLY_WARNING : PLY_ERROR};
  ply_diags_add(tree->diags, &diag);
  if (diag.severity == PLY_ERROR) tree->n_errors++;
}

static void add(ply_tree *tree, ply_problem what, ply_diag *diag, ply_source_file *file, size_t offset,
                ply_hint more) {
  ply_text source;
  ply_text_init(&source);
  snprintf(diag->code, sizeof diag->code, "%s", what);
  diag->severity = diag->code[0] == 'W' ? PLY_WARNING : PLY_ERROR;
  diag->file = escaped(tree, file->name);
  diag->suggestion = escaped(tree, more.suggestion);
  diag->note = escaped(tree, more.note);
  if (file->text != NULL && offset <= file->length) {
    size_t line = line_of(tree, file, offset);
    diag->line = (int)line + 1;
    size_t before = column_of(file, line, offset);
    diag->column = (int)before + 1;
    show_line(file, line, offset, before, &source, &diag->source_column);
    if (source.length > 0 && !source.failed) diag->source = source.data;
  }
  if (!source.failed) ply_diags_add(tree->diags, diag);
  bool failed = source.failed;
  ply_text_done(&source);
  if (failed || tree->diags->out_of_memory) ply_tree_out_of_memory(tree);
  if (diag->severity != PLY_ERROR) return;
  tree->n_errors++;
  if (tree->worst == PLY_OK) tree->worst = PLY_E_INPUT;
}

void ply_report_problem_at(ply_tree *tree, ply_problem what, size_t file, size_t offset, int width,
                           const char *pointer, ply_hint more, const char *format, ...) {
  va_list args;
  va_start(args, format);
  ply_diag diag = {.width = width > 0 ? width : 1, .pointer = escaped(tree, pointer)};
  diag.message = formatted(tree, format, args);
  va_end(args);
  add(tree, what, &diag, &tree->files[file], offset, more);
}

/* Characters of the token that starts at `offset`: a string with its quotes, a number, a word; 1 for a
 * bracket. */
static int token_width(const ply_source_file *file, size_t offset) {
  const char *start = file->text + offset, *end = file->text + file->length, *p = start;
  if (p >= end) return 1;
  if (*p == '"') {
    for (p++; p < end && *p != '"' && *p != '\n'; p++)
      if (*p == '\\' && p + 1 < end) p++;
    if (p < end && *p == '"') p++;
  } else
    while (p < end && strchr(" \t\r\n,:{}[]\"", *p) == NULL) p++;
  size_t n = count_characters(start, p);
  return n < 1 ? 1 : n > LONGEST_LINE ? LONGEST_LINE : (int)n;
}

void ply_report_problem(ply_tree *tree, ply_problem what, const ply_node *at, ply_place where, ply_hint more,
                        const char *format, ...) {
  if (!ply_is_heard(tree)) {
    count_only(tree, what);
    return;
  }
  ply_source_file *file = &tree->files[at->file];
  size_t offset = where == AT_KEY && at->key != NULL ? at->key_at : at->at;
  va_list args;
  va_start(args, format);
  ply_diag diag = {.width = file->text != NULL && offset <= file->length ? token_width(file, offset) : 1};
  diag.message = formatted(tree, format, args);
  va_end(args);
  diag.pointer = escaped(tree, ply_node_pointer(tree, at));
  add(tree, what, &diag, file, offset, more);
}
