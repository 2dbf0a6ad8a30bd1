/* Scenarios that differ in more than numbers: an option of a design, a consent, a quorum. They are read once
 * for each combination of such values and shared by all threads; where there are too many combinations, or
 * such a value is drawn from a range, each run reads its own. Cost: one reading of the merged scenario each.
 */
#include "sim/sweep/inside.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum { KEPT = 256 };

typedef struct ply_variants {
  pthread_mutex_t lock;
  size_t n;
  _Atomic(ply_variant *) *slots;
} ply_variants;

static bool may_be_kept(const ply_sweep *sweep, size_t *n) {
  *n = 1;
  for (int k = 0; k < sweep->n_parameters; k++) {
    const ply_parameter *p = &sweep->parameters[k];
    if (!p->reload) continue;
    if (p->distribution != PLY_LIST || *n * (size_t)(p->n_values + 1) > KEPT) return false;
    *n *= (size_t)(p->n_values + 1);
  }
  return true;
}

/* The combination of a point, the base being the last value of each. */
size_t ply_variant_slot(const ply_sweep *sweep, const ply_coordinate *point) {
  size_t slot = 0;
  for (int k = 0; k < sweep->n_parameters; k++) {
    const ply_parameter *p = &sweep->parameters[k];
    if (!p->reload) continue;
    int value = point[k].stands == PLY_AT_BASE ? p->n_values : ply_draw_position(p, point[k]);
    slot = slot * (size_t)(p->n_values + 1) + (size_t)value;
  }
  return slot;
}

const char *ply_reading_at(const char *pointer) {
  static const char prefix[] = "/readings/";
  const char *id = strncmp(pointer, prefix, sizeof prefix - 1) == 0 ? pointer + sizeof prefix - 1 : NULL;
  return id != NULL && strchr(id, '/') == NULL ? id : NULL;
}

ply_setting *ply_variant_settings(const ply_sweep *sweep, const ply_coordinate *point, ply_arena *arena,
                                  size_t *n) {
  size_t room = 1;
  for (int k = 0; k < sweep->n_parameters; k++)
    if (sweep->parameters[k].reload) room += (size_t)sweep->parameters[k].n_targets;
  ply_setting *out = PLY_NEW(arena, room, ply_setting);
  *n = 0;
  for (int k = 0; out != NULL && k < sweep->n_parameters; k++) {
    const ply_parameter *p = &sweep->parameters[k];
    if (!p->reload || point[k].stands == PLY_AT_BASE) continue;
    for (int t = 0; t < p->n_targets; t++) {
      const char *value = NULL;
      if (p->distribution == PLY_LIST) {
        value = p->values[ply_draw_position(p, point[k])];
      } else {
        ply_text text;
        ply_text_init(&text);
        ply_text_number(&text, ply_draw_range(p, &p->targets[t], point[k]));
        value = text.failed ? NULL : ply_arena_strdup(arena, text.data);
        ply_text_done(&text);
      }
      if (value == NULL) return NULL;
      const char *reading = ply_reading_at(p->targets[t].pointer);
      if (reading == NULL)
        out[(*n)++] = (ply_setting){p->targets[t].pointer, value};
      else if (strcmp(value, "true") == 0)
        out[(*n)++] = (ply_setting){NULL, reading};
    }
  }
  return out;
}

static bool find_numbers(const ply_sweep *sweep, ply_variant *variant) {
  const ply_scenario *s = variant->scenario;
  size_t n = 0;
  for (int k = 0; k < sweep->n_parameters; k++) n += (size_t)sweep->parameters[k].n_targets;
  int *number = PLY_NEW(variant->arena, n + 1, int), *next = number;
  bool *moved = PLY_NEW(variant->arena, s->n_numbers + 1, bool);
  if (number == NULL || moved == NULL) return false;
  for (int k = 0; k < sweep->n_parameters; k++)
    for (int t = 0; t < sweep->parameters[k].n_targets; t++, next++) {
      const ply_parameter *p = &sweep->parameters[k];
      const ply_target *target = &p->targets[t];
      *next = -1;
      if (p->reload || target->number < 0) continue;
      int guess = target->number; /* usually where it was */
      if (guess >= s->n_numbers || strcmp(s->numbers[guess].pointer, target->pointer) != 0)
        for (guess = s->n_numbers; guess-- > 0;)
          if (strcmp(s->numbers[guess].pointer, target->pointer) == 0) break;
      *next = guess;
      if (guess >= 0) moved[guess] = true;
    }
  variant->number = number;
  if (sweep->weights == NULL) return true;
  return ply_weights_find(s, moved, variant->arena, &variant->weights, &variant->n_weights);
}

static ply_variant *read_variant(const ply_sweep *sweep, const ply_coordinate *point) {
  ply_arena *arena = ply_arena_new();
  ply_variant *variant = arena != NULL ? PLY_NEW(arena, 1, ply_variant) : NULL;
  size_t n;
  ply_setting *settings = variant != NULL ? ply_variant_settings(sweep, point, arena, &n) : NULL;
  if (settings == NULL) {
    ply_arena_free(arena);
    return NULL;
  }
  variant->arena = arena;
  ply_diags diags;
  ply_err err = {0};
  ply_diags_init(&diags);
  variant->borrowed = n == 0 && sweep->text == NULL;
  if (variant->borrowed) variant->scenario = sweep->scenario;
  ply_status status = variant->borrowed
                          ? PLY_OK
                          : ply_scenario_parse(sweep->text, sweep->length, "scenario.json", NULL, settings, n,
                                               &variant->scenario, &diags, &err);
  ply_diags_done(&diags);
  bool ok = status != PLY_E_MEMORY;
  if (status == PLY_OK)
    ok = find_numbers(sweep, variant);
  else if (ok)
    ok = (variant->problem = ply_arena_strdup(arena, err.message)) != NULL;
  if (ok) return variant;
  ply_variant_free(variant);
  return NULL;
}

void ply_variant_free(ply_variant *variant) {
  if (variant == NULL) return;
  if (!variant->borrowed) ply_scenario_free(variant->scenario);
  ply_arena_free(variant->arena);
}

const ply_variant *ply_variant_of(const ply_sweep *sweep, const ply_coordinate *point, bool *owned) {
  ply_variants *all = sweep->variants;
  *owned = all->slots == NULL;
  if (*owned) return read_variant(sweep, point);
  size_t slot = ply_variant_slot(sweep, point);
  ply_variant *variant = atomic_load(&all->slots[slot]);
  if (variant != NULL) return variant;
  pthread_mutex_lock(&all->lock);
  variant = atomic_load(&all->slots[slot]);
  if (variant == NULL) {
    variant = read_variant(sweep, point);
    atomic_store(&all->slots[slot], variant);
  }
  pthread_mutex_unlock(&all->lock);
  return variant;
}

ply_status ply_variants_prepare(ply_sweep *sweep, ply_err *err) {
  ply_variants *all = PLY_NEW(sweep->arena, 1, ply_variants);
  if (all == NULL) return ply_err_set(err, PLY_E_MEMORY, "out of memory");
  pthread_mutex_init(&all->lock, NULL);
  if (may_be_kept(sweep, &all->n)) {
    all->slots = ply_arena_alloc(sweep->arena, all->n, sizeof *all->slots);
    if (all->slots == NULL) return ply_err_set(err, PLY_E_MEMORY, "out of memory");
  }
  sweep->variants = all;
  return PLY_OK;
}

bool ply_variants_kept(const ply_sweep *sweep) { return sweep->variants->slots != NULL; }

void ply_variants_free(ply_variants *all) {
  if (all == NULL) return;
  for (size_t i = 0; all->slots != NULL && i < all->n; i++) ply_variant_free(atomic_load(&all->slots[i]));
  pthread_mutex_destroy(&all->lock);
}

ply_status ply_variant_fits(const ply_sweep *sweep, const ply_variant *variant, ply_err *err) {
  const ply_scenario *s = variant->scenario, *base = sweep->scenario;
  if (s == NULL) return ply_err_set(err, PLY_E_INPUT, "%s", variant->problem);
  if (s->n_actors == base->n_actors && s->n_issues == base->n_issues && s->n_designs == base->n_designs)
    return PLY_OK;
  return ply_err_set(err, PLY_E_INPUT, "this value adds or removes an actor, an issue or a design");
}
