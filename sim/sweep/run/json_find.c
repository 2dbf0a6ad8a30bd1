/* A value in JSON text by pointer, as the text that stands there: numbers keep all their digits. The text is
 * our own renderer's, so it is well formed; nothing is parsed into memory. Cost: linear in the text. */
#include "sim/sweep/inside.h"

#include <stdlib.h>
#include <string.h>

static const char *blanks(const char *p) { return p + strspn(p, " \t\r\n"); }

static const char *string_end(const char *p) {
  for (p++; *p != '\0' && *p != '"'; p++)
    if (*p == '\\' && p[1] != '\0') p++;
  return *p == '"' ? p + 1 : p;
}

static const char *value_end(const char *p) {
  int depth = 0;
  do {
    p = blanks(p);
    if (*p == '\0') return p;
    if (*p == '"')
      p = string_end(p);
    else if (*p == '{' || *p == '[') {
      depth++;
      p++;
    } else if (*p == '}' || *p == ']') {
      depth--;
      p++;
    } else if (*p == ',' || *p == ':')
      p++;
    else
      p += strcspn(p, ",:]} \t\r\n");
  } while (depth > 0);
  return p;
}

/* Whether the key (with quotes, at `p`) is the pointer's segment of n bytes. */
static bool same_key(const char *p, const char *segment, size_t n) {
  size_t i = 0;
  for (p++; *p != '"' && *p != '\0'; p++) {
    char c = i < n ? segment[i++] : '\0';
    if (c == '~' && i < n) c = segment[i++] == '0' ? '~' : '/';
    if (c != *p) return false;
  }
  return i == n;
}

bool ply_json_find(const char *json, const char *pointer, const char **from, size_t *length) {
  const char *at = blanks(json);
  while (*pointer == '/') {
    size_t n = strcspn(++pointer, "/");
    bool object = *at == '{';
    unsigned long wanted = object ? 0 : strtoul(pointer, NULL, 10), position = 0;
    if (*at != '{' && *at != '[') return false;
    bool found = false;
    for (at = blanks(at + 1); *at != '}' && *at != ']' && *at != '\0';) {
      const char *value = object ? blanks(blanks(string_end(at)) + 1) : at;
      found = object ? same_key(at, pointer, n) : position++ == wanted;
      at = value;
      if (found) break;
      at = blanks(value_end(value));
      if (*at == ',') at = blanks(at + 1);
    }
    if (!found) return false;
    pointer += n;
  }
  *from = at;
  *length = (size_t)(value_end(at) - at);
  return *pointer == '\0';
}
