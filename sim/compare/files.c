/* What differs between two scenario files? Numbers with their ranges and grades; everything else as JSON, the
 * texts for people told apart, since no answer turns on them. */
#include "sim/compare/compare.h"

#include <string.h>

static const char *copy(ply_comparison *out, const char *text, bool *failed) {
  const char *made = text != NULL ? ply_arena_strdup(out->arena, text) : NULL;
  if (text != NULL && made == NULL) *failed = true;
  return made;
}

static ply_side side(ply_comparison *out, const ply_scenario *s, bool *failed) {
  return (ply_side){copy(out, s->file, failed), copy(out, s->id, failed), copy(out, s->title, failed),
                    copy(out, s->digest, failed)};
}

static ply_number_side number_side(const ply_number_info *info) {
  return (ply_number_side){info->number->low, info->number->base, info->number->high,
                           ply_grade_words[info->grade]};
}

/* Whether the place holds a text for people: by its last key, or as a part of what only people read. */
static bool is_words(const char *pointer) {
  static const char *const keys[] = {"brief",     "cite",     "id",     "name", "not_modelled", "notes",
                                     "publisher", "question", "reason", "says", "title",        "url"};
  static const char *const parts[] = {"/sources/", "/concordance/"};
  for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
    if (strncmp(pointer, parts[i], strlen(parts[i])) == 0) return true;
  if (strcmp(pointer, "/sources") == 0 || strcmp(pointer, "/concordance") == 0) return true;
  const char *last = strrchr(pointer, '/');
  for (size_t i = 0; last != NULL && i < sizeof keys / sizeof *keys; i++)
    if (strcmp(last + 1, keys[i]) == 0) return true;
  return false;
}

ply_status ply_compare_files(const ply_scenario *a, const ply_scenario *b, ply_comparison *out,
                             ply_err *err) {
  const ply_scenario_difference *all;
  size_t n;
  ply_status status = ply_scenario_differ(a, b, out->arena, &all, &n, err);
  if (status != PLY_OK) return status;
  bool failed = false;
  out->a = side(out, a, &failed);
  out->b = side(out, b, &failed);
  ply_number_change *numbers = PLY_NEW(out->arena, n + 1, ply_number_change);
  ply_other_change *others = PLY_NEW(out->arena, n + 1, ply_other_change);
  if (failed || numbers == NULL || others == NULL) return ply_err_set(err, PLY_E_MEMORY, "not enough memory");
  for (size_t i = 0; i < n; i++) {
    const ply_scenario_difference *d = &all[i];
    if (d->number_a != NULL)
      numbers[out->n_numbers++] =
          (ply_number_change){d->pointer, number_side(d->number_a), number_side(d->number_b)};
    else
      others[out->n_others++] = (ply_other_change){d->pointer, d->a, d->b, is_words(d->pointer)};
  }
  out->numbers = numbers;
  out->others = others;
  return PLY_OK;
}
