/* Does a condition hold at a bundle, and where in a table does it lie? And the look-ups of ids. Straight from the definitions; the game room
 * compiles conditions for speed, this is what it is held against. Cost: linear in the condition's size. */
#include "sim/scenario/scenario.h"

#include <string.h>

static bool count_holds(const ply_cond *cond, const ply_scenario *scenario, const uint8_t *level) {
  double n = 0;
  for (int i = 0; i < scenario->n_actors; i++)
    if ((cond->actors >> i & 1) && level[i] >= cond->from_level)
      n += cond->weights != NULL ? cond->weights[i] : 1;
  return n >= cond->min - PLY_COUNT_EPS && n <= cond->max + PLY_COUNT_EPS;
}

/* Every candidate that is not out stands at one of the condition's levels (none at all: every one is out). */
static bool members_hold(const ply_cond *cond, const ply_scenario *scenario, const uint8_t *level) {
  for (int i = 0; i < scenario->n_actors; i++)
    if (level[i] != 0 && !(cond->kind == PLY_COND_MEMBERS_AT && (cond->levels >> level[i] & 1))) return false;
  return true;
}

bool ply_cond_holds(const ply_cond *cond, const ply_scenario *scenario, const uint16_t *option,
                    const uint8_t *level) {
  switch (cond->kind) {
  case PLY_COND_ALL:
    for (int i = 0; i < cond->n_parts; i++)
      if (!ply_cond_holds(cond->parts[i], scenario, option, level)) return false;
    return true;
  case PLY_COND_ANY:
    for (int i = 0; i < cond->n_parts; i++)
      if (ply_cond_holds(cond->parts[i], scenario, option, level)) return true;
    return false;
  case PLY_COND_NOT: return !ply_cond_holds(cond->parts[0], scenario, option, level);
  case PLY_COND_OPTION: return cond->options[option[cond->issue] / 64] >> (option[cond->issue] % 64) & 1;
  case PLY_COND_MEMBER: return cond->levels >> level[cond->actor] & 1;
  case PLY_COND_COUNT: return count_holds(cond, scenario, level);
  case PLY_COND_MEMBERS_AT:
  case PLY_COND_NO_MEMBERS: return members_hold(cond, scenario, level);
  }
  return false;
}

uint32_t ply_table_entry(const ply_payoff_table *table, const uint16_t *option, const uint8_t *level) {
  uint32_t entry = 0;
  for (int d = 0; d < table->n_over; d++) {
    int at = table->over[d].at;
    entry += table->over[d].stride * (table->over[d].candidate ? level[at] : option[at]);
  }
  return entry;
}

int ply_scenario_actor(const ply_scenario *scenario, const char *id) {
  for (int i = 0; i < scenario->n_actors; i++)
    if (strcmp(scenario->actors[i].id, id) == 0) return i;
  return -1;
}

int ply_scenario_number(const ply_scenario *scenario, const char *pointer) {
  for (int i = 0; i < scenario->n_numbers; i++)
    if (strcmp(scenario->numbers[i].pointer, pointer) == 0) return i;
  return -1;
}

int ply_scenario_issue(const ply_scenario *scenario, const char *id) {
  for (int i = 0; i < scenario->n_issues; i++)
    if (strcmp(scenario->issues[i].id, id) == 0) return i;
  return -1;
}

int ply_scenario_option(const ply_scenario *scenario, int issue, const char *id) {
  for (int i = 0; i < scenario->issues[issue].n_options; i++)
    if (strcmp(scenario->issues[issue].options[i].id, id) == 0) return i;
  return -1;
}

int ply_scenario_level(const ply_scenario *scenario, const char *id) {
  for (int i = 0; i < scenario->n_levels; i++)
    if (strcmp(scenario->levels[i].id, id) == 0) return i;
  return -1;
}

int ply_scenario_level_of(const ply_scenario *scenario, int actor, const char *id) {
  const ply_actor *a = &scenario->actors[actor];
  for (int l = 0; l < a->n_moves; l++)
    if (strcmp(a->moves[l].id, id) == 0) return l;
  return a->n_moves > 0 ? -1 : ply_scenario_level(scenario, id);
}

int ply_scenario_design(const ply_scenario *scenario, const char *id) {
  for (int i = 0; i < scenario->n_designs; i++)
    if (strcmp(scenario->designs[i].id, id) == 0) return i;
  return -1;
}

const char *ply_indicator_name(ply_indicator indicator) {
  static const char *const name[] = {"attack",      "deterred", "overrun", "holds",
                                     "credibility", "force",    "fight",   "renege"};
  return name[indicator];
}
