/* What is the next word of a game file? A scanner over a text in memory: it looks at every byte once, and an
 * error counts its line and column only when it happens. */
#include "sim/interop/scan.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_EXPONENT = 400000 }; /* of ten: beyond, a short text could ask for all memory */

bool ply_scan_fail(ply_scan *scan, const char *at, ply_status status, const char *format, ...) {
  if (scan->status != PLY_OK) return false;
  scan->status = status;
  char message[300];
  va_list args;
  va_start(args, format);
  vsnprintf(message, sizeof message, format, args);
  va_end(args);
  ply_err_set(scan->err, status, "%s", message);
  if (scan->err == NULL) return false;
  scan->err->line = scan->err->column = 1;
  for (const char *c = scan->text; c < at; c++)
    if (*c == '\n') {
      scan->err->line++;
      scan->err->column = 1;
    } else if (((unsigned char)*c & 0xc0) != 0x80)
      scan->err->column++;
  snprintf(scan->err->file, sizeof scan->err->file, "%.390s", scan->file);
  return false;
}

bool ply_scan_no_memory(ply_scan *scan) {
  if (scan->status == PLY_OK) scan->status = ply_err_set(scan->err, PLY_E_MEMORY, "not enough memory");
  return false;
}

static bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
static bool is_digit(char c) { return c >= '0' && c <= '9'; }

char ply_scan_next(ply_scan *scan) {
  const char *at = scan->at;
  while (is_blank(*at)) at++;
  scan->at = at;
  return *at;
}

/* What stands at the place, for a message. */
static const char *found(const ply_scan *scan, char *room, size_t size) {
  if (scan->at >= scan->end) return "the end of the file";
  size_t n = 0;
  while (scan->at + n < scan->end && n < 20 && !is_blank(scan->at[n]) &&
         (n == 0 || !strchr("{}\",", scan->at[n])))
    n++;
  while (scan->at + n < scan->end && ((unsigned char)scan->at[n] & 0xc0) == 0x80) n++;
  if (n == 1 && !isprint((unsigned char)*scan->at))
    snprintf(room, size, "the byte %#x", (unsigned)(unsigned char)*scan->at);
  else
    snprintf(room, size, "'%.*s'", (int)n, scan->at);
  return room;
}

bool ply_scan_take(ply_scan *scan, char c) {
  if (scan->status != PLY_OK || ply_scan_next(scan) != c || scan->at >= scan->end) return false;
  scan->at++;
  return true;
}

bool ply_scan_expect(ply_scan *scan, char c, const char *what) {
  if (scan->status != PLY_OK || ply_scan_take(scan, c)) return scan->status == PLY_OK;
  char room[64];
  return ply_scan_fail(scan, scan->at, PLY_E_INPUT, "expected '%c' (%s), found %s", c, what,
                       found(scan, room, sizeof room));
}

bool ply_scan_string(ply_scan *scan, const char **out, const char *what) {
  char room[64];
  if (scan->status != PLY_OK) return false;
  if (ply_scan_next(scan) != '"')
    return ply_scan_fail(scan, scan->at, PLY_E_INPUT, "expected a text in quotes (%s), found %s", what,
                         found(scan, room, sizeof room));
  const char *start = scan->at++, *end = scan->at;
  while (end < scan->end && *end != '"') end += *end == '\\' && end + 1 < scan->end ? 2 : 1;
  if (end >= scan->end)
    return ply_scan_fail(scan, start, PLY_E_INPUT, "this text has no closing quote (%s)", what);
  char *copy = ply_arena_alloc(scan->arena, (size_t)(end - scan->at) + 1, 1), *to = copy;
  if (copy == NULL) return ply_scan_no_memory(scan);
  for (const char *c = scan->at; c < end; c++) {
    if (*c == '\\' && (c[1] == '"' || c[1] == '\\')) c++;
    *to++ = *c == '\0' ? ' ' : *c;
  }
  scan->at = end + 1;
  *out = copy;
  return true;
}

/* Whether a number comes next. */
static bool at_number(ply_scan *scan) {
  char c = ply_scan_next(scan);
  return is_digit(c) || c == '-' || c == '+' || c == '.';
}

bool ply_scan_whole(ply_scan *scan, int64_t least, int64_t most, int64_t *out, const char *what) {
  char room[64];
  if (scan->status != PLY_OK) return false;
  ply_scan_next(scan);
  const char *at = scan->at;
  bool minus = *at == '-';
  at += minus || *at == '+';
  int64_t value = 0;
  const char *first = at;
  for (; is_digit(*at) && value <= INT64_MAX / 10 - 1; at++) value = value * 10 + (*at - '0');
  if (at == first || is_digit(*at) || *at == '.' || *at == '/' || *at == 'e' || *at == 'E')
    return ply_scan_fail(scan, scan->at, PLY_E_INPUT, "expected a whole number (%s), found %s", what,
                         found(scan, room, sizeof room));
  if (minus) value = -value;
  if (value < least || value > most)
    return ply_scan_fail(scan, scan->at, PLY_E_INPUT, "%lld is not from %lld to %lld (%s)", (long long)value,
                         (long long)least, (long long)most, what);
  scan->at = at;
  *out = value;
  return true;
}

/* ---- numbers ---- */

/* The parts of a number as it is written. */
typedef struct written {
  const char *start, *end;
  bool minus;
  const char *whole, *fraction, *under; /* digits before and behind the point, behind the slash */
  size_t n_whole, n_fraction, n_under;
  long exponent;
} written;

static const char *digits(const char *at, const char **start, size_t *n) {
  *start = at;
  while (is_digit(*at)) at++;
  *n = (size_t)(at - *start);
  return at;
}

/* Splits a number into its parts. False: it is none; *why says more. */
static bool split(const char *at, written *w, const char **why) {
  *w = (written){.start = at};
  *why = "it is no number";
  w->minus = *at == '-';
  if (*at == '-' || *at == '+') at++;
  at = digits(at, &w->whole, &w->n_whole);
  if (*at == '/') {
    at = digits(at + 1, &w->under, &w->n_under);
    *why = "a fraction is two whole numbers, such as 2/3";
    if (w->n_whole == 0 || w->n_under == 0 || *at == '.' || *at == '/') return false;
    w->end = at;
    return true;
  }
  if (*at == '.') at = digits(at + 1, &w->fraction, &w->n_fraction);
  if (w->n_whole + w->n_fraction == 0) return false;
  if (*at == 'e' || *at == 'E') {
    char *end;
    const char *from = at + 1 + (at[1] == '-' || at[1] == '+');
    *why = "the exponent has no digits";
    if (!is_digit(*from)) return false;
    w->exponent = strtol(at + 1, &end, 10);
    at = end;
    *why = "the exponent is too large";
    if (w->exponent > MOST_EXPONENT || w->exponent < -MOST_EXPONENT) return false;
  }
  *why = "a number ends at a blank, a comma or a brace";
  if (*at == '.' || *at == '/' || isalpha((unsigned char)*at) || *at == '_') return false;
  w->end = at;
  return true;
}

static void add_digits(mpz_t out, const char *start, size_t n, char *room) {
  memcpy(room, start, n);
  room[n] = '\0';
  mpz_set_str(out, n > 0 ? room : "0", 10);
}

/* A number of any size. False without memory. */
static bool whole_number(const written *w, mpq_t out) {
  size_t n = w->n_whole + w->n_fraction;
  char *room = malloc(n + w->n_under + 2);
  if (room == NULL) return false;
  memcpy(room, w->whole, w->n_whole);
  if (w->n_fraction > 0) memcpy(room + w->n_whole, w->fraction, w->n_fraction);
  room[n] = '\0';
  mpz_set_str(mpq_numref(out), room, 10);
  if (w->minus) mpz_neg(mpq_numref(out), mpq_numref(out));
  long shift = w->exponent - (long)w->n_fraction;
  if (w->n_under > 0)
    add_digits(mpq_denref(out), w->under, w->n_under, room);
  else
    mpz_ui_pow_ui(mpq_denref(out), 10, shift < 0 ? (unsigned long)-shift : 0);
  if (shift > 0) {
    mpz_t ten;
    mpz_init(ten);
    mpz_ui_pow_ui(ten, 10, (unsigned long)shift);
    mpz_mul(mpq_numref(out), mpq_numref(out), ten);
    mpz_clear(ten);
  }
  free(room);
  if (mpz_sgn(mpq_denref(out)) != 0) mpq_canonicalize(out);
  return true;
}

static bool any_number(ply_scan *scan, ply_scan_number *out, const char *what) {
  written w;
  const char *why;
  char room[64];
  ply_scan_next(scan);
  if (!at_number(scan))
    return ply_scan_fail(scan, scan->at, PLY_E_INPUT, "expected a number (%s), found %s", what,
                         found(scan, room, sizeof room));
  if (!split(scan->at, &w, &why))
    return ply_scan_fail(scan, scan->at, PLY_E_INPUT, "%s cannot be read: %s", found(scan, room, sizeof room),
                         why);
  if (!whole_number(&w, out->big)) return ply_scan_no_memory(scan);
  if (mpz_sgn(mpq_denref(out->big)) == 0)
    return ply_scan_fail(scan, scan->at, PLY_E_INPUT, "%s divides by zero", found(scan, room, sizeof room));
  scan->at = w.end;
  out->den = 0;
  if (mpz_fits_slong_p(mpq_numref(out->big)) && mpz_fits_slong_p(mpq_denref(out->big))) {
    out->num = mpz_get_si(mpq_numref(out->big));
    out->den = mpz_get_si(mpq_denref(out->big));
  }
  return true;
}

bool ply_scan_number_take(ply_scan *scan, ply_scan_number *out, const char *what) {
  if (scan->status != PLY_OK) return false;
  ply_scan_next(scan);
  const char *at = scan->at;
  bool minus = *at == '-';
  at += minus;
  int64_t value = 0, den = 1;
  const char *first = at;
  while (is_digit(*at) && at - first < 17) value = value * 10 + (*at++ - '0');
  size_t n = (size_t)(at - first);
  if (n > 0 && *at == '.')
    for (at++; is_digit(*at) && n < 17; at++, n++) {
      value = value * 10 + (*at - '0');
      den *= 10;
    }
  if (n == 0 || n >= 17 || !(is_blank(*at) || *at == ',' || *at == '}' || at == scan->end))
    return any_number(scan, out, what);
  scan->at = at;
  out->num = minus ? -value : value;
  out->den = den;
  return true;
}

void ply_scan_number_big(const ply_scan_number *number, mpq_t out) {
  if (number->den == 0) {
    mpq_set(out, number->big);
    return;
  }
  mpz_set_si(mpq_numref(out), number->num);
  mpz_set_si(mpq_denref(out), number->den);
  mpq_canonicalize(out);
}

/* ---- lists, header, end ---- */

bool ply_scan_names(ply_scan *scan, const char ***names, int *n, int most, const char *what) {
  size_t room = 16, used = 0;
  if (!ply_scan_expect(scan, '{', what)) return false;
  const char **list = malloc(room * sizeof *list);
  bool good = list != NULL;
  while (good && ply_scan_next(scan) == '"') {
    if ((int64_t)used >= most) {
      free(list);
      return ply_scan_fail(scan, scan->at, PLY_E_LIMIT, "more than %d names (%s)", most, what);
    }
    if (used == room) {
      const char **more = realloc(list, (room *= 2) * sizeof *list);
      good = more != NULL;
      if (good) list = more;
    }
    if (good && !ply_scan_string(scan, &list[used++], what)) break;
    ply_scan_take(scan, ',');
  }
  if (scan->status == PLY_OK && good) ply_scan_expect(scan, '}', what);
  *names = good ? PLY_NEW(scan->arena, used, const char *) : NULL;
  if (scan->status == PLY_OK && *names == NULL) good = ply_scan_no_memory(scan);
  if (scan->status == PLY_OK && used > 0) memcpy(*names, list, used * sizeof *list);
  *n = (int)used;
  free(list);
  return scan->status == PLY_OK;
}

bool ply_scan_header(ply_scan *scan, const char *magic, int64_t version, const char **title,
                     const char ***players, int *n_players) {
  char room[64];
  if (scan->end - scan->text >= 3 && memcmp(scan->text, "\xef\xbb\xbf", 3) == 0) scan->at += 3;
  ply_scan_next(scan);
  if (strncmp(scan->at, magic, strlen(magic)) != 0)
    return ply_scan_fail(scan, scan->at, PLY_E_INPUT, "expected \"%s\", found %s", magic,
                         found(scan, room, sizeof room));
  scan->at += strlen(magic);
  int64_t number;
  if (!ply_scan_whole(scan, version, version, &number, "version of the format")) return false;
  if (!ply_scan_take(scan, 'R') && !ply_scan_take(scan, 'D'))
    return ply_scan_fail(scan, scan->at, PLY_E_INPUT, "expected R or D (kind of numbers), found %s",
                         found(scan, room, sizeof room));
  if (!ply_scan_string(scan, title, "title of the game")) return false;
  const char *at = scan->at;
  if (!ply_scan_names(scan, players, n_players, 64, "the players")) return false;
  if (*n_players == 0) return ply_scan_fail(scan, at, PLY_E_INPUT, "the game has no players");
  return true;
}

bool ply_scan_finish(ply_scan *scan) {
  char room[64];
  if (scan->status != PLY_OK) return false;
  ply_scan_next(scan);
  if (scan->at >= scan->end) return true;
  return ply_scan_fail(scan, scan->at, PLY_E_INPUT, "the game is complete, but %s follows",
                       found(scan, room, sizeof room));
}
