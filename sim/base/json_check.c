/* Is this text JSON, to the letter (RFC 8259), and its tree. cJSON says no more than that there is no tree; here text
 * that is no JSON and memory that is out are told apart, and nothing may follow the value. The text is looked through
 * first, without any memory: a few states and a bit for each open bracket. Linear in the length. */
#include "sim/base/base.h"

#include <cjson/cJSON.h>
#include <string.h>

enum { DEEPEST = CJSON_NESTING_LIMIT };

typedef struct looking {
  const char *at, *end;
  uint64_t is_object[DEEPEST / 64 + 1]; /* bit d: what is open at depth d is an object */
  int depth;
} looking;

static void skip_blanks(looking *l) {
  while (l->at < l->end && (*l->at == ' ' || *l->at == '\t' || *l->at == '\n' || *l->at == '\r')) l->at++;
}

static bool is_next(looking *l, char c) {
  if (l->at >= l->end || *l->at != c) return false;
  l->at++;
  return true;
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static bool are_digits(looking *l) {
  const char *start = l->at;
  while (l->at < l->end && is_digit(*l->at)) l->at++;
  return l->at > start;
}

static bool is_number(looking *l) {
  is_next(l, '-');
  if (!is_next(l, '0') && !are_digits(l)) return false;
  if (is_next(l, '.') && !are_digits(l)) return false;
  if (!is_next(l, 'e') && !is_next(l, 'E')) return true;
  if (!is_next(l, '+')) is_next(l, '-');
  return are_digits(l);
}

static bool is_escape(looking *l) {
  if (l->at >= l->end) return false;
  char c = *l->at++;
  if (c != 'u') return c != '\0' && strchr("\"\\/bfnrt", c) != NULL;
  for (int digit = 0; digit < 4; digit++, l->at++)
    if (l->at >= l->end || *l->at == '\0' || strchr("0123456789abcdefABCDEF", *l->at) == NULL) return false;
  return true;
}

static bool is_string(looking *l) {
  if (!is_next(l, '"')) return false;
  while (l->at < l->end) {
    char c = *l->at++;
    if (c == '"') return true;
    if ((unsigned char)c < 0x20 || (c == '\\' && !is_escape(l))) return false;
  }
  return false;
}

static bool is_word(looking *l, const char *word) {
  size_t n = strlen(word);
  if ((size_t)(l->end - l->at) < n || memcmp(l->at, word, n) != 0) return false;
  l->at += n;
  return true;
}

static bool is_in_object(const looking *l) { return l->is_object[l->depth / 64] >> (l->depth % 64) & 1; }

static bool open_bracket(looking *l, bool object) {
  if (++l->depth >= DEEPEST) return false;
  uint64_t bit = (uint64_t)1 << (l->depth % 64);
  l->is_object[l->depth / 64] =
      object ? l->is_object[l->depth / 64] | bit : l->is_object[l->depth / 64] & ~bit;
  return true;
}

static bool is_key(looking *l) {
  skip_blanks(l);
  if (!is_string(l)) return false;
  skip_blanks(l);
  return is_next(l, ':');
}

/* Behind a value: closes what ends here, up to a comma; false where neither may stand. */
static bool close_brackets(looking *l) {
  for (;;) {
    skip_blanks(l);
    if (l->depth == 0) return true;
    if (is_next(l, ',')) return !is_in_object(l) || is_key(l);
    if (!is_next(l, is_in_object(l) ? '}' : ']')) return false;
    l->depth--;
  }
}

/* One value, or the start of one; *whole: a value has ended here. */
static bool is_value(looking *l, bool *whole) {
  skip_blanks(l);
  if (l->at >= l->end) return false;
  *whole = true;
  switch (*l->at) {
  case '{':
  case '[': {
    bool object = *l->at++ == '{';
    skip_blanks(l);
    if (is_next(l, object ? '}' : ']')) return true;
    *whole = false;
    return open_bracket(l, object) && (!object || is_key(l));
  }
  case '"': return is_string(l);
  case 't': return is_word(l, "true");
  case 'f': return is_word(l, "false");
  case 'n': return is_word(l, "null");
  default: return is_number(l);
  }
}

bool ply_json_is_valid(const char *text, size_t length) {
  looking l = {.at = text, .end = text + length};
  bool whole;
  do {
    if (!is_value(&l, &whole)) return false;
    if (whole && !close_brackets(&l)) return false;
  } while (!whole || l.depth > 0);
  return l.at == l.end;
}

ply_status ply_json_parse(const char *text, size_t length, struct cJSON **out) {
  *out = NULL;
  if (!ply_json_is_valid(text, length)) return PLY_E_INPUT;
  *out = cJSON_ParseWithLength(text, length);
  return *out != NULL ? PLY_OK : PLY_E_MEMORY;
}
