/* Reading numbers: n, [low, base, high], or {"value": either, "grade": ..., "cite": [...]}; range and order
 * are asked of all three. Each number that the file gives is listed with its pointer, grade and citations, in
 * document order: that list is what sweeps draw and what --set names. Also citation lists. */
#include "sim/scenario/fields.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const ply_hint no_hint = {0};

ply_number ply_number_default(double value) {
  return (ply_number){.low = value, .base = value, .high = value, .id = -1};
}

static const char *short_number(double value, char *buffer, size_t size) {
  if (value == 1e9) return "1e9";
  snprintf(buffer, size, "%.10g", value);
  return buffer;
}

static void range_text(const ply_key *row, char *buffer, size_t size) {
  const char *unit = row->unit != NULL ? row->unit : "";
  char low[30], high[30];
  if (row->min == 0 && row->max == 0)
    snprintf(buffer, size, "between -1e9 and 1e9");
  else
    snprintf(buffer, size, "%s %s and %s %s", row->flags & F_ABOVE_MIN ? "above" : "at least",
             short_number(row->min, low, sizeof low), row->flags & F_BELOW_MAX ? "below" : "at most",
             short_number(row->max, high, sizeof high));
  if (unit[0] != '\0') snprintf(buffer + strlen(buffer), size - strlen(buffer), " (%s)", unit);
}

static bool in_range(const ply_key *row, double value) {
  if (row->min == 0 && row->max == 0) return value >= -1e9 && value <= 1e9;
  return (row->flags & F_ABOVE_MIN ? value > row->min : value >= row->min) &&
         (row->flags & F_BELOW_MAX ? value < row->max : value <= row->max);
}

static bool one_number(ply_reader *r, const ply_node *at, const ply_key *row, double *out) {
  if (at->type != T_NUMBER) {
    ply_report_problem(r->tree, P104, at, AT_VALUE, no_hint, "must be a number, not %s",
                       ply_node_type_name(at));
    return false;
  }
  *out = at->as.number;
  if (in_range(row, *out)) return true;
  char range[160];
  range_text(row, range, sizeof range);
  ply_report_problem(r->tree, P301, at, AT_VALUE, no_hint, "out of range: must be %s", range);
  return false;
}

/* A word of a --set that is no JSON, such as 0,4 or .4, was taken as a text: that is worth saying. */
static ply_hint word_hint(ply_reader *r, const ply_node *at) {
  const ply_source_file *file = &r->tree->files[at->file];
  bool bare = at->type == T_STRING && file->is_setting && file->text[at->at] != '"';
  return (ply_hint){.note =
                        bare ? "what is no JSON is taken as a text; a number is written 0.4 or -2e3, a range "
                               "[0.3, 0.4, 0.5]"
                             : NULL};
}

/* n or [low, base, high]. */
static bool plain_number(ply_reader *r, const ply_node *at, const ply_key *row, ply_number *out) {
  double value[3];
  if (at->type == T_NUMBER) {
    if (!one_number(r, at, row, &value[0])) return false;
    out->low = out->base = out->high = value[0];
    return true;
  }
  if (at->type != T_ARRAY) {
    ply_report_problem(r->tree, P104, at, AT_VALUE, word_hint(r, at),
                       "must be a number, [low, base, high] or {\"value\": ...}, not %s",
                       ply_node_type_name(at));
    return false;
  }
  if (ply_node_count(at) != 3) {
    ply_report_problem(r->tree, P302, at, AT_VALUE, no_hint,
                       "a range holds three numbers, [low, base, high], not %zu", ply_node_count(at));
    return false;
  }
  int n = 0;
  bool fine = true;
  for (EACH(child, at)) fine = one_number(r, child, row, &value[n++]) && fine;
  if (!fine) return false;
  if (!(value[0] <= value[1] && value[1] <= value[2])) {
    ply_report_problem(r->tree, P302, at, AT_VALUE, no_hint,
                       "a range is [low, base, high] with low <= base <= high");
    return false;
  }
  *out = (ply_number){.low = value[0], .base = value[1], .high = value[2], .triple = true};
  return true;
}

static void list_number(ply_reader *r, const ply_node *at, ply_number *number, const ply_key *row,
                        const number_given *given) {
  if (own(r)->game != NULL && at->at == own(r)->game->at && at->file == own(r)->game->file)
    return; /* spelt out, not given */
  if (own(r)->n_entries == own(r)->room_entries) {
    size_t room = own(r)->room_entries > 0 ? own(r)->room_entries * 2 : 1024;
    number_entry *entries = TREE_NEW(r->tree, room, number_entry);
    if (own(r)->n_entries > 0) memcpy(entries, own(r)->entries, own(r)->n_entries * sizeof *entries);
    own(r)->entries = entries;
    own(r)->room_entries = room;
  }
  bool any = row->min == 0 && row->max == 0;
  own(r)->entries[own(r)->n_entries++] = (number_entry){.at = at,
                                                        .number = number,
                                                        .info = {.number = number,
                                                                 .grade = given->grade,
                                                                 .cite = given->cite,
                                                                 .least = any ? -1e9 : row->min,
                                                                 .most = any ? 1e9 : row->max,
                                                                 .above_least = row->flags & F_ABOVE_MIN,
                                                                 .below_most = row->flags & F_BELOW_MAX}};
}

/* {"value": ...}: the row of the number decides the range, so the value waits until the object is read. */
void ply_read_number_value(ply_reader *r, const ply_node *at, const ply_key *row, void *base) {
  (void)r, (void)row;
  ((number_given *)base)->value = at;
}

void ply_read_number(ply_reader *r, const ply_node *at, const ply_key *row, ply_number *out) {
  number_given given = {.grade = own(r)->grade, .cite = own(r)->cites, .value = at};
  if (at->type == T_OBJECT) {
    given.value = NULL;
    ply_read_object(r, at, &ply_number_shape, &given);
    if (given.value == NULL) return;
  }
  ply_number read = ply_number_default(0);
  if (!plain_number(r, given.value, row, &read) || out == NULL) return;
  *out = read;
  list_number(r, at, out, row, &given);
}

/* ---- citations ---- */

/* A citation that names no source, though sources of its kind (the same letters before the digits) are there.
 */
static void note_unknown(ply_reader *r, const ply_node *at) {
  const char *id = at->as.text;
  size_t letters = strcspn(id, "0123456789");
  if (id[letters] == '\0' || letters == 0) return;
  for (int i = 0; i < own(r)->sources.n; i++) {
    const char *known = own(r)->sources.id[i];
    if (strncmp(known, id, letters) != 0 || strcspn(known, "0123456789") != letters) continue;
    if (own(r)->unknown.n++ == 0) own(r)->unknown.first = at;
    return;
  }
}

ply_cites ply_cites_of(ply_reader *r, const ply_node *at) {
  ply_cites out = {0};
  if (at->type != T_ARRAY) return out;
  const char **id = TREE_NEW(r->tree, ply_node_count(at) + 1, const char *);
  for (EACH(child, at))
    if (child->type == T_STRING) id[out.n++] = child->as.text;
  out.id = id;
  return out;
}

ply_cites ply_read_cites(ply_reader *r, const ply_node *at) {
  if (ply_is_type(r, at, T_ARRAY, "a list of sources"))
    for (EACH(child, at)) {
      if (!ply_is_type(r, child, T_STRING, "the id of a source or a text, in quotes")) continue;
      if (child->as.text[0] == '\0')
        ply_report_problem(r->tree, P304, child, AT_VALUE, no_hint, "a citation is empty");
      else if (ply_names_find(r, N_SOURCE, child->as.text, -1) < 0)
        note_unknown(r, child);
    }
  return ply_cites_of(r, at);
}

/* ---- the list ---- */

static int by_serial(const void *a, const void *b) {
  const number_entry *x = a, *y = b;
  return x->at->serial < y->at->serial ? -1 : x->at->serial > y->at->serial;
}

/* Whose a number is and what it is part of, from the keys on its way; after the actors are read. */
static void tell_place(const ply_scenario *s, ply_number_info *info) {
  const char *pointer = info->pointer;
  info->actor = -1;
  info->place = PLY_IN_PAYOFFS;
  if (strncmp(pointer, "/security/", 10) == 0 || strncmp(pointer, "/levels/", 8) == 0)
    info->place = PLY_IN_SECURITY;
  static const char *const whose[] = {"/actors/", "/game/players/", "/game/payoffs/"};
  const char *id = NULL;
  for (int k = 0; k < 3; k++)
    if (strncmp(pointer, whose[k], strlen(whose[k])) == 0) id = pointer + strlen(whose[k]);
  if (id == NULL) return;
  const char *rest = id + strcspn(id, "/");
  for (int i = 0; i < s->n_actors; i++)
    if (strncmp(s->actors[i].id, id, (size_t)(rest - id)) == 0 && s->actors[i].id[rest - id] == '\0')
      info->actor = i;
  if (strncmp(rest, "/reservation", 12) == 0) info->place = PLY_IN_RESERVATION;
  if (strncmp(rest, "/red_lines/", 11) == 0) info->place = PLY_IN_RED_LINE;
}

void ply_numbers_finish(ply_reader *r) {
  if (own(r)->n_entries > 0) qsort(own(r)->entries, own(r)->n_entries, sizeof *own(r)->entries, by_serial);
  ply_number_info *info = TREE_NEW(r->tree, own(r)->n_entries + 1, ply_number_info);
  for (size_t i = 0; i < own(r)->n_entries; i++) {
    const number_entry *entry = &own(r)->entries[i];
    entry->number->id = (int)i;
    info[i] = entry->info;
    info[i].pointer = ply_node_pointer(r->tree, entry->at);
    tell_place(own(r)->s, &info[i]);
  }
  own(r)->s->numbers = info;
  own(r)->s->n_numbers = (int)own(r)->n_entries;
}
