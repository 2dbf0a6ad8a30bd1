/* What can be asked only of the scenario as a whole: do the designs keep the rules, does every derived issue
 * always have an option, can the quorum be reached, do candidates have levels, does the space fit into an
 * index. Derived issues are tried on every combination of what they look at, up to a million; beyond that a
 * closing case is asked. */
#include "sim/scenario/fields.h"

#include <stdio.h>
#include <string.h>

static const ply_hint no_hint = {0};
enum { MOST_COMBINATIONS = 1000000, MOST_WORK = 300000000 };

void ply_check_before(ply_reader *r) {
  int n = 0;
  const ply_node *levels = ply_node_find(own(r)->root, "levels"), *first = NULL;
  for (int i = 0; i < own(r)->actors.n; i++) {
    const ply_node *candidate = ply_node_find(own(r)->actor_at[i], "candidate");
    if (candidate == NULL || candidate->type != T_BOOL || !candidate->truth) continue;
    if (first == NULL) first = candidate;
    if (n++ == PLY_MAX_CANDIDATES)
      ply_report_problem(r->tree, P407, candidate, AT_KEY, no_hint, "more than %d candidates, the limit",
                         PLY_MAX_CANDIDATES);
  }
  own(r)->levels_are_missing =
      n > 0 && (levels == NULL || (levels->type == T_OBJECT && ply_count_entries(levels, 1) == 0));
  if (own(r)->levels_are_missing)
    ply_report_problem(
        r->tree, P405, first, AT_KEY, no_hint,
        "there are candidates but no \"levels\" to join at; add {\"out\": {\"effort\": 0}, ...}");
  if (own(r)->issues.n == 0 && n == 0 && ply_node_find(own(r)->root, "issues") != NULL)
    ply_report_problem(r->tree, P414, ply_node_find(own(r)->root, "issues"), AT_KEY, no_hint,
                       "there is nothing to negotiate: no issue and no candidate");
}

/* ---- derived issues ---- */

/* What a condition looks at. Returns its size. */
static double collect(const ply_cond *cond, const ply_scenario *s, bool *issues, bool *actors) {
  double size = 1;
  for (int i = 0; i < cond->n_parts; i++) size += collect(cond->parts[i], s, issues, actors);
  if (cond->kind == PLY_COND_OPTION) issues[cond->issue] = true;
  if (cond->kind == PLY_COND_MEMBER) actors[cond->actor] = true;
  for (int i = 0; i < s->n_actors && cond->kind == PLY_COND_COUNT; i++)
    if (cond->actors >> i & 1) actors[i] = true;
  return size;
}

static int derived_option(const ply_scenario *s, const ply_issue *issue, const uint16_t *option,
                          const uint8_t *level) {
  for (int c = 0; c < issue->n_cases; c++)
    if (ply_cond_holds(issue->cases[c].when, s, option, level)) return issue->cases[c].option;
  return -1;
}

/* One step of the odometer over the marked issues and actors; false when it is round. */
static bool next_combination(const ply_scenario *s, const bool *issues, const bool *actors, uint16_t *option,
                             uint8_t *level) {
  for (int k = 0; k < s->n_issues; k++) {
    if (!issues[k]) continue;
    if (++option[k] < s->issues[k].n_options) return true;
    option[k] = 0;
  }
  for (int i = 0; i < s->n_actors; i++) {
    if (!actors[i]) continue;
    if (++level[i] < s->n_levels) return true;
    level[i] = 0;
  }
  return false;
}

static double count_combinations(const ply_scenario *s, const bool *issues, const bool *actors) {
  double n = 1;
  for (int k = 0; k < s->n_issues; k++) n *= issues[k] ? s->issues[k].n_options : 1;
  for (int i = 0; i < s->n_actors; i++) n *= actors[i] ? s->n_levels : 1;
  return n;
}

static void report_gap(ply_reader *r, const ply_node *at, const bool *issues, const bool *actors,
                       const uint16_t *option, const uint8_t *level) {
  const ply_scenario *s = own(r)->s;
  char where[300] = "";
  for (int k = 0; k < s->n_issues; k++)
    if (issues[k] && strlen(where) < 200)
      snprintf(where + strlen(where), sizeof where - strlen(where), "%s%.40s=%.40s",
               where[0] != '\0' ? ", " : "", s->issues[k].id, s->issues[k].options[option[k]].id);
  for (int i = 0; i < s->n_actors; i++)
    if (actors[i] && strlen(where) < 200)
      snprintf(where + strlen(where), sizeof where - strlen(where), "%s%.40s=%.40s",
               where[0] != '\0' ? ", " : "", s->actors[i].id, s->levels[level[i]].id);
  ply_hint more = {.note = "a last case {\"option\": ..., \"when\": {}} takes everything that is left"};
  ply_report_problem(r->tree, P402, at, AT_KEY, more,
                     "no case holds where %s; a derived issue always needs an option", where);
}

static void check_derived(ply_reader *r, int k) {
  const ply_scenario *s = own(r)->s;
  const ply_issue *issue = &s->issues[k];
  const ply_node *at = ply_node_find(own(r)->issue_at[k], "derived");
  bool issues[PLY_MAX_ISSUES] = {false}, actors[PLY_MAX_ACTORS] = {false};
  uint16_t option[PLY_MAX_ISSUES] = {0};
  uint8_t level[PLY_MAX_ACTORS] = {0};
  double size = 0;
  for (int c = 0; c < issue->n_cases; c++) {
    const ply_cond *when = issue->cases[c].when;
    if (when->kind == PLY_COND_ALL && when->n_parts == 0) return; /* a closing case */
    size += collect(when, s, issues, actors);
  }
  double n = count_combinations(s, issues, actors);
  own(r)->work += n * size;
  if (n > MOST_COMBINATIONS || own(r)->work > MOST_WORK) {
    ply_report_problem(
        r->tree, P402, at, AT_KEY, no_hint,
        "too many combinations to try whether a case always holds; close with {\"option\": ..., \"when\": "
        "{}}");
    return;
  }
  do
    if (derived_option(s, issue, option, level) < 0) {
      report_gap(r, at, issues, actors, option, level);
      return;
    }
  while (next_combination(s, issues, actors, option, level));
}

/* ---- designs ---- */

/* Whether a setting changed the scenario: what designs then break is asked for, and no fault of the file. */
static bool changed_outside(const ply_tree *tree) {
  for (size_t f = 0; f < tree->n_files; f++)
    if (strcmp(tree->files[f].name, SETTING_FILE) == 0) return true;
  return false;
}

static void check_design(ply_reader *r, int d) {
  const ply_scenario *s = own(r)->s;
  const ply_design *design = &s->designs[d];
  const ply_node *at = ply_node_find(ply_node_find(own(r)->root, "designs"), design->id);
  uint16_t *option = (uint16_t *)design->options;
  for (int k = 0; k < s->n_issues; k++) {
    int derived = s->issues[k].n_cases > 0 ? derived_option(s, &s->issues[k], option, design->levels) : -1;
    if (derived >= 0) option[k] = (uint16_t)derived;
  }
  for (int i = 0; i < s->n_rules; i++) {
    const ply_rule *rule = &s->rules[i];
    if (own(r)->rule_is_broken[i] || !ply_cond_holds(rule->when, s, option, design->levels) ||
        ply_cond_holds(rule->then, s, option, design->levels))
      continue;
    ply_hint more = {.note = rule->reason[0] != '\0' ? rule->reason : NULL};
    if (changed_outside(r->tree))
      ply_report_problem(r->tree, W913, at, AT_KEY, more,
                         "as it is changed here, design %s breaks rule %s: it is not feasible",
                         ply_quoted(r->tree, design->id), ply_quoted(r->tree, rule->id));
    else
      ply_report_problem(r->tree, P401, at, AT_KEY, more, "design %s breaks rule %s",
                         ply_quoted(r->tree, design->id), ply_quoted(r->tree, rule->id));
  }
}

/* ---- the whole ---- */

static void check_space(ply_reader *r) {
  const ply_scenario *s = own(r)->s;
  const uint64_t most = INT64_MAX;
  uint64_t space = 1;
  bool fits = true;
  for (int k = 0; k < s->n_issues; k++) {
    uint64_t n =
        s->issues[k].n_cases > 0 || s->issues[k].n_options == 0 ? 1 : (uint64_t)s->issues[k].n_options;
    fits = fits && space <= most / n;
    space *= n;
  }
  for (int i = 0; i < s->n_actors; i++) {
    uint64_t n = s->actors[i].candidate && s->n_levels > 0 ? (uint64_t)s->n_levels : 1;
    fits = fits && space <= most / n;
    space *= n;
  }
  if (!fits)
    ply_report_problem(r->tree, P408, own(r)->root, AT_VALUE, no_hint,
                       "more than 2^63 - 1 bundles; use fewer issues, options, levels or candidates");
}

void ply_check_after(ply_reader *r) {
  const ply_scenario *s = own(r)->s;
  if (!own(r)->derived_is_broken && s->n_issues == own(r)->issues.n && s->n_actors == own(r)->actors.n) {
    for (int k = 0; k < s->n_issues; k++)
      if (s->issues[k].n_cases > 0) check_derived(r, k);
    for (int d = 0; d < s->n_designs; d++)
      if (!own(r)->design_is_broken[d]) check_design(r, d);
  }
  check_space(r);
  ply_check_agreement(r);
  ply_check_magnitudes(r);
  ply_check_held_in(r);
  if (own(r)->unknown.n > 0)
    ply_report_problem(r->tree, W903, own(r)->unknown.first, AT_VALUE, no_hint, "%s names no source%s",
                       ply_quoted(r->tree, own(r)->unknown.first->as.text),
                       own(r)->unknown.n > 1 ? ", and there are more such citations" : "");
}
