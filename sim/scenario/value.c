/* Reading a value by its row in the table of fields: is it of the right kind, in range, a known name, and
 * where does it go? An object is read key by key: unknown keys with the nearest known one, then what is
 * missing. A value that is wrong is told and leaves its default behind, so that everything after it is still
 * looked at. */
#include "sim/scenario/fields.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const hint no_hint = {0};

/* A list where an object keyed by ids belongs: the same entries as an object, as far as they fit. */
static const char *as_object(reading *r, const node *list) {
  ply_text *text = &r->tree->scratch;
  ply_text_done(text);
  int n = 0;
  for (EACH(child, list)) {
    const node *id = ply_node_find(child, "id");
    const char *name = child->type == T_STRING              ? child->as.text
                       : id != NULL && id->type == T_STRING ? id->as.text
                                                            : NULL;
    if (name == NULL || n++ == 4) break;
    ply_text_addf(text, "%s\"%.40s\": {%s}", n > 1 ? ", " : "", name, child->type == T_STRING ? "" : " ... ");
  }
  if (n == 0) ply_text_add(text, "\"some-id\": { ... }");
  if ((size_t)n < ply_node_count(list) || n > 4) ply_text_add(text, ", ...");
  return ply_tree_take(r->tree, text);
}

bool ply_is_type(reading *r, const node *at, node_type type, const char *wanted) {
  if (at->type == type) return true;
  ply_report_problem(r->tree, P104, at, AT_VALUE, no_hint, "%s%smust be %s, not %s",
                     at->key != NULL ? ply_quoted(r->tree, at->key) : "", at->key != NULL ? " " : "", wanted,
                     ply_node_type_name(at));
  return false;
}

/* True, or a report that a value is not an object keyed by names. */
static bool is_map(reading *r, const node *at) {
  if (at->type != T_ARRAY || at->key == NULL) return ply_is_type(r, at, T_OBJECT, "an object");
  const char *form = as_object(r, at);
  char note[300];
  snprintf(note, sizeof note, "write it as an object: %s: { %.220s }", ply_quoted(r->tree, at->key), form);
  ply_report_problem(r->tree, P104, at, AT_VALUE, (hint){.note = note},
                     "%s must be an object keyed by ids, not a list", ply_quoted(r->tree, at->key));
  return false;
}

/* ---- objects ---- */

static const field *find_field(const shape *what, const char *key) {
  for (const field *row = what->fields; row->key != NULL; row++)
    if (strcmp(row->key, key) == 0) return row;
  return NULL;
}

static const char *nearest_key(const shape *what, const char *key) {
  const char *keys[64];
  size_t n = 0;
  for (const field *row = what->fields; row->key != NULL && n < 64; row++) keys[n++] = row->key;
  return ply_word_nearest(key, keys, n);
}

/* An unknown key; if it looks like a required one that is missing, that is said here and not once more. */
static const field *report_unknown(reading *r, const node *object, const node *child, const shape *what) {
  const char *nearest = ply_is_heard(r->tree) ? nearest_key(what, child->key) : NULL;
  const field *meant = nearest != NULL ? find_field(what, nearest) : NULL;
  bool missing = meant != NULL && (meant->flags & F_REQUIRED) && ply_node_find(object, nearest) == NULL;
  hint more = {.suggestion = nearest};
  char note[120];
  if (missing) {
    snprintf(note, sizeof note, "\"%s\" is required here and is missing", nearest);
    more.note = note;
  }
  if (nearest != NULL)
    ply_report_problem(r->tree, P103, child, AT_KEY, more, "unknown key %s", ply_quoted(r->tree, child->key));
  else {
    char known[300] = "";
    for (const field *row = what->fields; row->key != NULL && strlen(known) < 200; row++)
      snprintf(known + strlen(known), sizeof known - strlen(known), "%s%s", row == what->fields ? "" : ", ",
               row->key);
    ply_report_problem(r->tree, P103, child, AT_KEY, more, "unknown key %s; known here: %s",
                       ply_quoted(r->tree, child->key), known);
  }
  return missing ? meant : NULL;
}

void ply_read_object(reading *r, const node *at, const shape *what, void *base) {
  const field *told[16];
  int n_told = 0;
  if (!ply_is_type(r, at, T_OBJECT, "an object")) return;
  for (EACH(child, at)) {
    const field *row = find_field(what, child->key);
    if (row != NULL)
      ply_read_by_kind(r, child, row, base);
    else if (strcmp(child->key, "notes") == 0)
      ply_is_type(r, child, T_STRING, "a string");
    else {
      const field *meant = report_unknown(r, at, child, what);
      if (meant != NULL && n_told < 16) told[n_told++] = meant;
    }
  }
  for (const field *row = what->fields; row->key != NULL; row++) {
    if (!(row->flags & F_REQUIRED) || ply_node_find(at, row->key) != NULL) continue;
    bool known = false;
    for (int i = 0; i < n_told; i++) known = known || told[i] == row;
    bool version = at->parent == NULL && strcmp(row->key, "parley") == 0;
    hint more = {.note = version ? "write \"parley\": 1 first in the file: the version of the format" : NULL};
    if (!known)
      ply_report_problem(r->tree, P102, at, AT_KEY, more, "the required key \"%s\" is missing", row->key);
  }
}

/* ---- maps keyed by names ---- */

int ply_count_entries(const node *map, int limit) {
  int n = 0;
  if (map->type != T_OBJECT) return 0;
  for (EACH(child, map)) {
    if (n == limit) break;
    n += strcmp(child->key, "notes") != 0;
  }
  return n;
}

static void check_new_id(reading *r, const node *at, bool source) {
  if (ply_name_is_id(at->key, source) && strlen(at->key) <= 64) return;
  ply_report_problem(r->tree, P105, at, AT_KEY, no_hint, "%s is no id: %s, at most 64 characters",
                     ply_quoted(r->tree, at->key),
                     source ? "a letter, then letters, digits, \"_\", \"-\" or \".\""
                            : "a small letter, then small letters, digits, \"_\" or \"-\"");
}

const node *ply_next_entry(reading *r, const node *map, const node *last, const field *row, int limit,
                           int *position) {
  if (map->type != T_OBJECT) return NULL;
  bool fresh = row->names == N_NEW || row->names == N_NEW_SOURCE;
  int first = last == NULL ? 0 : *position + 1;
  const node *child = last == NULL ? ply_node_first(map) : ply_node_next(last);
  for (; child != NULL; child = ply_node_next(child)) {
    if (strcmp(child->key, "notes") == 0) {
      ply_is_type(r, child, T_STRING, "a string");
      continue;
    }
    if (fresh) {
      if (first == limit) {
        bool shared = strcmp(row->key, "red_lines") == 0 || strcmp(row->key, "bonuses") == 0 ||
                      strcmp(row->key, "tables") == 0;
        ply_report_problem(r->tree, P407, child, AT_KEY, no_hint,
                           "more than %d entries in \"%s\"%s, the limit",
                           !shared              ? limit
                           : row->key[0] == 'b' ? PLY_MAX_BONUSES
                                                : PLY_MAX_CLAUSES,
                           row->key, shared ? " of all actors together" : "");
        return NULL;
      }
      check_new_id(r, child, row->names == N_NEW_SOURCE);
      *position = first;
      return child;
    }
    int found = ply_names_need(r, row->names, child, AT_KEY, child->key, first);
    if (found < 0) continue;
    *position = found;
    return child;
  }
  return NULL;
}

/* Every name must have an entry: told once, with all that are missing. */
static void check_complete(reading *r, const node *map, const field *row) {
  const name_list *list = ply_names_of(r, row->names);
  ply_text missing;
  int n = 0;
  ply_text_init(&missing);
  const node *next = ply_node_first(map); /* usually in the same order */
  for (int i = 0; i < list->n; i++) {
    if (row->names == N_FREE_ISSUE && r->is_derived[i]) continue;
    bool here = next != NULL && strcmp(next->key, list->id[i]) == 0;
    if (!here && ply_node_find(map, list->id[i]) == NULL && n++ < 8)
      ply_text_addf(&missing, "%s\"%.40s\"", n > 1 ? ", " : "", list->id[i]);
    if (here) next = ply_node_next(next);
  }
  const char *what =
      row->names == N_FREE_ISSUE ? "every free issue has an option" : "every option has a number";
  const char *list_of = ply_tree_take(r->tree, &missing);
  if (n > 0)
    ply_report_problem(r->tree, P102, map, AT_KEY, no_hint, "%s here; missing: %s%s", what, list_of,
                       n > 8 ? ", ..." : "");
}

void ply_read_numbers(reading *r, const node *at, const field *row, void *base) {
  ply_number *target =
      row->where != NOWHERE && base != NULL ? *(ply_number **)((char *)base + row->where) : NULL;
  field keys = *row;
  if (row->names == N_CANDIDATE) keys.names = N_ACTOR; /* a number of another actor is only of no use */
  if (!is_map(r, at)) return;
  int i;
  for (const node *child = NULL; (child = ply_next_entry(r, at, child, &keys, 0, &i)) != NULL;) {
    ply_read_number(r, child, row, target != NULL ? &target[i] : NULL);
    if (row->names == N_CANDIDATE && !r->is_candidate[i])
      ply_report_problem(r->tree, W902, child, AT_KEY, no_hint,
                         "%s is no candidate, so this number is not used", ply_quoted(r->tree, child->key));
  }
  if (row->flags & F_COMPLETE) check_complete(r, at, row);
}

/* True, or a report that a plain number is out of its row's range. */
static bool is_within(reading *r, const node *at, const field *row) {
  double value = at->as.number;
  bool low = value < row->min || (row->flags & F_ABOVE_MIN && value == row->min);
  if ((row->min == 0 && row->max == 0) || (!low && value <= row->max)) return true;
  char most[30] = "";
  if (row->max < 1e9) snprintf(most, sizeof most, " and at most %g", row->max);
  ply_report_problem(r->tree, P301, at, AT_VALUE, no_hint, "out of range: must be %s %g%s",
                     row->flags & F_ABOVE_MIN ? "above" : "at least", row->min, most);
  return false;
}

static bool read_real(reading *r, const node *at, const field *row, double *out) {
  if (!ply_is_type(r, at, T_NUMBER, "a plain number") || !is_within(r, at, row)) return false;
  if (out != NULL) *out = at->as.number;
  return true;
}

/* K_REALS into the array at base + row->where (a double pointer, NULL: only checked). */
static void read_reals(reading *r, const node *at, const field *row, void *base) {
  double *target = row->where != NOWHERE && base != NULL ? *(double **)((char *)base + row->where) : NULL;
  if (!is_map(r, at)) return;
  int i;
  for (const node *child = NULL; (child = ply_next_entry(r, at, child, row, 0, &i)) != NULL;)
    read_real(r, child, row, target != NULL ? &target[i] : NULL);
}

static void check_map(reading *r, const node *at, const field *row) {
  if (!is_map(r, at)) return;
  if ((row->flags & F_NOT_EMPTY) && ply_count_entries(at, 1) == 0)
    ply_report_problem(r->tree, strcmp(row->key, "options") == 0 ? P404 : P102, at, AT_KEY, no_hint,
                       "\"%s\" holds nothing; at least one entry is needed", row->key);
}

/* ---- scalars ---- */

static const char *read_text(reading *r, const node *at, const field *row) {
  if (!ply_is_type(r, at, T_STRING, "a string")) return NULL;
  if ((row->flags & F_NOT_EMPTY) && at->as.text[0] == '\0')
    ply_report_problem(r->tree, P304, at, AT_VALUE, no_hint, "\"%s\" is empty", row->key);
  if (row->kind == K_ID && (!ply_name_is_id(at->as.text, false) || strlen(at->as.text) > 64))
    ply_report_problem(
        r->tree, P105, at, AT_VALUE, no_hint,
        "%s is no id: a small letter, then small letters, digits, \"_\" or \"-\", at most 64 characters",
        ply_quoted(r->tree, at->as.text));
  return at->as.text;
}

/* The position of a word of a fixed list, or -1 after a report. */
static int read_word(reading *r, const node *at, const char *const *words) {
  size_t n = 0;
  if (!ply_is_type(r, at, T_STRING, "a string")) return -1;
  for (; words[n] != NULL; n++)
    if (strcmp(words[n], at->as.text) == 0) return (int)n;
  hint more = {.suggestion = ply_word_nearest(at->as.text, words, n)};
  char known[120] = "";
  for (size_t i = 0; i < n; i++)
    snprintf(known + strlen(known), sizeof known - strlen(known), "%s%s", i > 0 ? ", " : "", words[i]);
  ply_report_problem(r->tree, P206, at, AT_VALUE, more, "%s is not known here; one of: %s",
                     ply_quoted(r->tree, at->as.text), known);
  return -1;
}

static bool read_whole(reading *r, const node *at, const field *row, int *out) {
  if (!ply_is_type(r, at, T_NUMBER, "a whole number")) return false;
  double value = at->as.number;
  if (value != floor(value)) {
    ply_report_problem(r->tree, P303, at, AT_VALUE, no_hint, "\"%s\" must be a whole number", row->key);
    return false;
  }
  if (value >= row->min && value <= row->max) {
    *out = (int)value;
    return true;
  }
  if (strcmp(row->key, "parley") == 0)
    ply_report_problem(r->tree, P305, at, AT_VALUE, no_hint, "this program reads version 1 of the format");
  else
    ply_report_problem(r->tree, P301, at, AT_VALUE, no_hint, "\"%s\" must be from %.0f to %.0f", row->key,
                       row->min, row->max);
  return false;
}

static void read_refs(reading *r, const node *at, const field *row) {
  uint64_t seen[PLY_MAX_OPTIONS / 64] = {0};
  if (!ply_is_type(r, at, T_ARRAY, "a list of names")) return;
  for (EACH(child, at)) {
    if (!ply_is_type(r, child, T_STRING, "a name in quotes")) continue;
    int found = ply_names_need(r, row->names, child, AT_VALUE, child->as.text, 0);
    if (found < 0 || found >= PLY_MAX_OPTIONS) continue;
    if (!(row->flags & F_MAY_REPEAT) && (seen[found / 64] >> (found % 64) & 1))
      ply_report_problem(r->tree, P209, child, AT_VALUE, no_hint, "%s stands here twice",
                         ply_quoted(r->tree, child->as.text));
    seen[found / 64] |= (uint64_t)1 << (found % 64);
  }
}

static void read_grades(reading *r, const node *at, const field *row) {
  if (at->type == T_STRING) {
    read_word(r, at, ply_grade_words);
    return;
  }
  if (!ply_is_type(r, at, T_OBJECT, "a grade or an object of grades")) return;
  int i;
  for (const node *child = NULL; (child = ply_next_entry(r, at, child, row, 0, &i)) != NULL;)
    read_word(r, child, ply_grade_words);
}

static void read_list(reading *r, const node *at, const field *row, void *base) {
  if (at->type == T_OBJECT && row->kind == K_ONE_OR_MORE)
    ply_read_object(r, at, row->shape, base);
  else if (ply_is_type(r, at, T_ARRAY,
                       row->kind == K_ONE_OR_MORE ? "an object or a list of objects" : "a list"))
    for (EACH(child, at)) ply_read_object(r, child, row->shape, NULL);
}

/* ---- by kind ---- */

static void store_int(void *target, int value) {
  if (target != NULL) memcpy(target, &value, sizeof value); /* an int or an enum */
}

static void read_plain(reading *r, const node *at, const field *row, void *target) {
  int whole;
  const char *text;
  switch (row->kind) {
  case K_TEXT:
  case K_ID:
    text = read_text(r, at, row);
    if (text != NULL && target != NULL) *(const char **)target = text;
    break;
  case K_WORD:
    whole = read_word(r, at, row->words);
    if (whole >= 0) store_int(target, whole);
    break;
  case K_BOOL:
    if (ply_is_type(r, at, T_BOOL, "true or false") && target != NULL) *(bool *)target = at->truth;
    break;
  case K_WHOLE:
    if (read_whole(r, at, row, &whole)) store_int(target, whole);
    break;
  case K_REAL: read_real(r, at, row, target); break;
  case K_REF:
    if (!ply_is_type(r, at, T_STRING, "a name in quotes")) break;
    whole = ply_names_need(r, row->names, at, AT_VALUE, at->as.text, 0);
    if (whole >= 0) store_int(target, whole);
    break;
  default: break;
  }
}

void ply_read_by_kind(reading *r, const node *at, const field *row, void *base) {
  void *target = base != NULL && row->where != NOWHERE ? (char *)base + row->where : NULL;
  ply_cites cites;
  const ply_cond *cond;
  if (row->kind == K_MAP) check_map(r, at, row);
  if (row->read != NULL) {
    row->read(r, at, row, base);
    return;
  }
  switch (row->kind) {
  case K_NUMBER: ply_read_number(r, at, row, target); break;
  case K_NUMBERS: ply_read_numbers(r, at, row, base); break;
  case K_REALS: read_reals(r, at, row, base); break;
  case K_REFS: read_refs(r, at, row); break;
  case K_CITES:
    cites = ply_read_cites(r, at);
    if (target != NULL) *(ply_cites *)target = cites;
    break;
  case K_GRADES: read_grades(r, at, row); break;
  case K_OBJECT: ply_read_object(r, at, row->shape, target); break;
  case K_LIST:
  case K_ONE_OR_MORE: read_list(r, at, row, NULL); break;
  case K_CONDITION:
  case K_CONSEQUENCE:
    cond = ply_read_condition(r, at, row->kind == K_CONSEQUENCE);
    if (target != NULL) *(const ply_cond **)target = cond;
    break;
  default: read_plain(r, at, row, target); break;
  }
}
