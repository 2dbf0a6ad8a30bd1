/* Where is a problem, and how is it told: fills a ply_diag with file, line, column, width, pointer and the
 * text of the line. Lines are found by bisection in a table made at the first question. Columns and widths
 * count characters (code points), from 1. Whatever comes from a file is made harmless for a terminal: control
 * characters are escaped in messages and shown as "?" in the line, names past 60 characters and lines past
 * 100 are cut. */
#include "sim/scenario/tree.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST_NAME = 60, LONGEST_LINE = 100, BEFORE = 40 };

static bool continues(char c) { return ((unsigned char)c & 0xc0) == 0x80; }

static void find_lines(ply_tree *tree, source_file *file) {
  size_t n = 1;
  for (size_t i = 0; i < file->length; i++) n += file->text[i] == '\n';
  file->lines = malloc(n * sizeof *file->lines);
  if (file->lines == NULL) tree_out_of_memory(tree);
  file->lines[0] = 0;
  file->n_lines = 1;
  for (size_t i = 0; i < file->length; i++)
    if (file->text[i] == '\n') file->lines[file->n_lines++] = (uint32_t)(i + 1);
}

/* The line (from 0) that holds byte `offset`. */
static size_t line_of(ply_tree *tree, source_file *file, size_t offset) {
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

static void add_harmless(ply_text *out, const char *from, const char *to) {
  for (; from < to; from++) {
    unsigned char c = (unsigned char)*from;
    if (c == '\t')
      ply_text_add(out, " ");
    else if (c < 0x20 || c == 0x7f)
      ply_text_add(out, "?");
    else
      ply_text_add_n(out, from, 1);
  }
}

/* The line around the place, at most about LONGEST_LINE characters; its column in what is shown goes to
 * *column. */
static void show_line(const source_file *file, size_t line, size_t offset, ply_text *out, int *column) {
  const char *start = file->text + file->lines[line], *spot = file->text + offset;
  const char *end = memchr(start, '\n', (size_t)(file->text + file->length - start));
  if (end == NULL) end = file->text + file->length;
  if (end > start && end[-1] == '\r') end--;
  if (spot > end) spot = end;
  size_t before = count_characters(start, spot);
  *column = (int)before + 1;
  if (before > BEFORE && count_characters(start, end) > LONGEST_LINE) {
    size_t skip = before - BEFORE;
    for (size_t i = 0; i < skip; i++) do
        start++;
      while (start < end && continues(*start));
    ply_text_add(out, "...");
    *column = BEFORE + 4;
  }
  const char *stop = start;
  for (size_t n = 0; stop < end && n < LONGEST_LINE; n++) do
      stop++;
    while (stop < end && continues(*stop));
  add_harmless(out, start, stop);
  if (stop < end) ply_text_add(out, "...");
}

/* A text of ours with names of the file in it: control characters escaped. */
static char *escaped(ply_tree *tree, const char *text) {
  if (text == NULL) return NULL;
  ply_text out;
  ply_text_init(&out);
  for (const char *p = text; *p != '\0'; p++) {
    unsigned char c = (unsigned char)*p;
    if (c < 0x20 || c == 0x7f)
      ply_text_addf(&out, "\\u%04x", (unsigned)c);
    else if (c == 0xc2 && (unsigned char)p[1] >= 0x80 &&
             (unsigned char)p[1] < 0xa0) /* C1 control characters */
      ply_text_addf(&out, "\\u%04x", (unsigned)(unsigned char)*++p);
    else
      ply_text_add_n(&out, p, 1);
  }
  ply_text_add(&out, "");
  char *copy = out.failed ? NULL : ply_arena_strdup(tree->arena, out.data != NULL ? out.data : "");
  ply_text_done(&out);
  if (copy == NULL) tree_out_of_memory(tree);
  return copy;
}

const char *quoted(ply_tree *tree, const char *name) {
  size_t n = strnlen(name, LONGEST_NAME + 1);
  bool cut = n > LONGEST_NAME;
  if (cut)
    for (n = LONGEST_NAME; n > 0 && continues(name[n]);) n--;
  char *out = ply_arena_printf(tree->arena, "\"%.*s%s\"", (int)n, name, cut ? "..." : "");
  if (out == NULL) tree_out_of_memory(tree);
  return out;
}

static char *formatted(ply_tree *tree, const char *format, va_list args) {
  char buffer[1000];
  vsnprintf(buffer, sizeof buffer, format, args);
  return escaped(tree, buffer);
}

static void add(ply_tree *tree, code what, ply_diag *diag, source_file *file, size_t offset, hint more) {
  ply_text source;
  ply_text_init(&source);
  snprintf(diag->code, sizeof diag->code, "%s", code_name(what));
  diag->severity = diag->code[0] == 'W' ? PLY_WARNING : PLY_ERROR;
  diag->file = escaped(tree, file->name);
  diag->suggestion = escaped(tree, more.suggestion);
  diag->note = escaped(tree, more.note);
  if (file->text != NULL && offset <= file->length) {
    size_t line = line_of(tree, file, offset);
    diag->line = (int)line + 1;
    diag->column = (int)count_characters(file->text + file->lines[line], file->text + offset) + 1;
    show_line(file, line, offset, &source, &diag->source_column);
    if (source.length > 0 && !source.failed) diag->source = source.data;
  }
  ply_diags_add(tree->diags, diag);
  ply_text_done(&source);
  if (tree->diags->out_of_memory) tree_out_of_memory(tree);
  if (diag->severity != PLY_ERROR) return;
  tree->n_errors++;
  if (tree->worst == PLY_OK) tree->worst = PLY_E_INPUT;
}

void report_at(ply_tree *tree, code what, size_t file, size_t offset, int width, const char *pointer,
               hint more, const char *format, ...) {
  va_list args;
  va_start(args, format);
  ply_diag diag = {.width = width > 0 ? width : 1, .pointer = escaped(tree, pointer)};
  diag.message = formatted(tree, format, args);
  va_end(args);
  add(tree, what, &diag, &tree->files[file], offset, more);
}

/* Characters of the token that starts at `offset`: a string with its quotes, a number, a word; 1 for a
 * bracket. */
static int token_width(const source_file *file, size_t offset) {
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

void report(ply_tree *tree, code what, const node *at, place where, hint more, const char *format, ...) {
  source_file *file = &tree->files[at->file];
  size_t offset = where == AT_KEY && at->key != NULL ? at->key_at : at->at;
  va_list args;
  va_start(args, format);
  ply_diag diag = {.width = file->text != NULL && offset <= file->length ? token_width(file, offset) : 1};
  diag.message = formatted(tree, format, args);
  va_end(args);
  diag.pointer = escaped(tree, node_pointer(tree, at));
  add(tree, what, &diag, file, offset, more);
}
