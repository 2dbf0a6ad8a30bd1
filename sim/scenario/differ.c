/* Where do two scenarios differ? Both merged trees are walked side by side, key by key. A number is one thing
 * with its range and grade, however it is written; what stands in only one of the two is told once, at its
 * top; a list is one value. Order in which the places are told: that of the first scenario, then what only
 * the second has. Cost: the size of both trees, times a logarithm for the numbers. */
#include "sim/scenario/fields.h"

#include <stdlib.h>
#include <string.h>

typedef struct found {
  ply_scenario_difference difference;
  struct found *next;
} found;

typedef struct walk {
  ply_tree tree; /* only its arena and its way out of memory are used */
  const ply_number_info **numbers[2];
  size_t n_numbers[2];
  found *last; /* a ring, as in the trees */
  size_t n;
} walk;

static int by_pointer(const void *a, const void *b) {
  return strcmp((*(const ply_number_info *const *)a)->pointer, (*(const ply_number_info *const *)b)->pointer);
}

static void sort_numbers(walk *w, int side, const ply_scenario *s) {
  w->n_numbers[side] = (size_t)s->n_numbers;
  w->numbers[side] = TREE_NEW(&w->tree, s->n_numbers + 1, const ply_number_info *);
  for (int i = 0; i < s->n_numbers; i++) w->numbers[side][i] = &s->numbers[i];
  qsort(w->numbers[side], w->n_numbers[side], sizeof *w->numbers[side], by_pointer);
}

static const ply_number_info *number_at(const walk *w, int side, const char *pointer) {
  const ply_number_info wanted = {.pointer = pointer}, *key = &wanted, *const * at;
  at = bsearch(&key, w->numbers[side], w->n_numbers[side], sizeof *w->numbers[side], by_pointer);
  return at != NULL ? *at : NULL;
}

static char *text_of(walk *w, const ply_node *value) {
  if (value == NULL) return NULL;
  ply_text text;
  ply_text_init(&text);
  ply_json_write(&text, value, false);
  char *out = text.failed ? NULL : ply_arena_strdup(w->tree.arena, text.data);
  ply_text_done(&text);
  if (out == NULL) ply_tree_out_of_memory(&w->tree);
  return out;
}

static void add(walk *w, ply_scenario_difference difference) {
  found *item = TREE_NEW(&w->tree, 1, found);
  item->difference = difference;
  item->next = w->last != NULL ? w->last->next : item;
  if (w->last != NULL) w->last->next = item;
  w->last = item;
  w->n++;
}

static bool same_number(const ply_number_info *a, const ply_number_info *b) {
  const ply_number *x = a->number, *y = b->number;
  return x->low == y->low && x->base == y->base && x->high == y->high && a->grade == b->grade;
}

static void compare(walk *w, const ply_node *a, const ply_node *b);

static void compare_objects(walk *w, const ply_node *a, const ply_node *b) {
  for (EACH(child, a)) compare(w, child, ply_node_find(b, child->key));
  for (EACH(child, b))
    if (ply_node_find(a, child->key) == NULL) compare(w, NULL, child);
}

/* One of the two may be NULL: not there. */
static void compare(walk *w, const ply_node *a, const ply_node *b) {
  const char *pointer = ply_node_pointer(&w->tree, a != NULL ? a : b);
  const ply_number_info *x = a != NULL ? number_at(w, 0, pointer) : NULL;
  const ply_number_info *y = b != NULL ? number_at(w, 1, pointer) : NULL;
  if (x != NULL && y != NULL) {
    if (!same_number(x, y)) add(w, (ply_scenario_difference){pointer, text_of(w, a), text_of(w, b), x, y});
    return;
  }
  if (a != NULL && b != NULL && a->type == T_OBJECT && b->type == T_OBJECT) {
    compare_objects(w, a, b);
    return;
  }
  char *in_a = text_of(w, a), *in_b = text_of(w, b);
  if (in_a == NULL || in_b == NULL || strcmp(in_a, in_b) != 0)
    add(w, (ply_scenario_difference){.pointer = pointer, .a = in_a, .b = in_b});
}

static const ply_scenario_difference *as_list(walk *w) {
  ply_scenario_difference *out = TREE_NEW(&w->tree, w->n + 1, ply_scenario_difference);
  found *at = w->last != NULL ? w->last->next : NULL;
  for (size_t i = 0; i < w->n; i++, at = at->next) out[i] = at->difference;
  return out;
}

ply_status ply_scenario_differ(const ply_scenario *a, const ply_scenario *b, ply_arena *arena,
                               const ply_scenario_difference **out, size_t *n, ply_err *err) {
  jmp_buf no_memory;
  *out = NULL;
  *n = 0;
  walk *w = ply_arena_alloc(arena, 1, sizeof *w);
  if (w == NULL || setjmp(no_memory) != 0) return ply_err_set(err, PLY_E_MEMORY, "not enough memory");
  w->tree = (ply_tree){.arena = arena, .no_memory = &no_memory};
  sort_numbers(w, 0, a);
  sort_numbers(w, 1, b);
  compare(w, ply_scenario_root(a), ply_scenario_root(b));
  *out = as_list(w);
  *n = w->n;
  return PLY_OK;
}
