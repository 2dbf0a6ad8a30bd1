/* Lines of parts: written, taken apart, read one after another. Light runs take ten microseconds, so that a
 * line goes without printf (half a microsecond in place of three), and files are read by blocks of 256 KiB.
 * Cost: the bytes, about two nanoseconds each for the check sum. */
#include "sim/sweep/store/part.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BLOCK = 1 << 18, SUM = 8 };

static uint32_t check_sum(const char *text, size_t n) {
  uint32_t sum = 2166136261u;
  for (size_t i = 0; i < n; i++) sum = (sum ^ (unsigned char)text[i]) * 16777619u;
  return sum;
}

void ply_part_header(const ply_sweep *sweep, ply_text *out) {
  ply_text_addf(out, "#parley-sweep,1,%s,%s,%s\n", PARLEY_VERSION, sweep->digest, sweep->scenario->digest);
}

/* Seconds to the nanosecond. */
static void add_seconds(ply_text *out, double seconds) {
  uint64_t ns = seconds > 0 && seconds < 1e9 ? (uint64_t)(seconds * 1e9 + 0.5) : 0, rest = ns % 1000000000;
  char decimals[10] = ".";
  for (int i = 9; i > 0; i--, rest /= 10) decimals[i] = (char)('0' + rest % 10);
  ply_text_whole(out, ns / 1000000000);
  ply_text_add_n(out, decimals, sizeof decimals);
}

void ply_part_write(ply_text *out, uint64_t run, const char *cells, double seconds) {
  size_t from = out->length;
  ply_text_whole(out, run);
  ply_text_add_n(out, ",", 1);
  ply_text_add(out, cells);
  ply_text_add_n(out, ",", 1);
  add_seconds(out, seconds);
  ply_text_add_n(out, ",", 1);
  if (out->failed) return;
  uint32_t sum = check_sum(out->data + from, out->length - from);
  char digits[SUM + 1];
  for (int i = SUM; i-- > 0; sum >>= 4) digits[i] = "0123456789abcdef"[sum & 15];
  digits[SUM] = '\n';
  ply_text_add_n(out, digits, sizeof digits);
}

bool ply_part_read(char *line, size_t length, ply_part_line *out) {
  if (length < 12 || line[length - SUM - 1] != ',' || line[0] == '#') return false;
  char *end;
  unsigned long sum = strtoul(line + length - SUM, &end, 16);
  if (end != line + length || sum != check_sum(line, length - SUM)) return false;
  line[length - SUM - 1] = '\0';
  out->seconds = strrchr(line, ',');
  out->run = strtoull(line, &end, 10);
  if (*end != ',' || out->seconds == NULL || out->seconds <= end) return false;
  out->cells = end + 1;
  out->n_cells = (size_t)(out->seconds - out->cells);
  *out->seconds++ = '\0';
  return true;
}

bool ply_part_other(const char *line, size_t length) {
  static const char start[] = "#parley-sweep,";
  int commas = 0, digests = 0;
  if (length < sizeof start || strncmp(line, start, sizeof start - 1) != 0) return false;
  for (size_t i = 0; i < length; i++) {
    if (line[i] != ',') continue;
    commas++;
    digests += strncmp(line + i, ",sha256:", 8) == 0 && strspn(line + i + 8, "0123456789abcdef") == 64;
  }
  return commas == 4 && digests == 2;
}

/* The status stands before the last comma but one: "...,memory,out of memory". */
ply_run_end ply_part_end(const char *cells, size_t length) {
  static const char *const words[] = {",memory,", ",system,"};
  if (length >= 3 && memcmp(cells + length - 3, "ok,", 3) == 0) return PLY_RUN_DONE;
  for (size_t i = 0; i + 8 <= length; i++)
    for (size_t w = 0; w < 2; w++)
      if (memcmp(cells + i, words[w], 8) == 0) return PLY_RUN_AGAIN;
  bool first = length >= 7 && (memcmp(cells, "memory,", 7) == 0 || memcmp(cells, "system,", 7) == 0);
  return first ? PLY_RUN_AGAIN : PLY_RUN_FAILED;
}

bool ply_part_glance(const char *line, size_t length, uint64_t *run, ply_run_end *how) {
  char *end;
  if (length < SUM + 4) return false;
  size_t n = length - SUM - 1; /* up to the seconds' end */
  while (n > 0 && line[n - 1] != ',') n--;
  *run = strtoull(line, &end, 10);
  if (*end != ',' || n == 0 || end >= line + n - 1) return false;
  *how = ply_part_end(end + 1, (size_t)(line + n - 1 - (end + 1)));
  return true;
}

bool ply_part_open(ply_part_lines *lines, const char *path, off_t from) {
  *lines = (ply_part_lines){.file = open(path, O_RDONLY | O_CLOEXEC), .at = from};
  return lines->file >= 0;
}

void ply_part_close(ply_part_lines *lines) {
  if (lines->file >= 0) close(lines->file);
  free(lines->data);
  *lines = (ply_part_lines){.file = -1};
}

/* More of the file behind what is not used up yet. */
static bool read_more(ply_part_lines *l) {
  if (l->from > 0) memmove(l->data, l->data + l->from, l->length - l->from);
  l->at += (off_t)l->from;
  l->length -= l->from;
  l->from = 0;
  if (l->room < l->length + BLOCK) {
    size_t room = 2 * l->length + 2 * BLOCK; /* a line that is longer than a block: twice as much */
    char *data = realloc(l->data, room);
    if (data == NULL) return false;
    l->data = data;
    l->room = room;
  }
  ssize_t n;
  do n = pread(l->file, l->data + l->length, l->room - l->length - 1, l->at + (off_t)l->length);
  while (n < 0 && errno == EINTR);
  if (n < 0) return false;
  l->end = n == 0;
  l->length += (size_t)n;
  return true;
}

bool ply_part_next(ply_part_lines *l, char **line, size_t *length, off_t *at, bool *whole) {
  l->failed = l->data == NULL && !read_more(l);
  while (!l->failed) {
    char *start = l->data + l->from,
         *end = l->length > l->from ? memchr(start, '\n', l->length - l->from) : NULL;
    *whole = end != NULL;
    if (end == NULL && !l->end) {
      l->failed = !read_more(l);
      continue;
    }
    if (end == NULL) end = l->data + l->length;
    if (!*whole && end == start) return false;
    *end = '\0';
    *line = start;
    *length = (size_t)(end - start);
    *at = l->at + (off_t)l->from;
    l->from += *length + (*whole ? 1 : 0);
    return true;
  }
  return false;
}
