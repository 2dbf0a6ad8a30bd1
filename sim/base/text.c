/* Growing text: append strings, formatted pieces and JSON strings; numbers are in number.c. */
#include "sim/base/base.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void ply_text_init(ply_text *text) { *text = (ply_text){0}; }

void ply_text_done(ply_text *text) {
  free(text->data);
  *text = (ply_text){0};
}

static bool reserve(ply_text *text, size_t more) {
  if (text->failed) return false;
  if (more < text->capacity - text->length && text->capacity > 0) return true;
  size_t need = text->length + more + 1, capacity = text->capacity > 0 ? text->capacity : 256;
  if (need < more) {
    text->failed = true;
    return false;
  }
  while (capacity < need) capacity *= 2;
  char *data = realloc(text->data, capacity);
  if (data == NULL) {
    text->failed = true;
    return false;
  }
  text->data = data;
  text->capacity = capacity;
  return true;
}

void ply_text_add_n(ply_text *text, const char *s, size_t n) {
  if (!reserve(text, n)) return;
  if (n > 0) memcpy(text->data + text->length, s, n);
  text->length += n;
  text->data[text->length] = '\0';
}

void ply_text_add(ply_text *text, const char *s) { ply_text_add_n(text, s, strlen(s)); }

void ply_text_addv(ply_text *text, const char *format, va_list args) {
  va_list again;
  va_copy(again, args);
  int n = vsnprintf(NULL, 0, format, args);
  if (n < 0)
    text->failed = true;
  else if (reserve(text, (size_t)n)) {
    vsnprintf(text->data + text->length, (size_t)n + 1, format, again);
    text->length += (size_t)n;
  }
  va_end(again);
}

void ply_text_addf(ply_text *text, const char *format, ...) {
  va_list args;
  va_start(args, format);
  ply_text_addv(text, format, args);
  va_end(args);
}

void ply_text_json(ply_text *text, const char *s) {
  ply_text_add(text, "\"");
  for (size_t n = 1; *s != '\0'; s += n) {
    n = ply_utf8_length((const unsigned char *)s, SIZE_MAX);
    unsigned unsafe = n > 0 ? ply_utf8_unsafe((const unsigned char *)s, n) : 0;
    if (n == 0) n = 1;
    switch (*s) {
    case '"': ply_text_add(text, "\\\""); break;
    case '\\': ply_text_add(text, "\\\\"); break;
    case '\n': ply_text_add(text, "\\n"); break;
    case '\r': ply_text_add(text, "\\r"); break;
    case '\t': ply_text_add(text, "\\t"); break;
    default:
      if (unsafe != 0)
        ply_text_addf(text, "\\u%04x", unsafe);
      else
        ply_text_add_n(text, s, n);
    }
  }
  ply_text_add(text, "\"");
}

void ply_text_csv(ply_text *text, const char *s) {
  if (strpbrk(s, ",\"\r\n") == NULL) {
    ply_text_add(text, s);
    return;
  }
  ply_text_add(text, "\"");
  for (; *s != '\0'; s++) ply_text_add_n(text, *s == '"' ? "\"\"" : s, *s == '"' ? 2 : 1);
  ply_text_add(text, "\"");
}

char *ply_text_take(ply_text *text) {
  char *out = NULL;
  if (!text->failed) {
    ply_text_add_n(text, "", 0);
    if (!text->failed) {
      out = text->data;
      text->data = NULL;
    }
  }
  ply_text_done(text);
  return out;
}
