/* When are two answers the same? Numbers within PLY_EPS of their size, everything else exactly. Only what differs is kept,
 * with the place where it stands in the JSON of a result. */
#include "sim/compare/changes.h"

#include <math.h>
#include <string.h>

ply_value ply_value_none(void) { return (ply_value){.kind = PLY_VALUE_NONE}; }
ply_value ply_value_bool(bool truth) { return (ply_value){.kind = PLY_VALUE_BOOL, .truth = truth}; }
ply_value ply_value_count(ply_count count) { return (ply_value){.kind = PLY_VALUE_COUNT, .count = count}; }
ply_value ply_value_whole(uint64_t count) { return ply_value_count((ply_count){count, count}); }
ply_value ply_value_number(double number) { return (ply_value){.kind = PLY_VALUE_NUMBER, .number = number}; }
ply_value ply_value_word(const char *word) {
  return word == NULL ? ply_value_none() : (ply_value){.kind = PLY_VALUE_WORD, .word = word};
}

static bool same(ply_value a, ply_value b) {
  if (a.kind != b.kind) return false;
  switch (a.kind) {
  case PLY_VALUE_NONE: return true;
  case PLY_VALUE_BOOL: return a.truth == b.truth;
  case PLY_VALUE_COUNT: return a.count.low == b.count.low && a.count.high == b.count.high;
  case PLY_VALUE_NUMBER:
    return fabs(a.number - b.number) <= PLY_EPS * fmax(1, fmax(fabs(a.number), fabs(b.number)));
  case PLY_VALUE_WORD: return strcmp(a.word, b.word) == 0;
  }
  return false;
}

/* The finished text as a string of the arena; the text is used up. */
static const char *keep(changes *list, ply_text *text) {
  const char *out = text->failed ? NULL : ply_arena_strdup(list->arena, text->data != NULL ? text->data : "");
  ply_text_done(text);
  if (out == NULL) list->failed = true;
  return out != NULL ? out : "";
}

const char *ply_change_text(changes *list, const char *text) {
  const char *out = ply_arena_strdup(list->arena, text);
  if (out == NULL) list->failed = true;
  return out != NULL ? out : "";
}

change_place ply_change_place_make(changes *list, const char *part, const char *of, const char *format, ...) {
  ply_text text;
  ply_text_init(&text);
  va_list args;
  va_start(args, format);
  ply_text_addv(&text, format, args);
  va_end(args);
  return (change_place){part, of, keep(list, &text)};
}

/* Room for one more; the old block stays in the arena, which is freed as a whole. */
static bool grow(changes *list) {
  if (list->n < list->room) return true;
  size_t room = list->room > 0 ? 2 * list->room : 64;
  ply_answer_change *items = PLY_NEW(list->arena, room, ply_answer_change);
  if (items == NULL) {
    list->failed = true;
    return false;
  }
  if (list->n > 0) memcpy(items, list->items, list->n * sizeof *items);
  list->items = items;
  list->room = room;
  return true;
}

void ply_change_add(changes *list, change_place place, const char *key, ply_value a, ply_value b,
                    const char *what, const char *who) {
  if (same(a, b) || list->failed || !grow(list)) return;
  if (a.kind == PLY_VALUE_WORD) a.word = ply_change_text(list, a.word);
  if (b.kind == PLY_VALUE_WORD) b.word = ply_change_text(list, b.word);
  ply_text pointer;
  ply_text_init(&pointer);
  ply_text_addf(&pointer, "%s%s", place.pointer, key);
  list->items[list->n++] = (ply_answer_change){.part = place.part,
                                               .of = place.of,
                                               .what = ply_change_text(list, what),
                                               .who = who != NULL ? ply_change_text(list, who) : NULL,
                                               .pointer = keep(list, &pointer),
                                               .a = a,
                                               .b = b};
}
