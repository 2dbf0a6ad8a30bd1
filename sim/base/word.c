/* Words: the nearest known name for a misspelt one, and the width of UTF-8 text on a terminal. */
#include "sim/base/base.h"

#include <stdlib.h>
#include <string.h>

const char *const ply_grade_words[] = {"assumed", "outside", "implied", "stated", NULL};

enum { LONGEST = 64 };

/* Optimal string alignment distance (insert, delete, replace, swap of neighbours); large where a word is too
 * long. */
static int distance(const char *a, const char *b) {
  int n = (int)strnlen(a, LONGEST + 1), m = (int)strnlen(b, LONGEST + 1);
  if (n > LONGEST || m > LONGEST) return LONGEST;
  int d[3][LONGEST + 1];
  for (int j = 0; j <= m; j++) d[0][j] = j;
  for (int i = 1; i <= n; i++) {
    int *now = d[i % 3], *before = d[(i + 2) % 3], *two = d[(i + 1) % 3];
    now[0] = i;
    for (int j = 1; j <= m; j++) {
      int best = before[j - 1] + (a[i - 1] != b[j - 1] ? 1 : 0);
      if (before[j] + 1 < best) best = before[j] + 1;
      if (now[j - 1] + 1 < best) best = now[j - 1] + 1;
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && two[j - 2] + 1 < best)
        best = two[j - 2] + 1;
      now[j] = best;
    }
  }
  return d[n % 3][m];
}

const char *ply_word_nearest(const char *word, const char *const *candidates, size_t n) {
  size_t length = strlen(word);
  int allowed = length / 3 > 2 ? (int)(length / 3) : 2, best = allowed + 1;
  if (length <= 3) best = 2;
  const char *out = NULL;
  for (size_t i = 0; i < n; i++) {
    int d = distance(word, candidates[i]);
    if (d < best && d < (int)length) {
      best = d;
      out = candidates[i];
    }
  }
  return out;
}

/* Decodes one UTF-8 character at s into *code; returns its length (1 for a broken byte). */
static int decode(const unsigned char *s, uint32_t *code) {
  if (s[0] < 0x80) return *code = s[0], 1;
  int n = s[0] >= 0xf0 ? 4 : s[0] >= 0xe0 ? 3 : 2;
  uint32_t c = s[0] & (0xffu >> (n + 1));
  for (int i = 1; i < n; i++) {
    if ((s[i] & 0xc0) != 0x80) return *code = 0xfffd, 1;
    c = (c << 6) | (s[i] & 0x3fu);
  }
  *code = c;
  return n;
}

static int columns(uint32_t c) {
  if (c < 0x20 || (c >= 0x7f && c < 0xa0)) return 0;
  if ((c >= 0x300 && c <= 0x36f) || (c >= 0x200b && c <= 0x200f) || (c >= 0xfe00 && c <= 0xfe0f)) return 0;
  if ((c >= 0x1100 && c <= 0x115f) || (c >= 0x2e80 && c <= 0xa4cf) || (c >= 0xac00 && c <= 0xd7a3) ||
      (c >= 0xf900 && c <= 0xfaff) || (c >= 0xfe30 && c <= 0xfe6f) || (c >= 0xff00 && c <= 0xff60) ||
      (c >= 0xffe0 && c <= 0xffe6) || (c >= 0x1f300 && c <= 0x1faff) || (c >= 0x20000 && c <= 0x3fffd))
    return 2;
  return 1;
}

int ply_text_width(const char *s) {
  int width = 0;
  for (const unsigned char *p = (const unsigned char *)s; *p != '\0';) {
    uint32_t code;
    p += decode(p, &code);
    width += columns(code);
  }
  return width;
}

/* Length of the well-formed UTF-8 character at s (RFC 3629: no overlong form, no surrogate, at most
 * U+10FFFF); 0 if it is none. */
size_t ply_utf8_length(const unsigned char *s, size_t left) {
  if (s[0] < 0x80) return 1;
  if (s[0] < 0xc2 || s[0] > 0xf4) return 0;
  size_t n = s[0] < 0xe0 ? 2 : s[0] < 0xf0 ? 3 : 4;
  if (n > left) return 0;
  for (size_t i = 1; i < n; i++)
    if ((s[i] & 0xc0) != 0x80) return 0;
  if ((s[0] == 0xe0 && s[1] < 0xa0) || (s[0] == 0xed && s[1] > 0x9f)) return 0;
  if ((s[0] == 0xf0 && s[1] < 0x90) || (s[0] == 0xf4 && s[1] > 0x8f)) return 0;
  return n;
}

unsigned ply_utf8_unsafe(const unsigned char *s, size_t n) {
  if (n == 1) return s[0] < 0x20 || s[0] == 0x7f ? s[0] : 0;
  if (n > 3) return 0;
  unsigned point = (s[0] & (n == 2 ? 0x1fU : 0x0fU)) << 6 | (s[1] & 0x3fU);
  if (n == 3) point = point << 6 | (s[2] & 0x3fU);
  bool turns = point == 0x200e || point == 0x200f || (point >= 0x2028 && point <= 0x202e) ||
               (point >= 0x2066 && point <= 0x2069);
  return turns || (point >= 0x80 && point <= 0x9f) ? point : 0;
}
