/* Writes a scenario file from a seed, in two steps: the scenario without designs is loaded first, then
 * feasible bundles of it are added as named designs (a design that breaks a rule is refused by the loader)
 * and some reservations are given by design. */
#include "tests/support/random_parts.h"

#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- issues, levels, rules ---- */

/* Free issues come first by id but derived ones may stand anywhere in the file. */
static void issue(gen *g, int k) {
  ply_text_addf(&g->out, "  \"i%d\": {\"options\": {", k);
  for (int o = 0; o < g->n_options[k]; o++) ply_text_addf(&g->out, "%s\"o%d\": {}", o ? ", " : "", o);
  ply_text_add(&g->out, "}");
  if (g->derived[k]) {
    ply_text_add(&g->out, ", \"derived\": [");
    for (int c = random_pick(g, 3); c > 0; c--) {
      ply_text_addf(&g->out, "{\"option\": \"o%d\", \"when\": ", random_pick(g, g->n_options[k]));
      random_condition(g, 1, true);
      ply_text_add(&g->out, "}, ");
    }
    ply_text_addf(&g->out, "{\"option\": \"o%d\", \"when\": {}}]", random_pick(g, g->n_options[k]));
  }
  ply_text_add(&g->out, "}");
}

static void issues(gen *g) {
  bool derived_first = random_chance(g, 50);
  const char *comma = "\n";
  ply_text_add(&g->out, "\"issues\": {");
  for (int pass = 0; pass < 2; pass++)
    for (int k = 0; k < g->n_issues; k++) {
      if (g->derived[k] != (derived_first == (pass == 0))) continue;
      ply_text_add(&g->out, comma);
      issue(g, k);
      comma = ",\n";
    }
  ply_text_add(&g->out, "\n},\n");
}

static void levels(gen *g) {
  static const double effort[6] = {0, 0.25, 0.5, 1, 1, 1};
  if (g->n_candidates == 0) return;
  ply_text_add(&g->out, "\"levels\": {\"out\": {\"effort\": 0}");
  for (int l = 1; l < g->n_levels; l++)
    ply_text_addf(&g->out, ", \"l%d\": {\"effort\": %g}", l,
                  l == 1 && g->wish.signing ? 0 : effort[random_pick(g, 6)]);
  ply_text_add(&g->out, "},\n");
}

static void rules(gen *g) {
  int n = random_pick(g, 4);
  if (n == 0) return;
  ply_text_add(&g->out, "\"rules\": {");
  for (int r = 0; r < n; r++) {
    ply_text_addf(&g->out, "%s\n  \"r%d\": {\"when\": ", r ? "," : "", r);
    random_condition(g, 1, false);
    ply_text_add(&g->out, ", \"then\": ");
    if (g->n_candidates > 0 && random_chance(g, 25)) {
      ply_text_add(&g->out, "{\"$members_at\": [\"out\", ");
      ply_text_addf(&g->out, "\"l%d\"]}", 1 + random_pick(g, g->n_levels - 1));
    } else if (g->n_candidates > 0 && random_chance(g, 15)) {
      ply_text_add(&g->out, "{\"$no_members\": true}");
    } else {
      random_condition(g, 0, false);
    }
    ply_text_add(&g->out, ", \"reason\": \"because\"}");
  }
  ply_text_add(&g->out, "\n},\n");
}

static int random_more(gen *g, int n) { return (int)ply_rng_below(&g->more, (uint64_t)n); }

/* One weighted vote; a group votes alike. */
static void vote(gen *g, int q) {
  double total = 0, has[MOST_ACTORS] = {0};
  const char *comma = "";
  ply_text_addf(&g->out, "\"v%d\": {\"votes\": {", q);
  for (int i = 0; i < g->n_actors; i++) {
    if (g->consent[i] != 1 && g->consent[i] != 2) continue;
    has[i] = g->leader[i] != i ? has[g->leader[i]] : 0.1 * (1 + random_more(g, 12));
    total += has[i];
    ply_text_addf(&g->out, "%s\"a%d\": ", comma, i);
    ply_text_number(&g->out, has[i]);
    comma = ", ";
  }
  ply_text_add(&g->out, "}, \"need\": ");
  ply_text_number(&g->out, 0.1 * floor(10 * total * (0.3 + 0.1 * random_more(g, 7)) + 1e-9));
  ply_text_add(&g->out, "}");
}

static void quorum(gen *g) {
  int votes = 0, weighed = 0;
  for (int i = 0; i < g->n_actors; i++) votes += g->consent[i] == 1 || g->consent[i] == 2;
  int q = votes > 0 ? 1 + random_pick(g, votes) : 0;
  bool given = votes > 0 && random_chance(g, 50);
  if (votes > 1 && random_more(g, 100) < 45) weighed = 1 + (random_more(g, 3) == 0);
  if (!given && weighed == 0) return;
  ply_text_add(&g->out, "\"agreement\": {");
  if (given) ply_text_addf(&g->out, "\"quorum\": %d%s", q, weighed > 0 ? ", " : "");
  if (weighed > 0) ply_text_add(&g->out, "\"quorums\": {");
  for (int k = 0; k < weighed; k++) {
    if (k > 0) ply_text_add(&g->out, ", ");
    vote(g, k);
  }
  ply_text_addf(&g->out, "%s},\n", weighed > 0 ? "}" : "");
}

/* ---- bargaining ---- */

static void talks(gen *g) {
  int n = 1 + random_pick(g, g->n_actors < 3 ? g->n_actors : 3), first = random_pick(g, g->n_actors);
  bool drawn = random_chance(g, 35);
  ply_text_addf(&g->out, "\"talks\": {\"rounds\": %d, \"%s\": %s", 1 + random_pick(g, 5),
                drawn ? "recognition" : "order", drawn ? "{" : "[");
  for (int k = 0; k < n; k++) {
    ply_text_addf(&g->out, "%s\"a%d\"", k ? ", " : "", (first + k) % g->n_actors);
    if (drawn) ply_text_add(&g->out, ": ");
    if (drawn) random_number(g, 0.5, 2, 3);
  }
  ply_text_addf(&g->out, "%s, \"discount\": {", drawn ? "}" : "]");
  for (int i = 0; i < g->n_actors; i++) {
    ply_text_addf(&g->out, "%s\"a%d\": ", i ? ", " : "", i);
    random_number(g, 0.5, 1, 5);
  }
  ply_text_add(&g->out, "}}");
}

static void bargaining(gen *g) {
  const char *comma = "";
  ply_text_add(&g->out, ",\n\"bargaining\": {");
  if (random_chance(g, 40)) {
    int n = 1 + random_pick(g, g->n_actors), first = random_pick(g, g->n_actors);
    ply_text_add(&g->out, "\"players\": [");
    for (int k = 0; k < n; k++) ply_text_addf(&g->out, "%s\"a%d\"", k ? ", " : "", (first + k) % g->n_actors);
    ply_text_addf(&g->out, "], \"weights\": {\"a%d\": ", first);
    random_number(g, 0.5, 2, 3);
    ply_text_add(&g->out, "}");
    comma = ", ";
  }
  if (random_chance(g, 60)) {
    ply_text_addf(&g->out, "%s\"proposer\": \"a%d\"", comma, random_pick(g, g->n_actors));
    comma = ", ";
  }
  if (random_chance(g, g->wish.alike ? 15 : 70)) {
    ply_text_add(&g->out, comma);
    talks(g);
  }
  ply_text_add(&g->out, "}");
}

/* ---- shape ---- */

static uint64_t raw_of(const gen *g) {
  uint64_t raw = 1;
  for (int k = 0; k < g->n_issues; k++)
    if (!g->derived[k]) raw *= (uint64_t)g->n_options[k];
  for (int c = 0; c < g->n_candidates; c++) raw *= (uint64_t)g->n_levels;
  return raw;
}

/* Few designs, so that hundreds of memberships fit. */
static void crowd(gen *g) {
  g->n_levels = 3;
  for (int k = 0; k < g->n_issues; k++) g->n_options[k] = 2;
  for (; g->n_issues > 2 + g->n_derived && raw_of(g) > g->wish.most; g->n_issues--)
    g->derived[g->n_issues - 2] = g->derived[g->n_issues - 1];
}

static void shape(gen *g) {
  int least = g->wish.alike ? 4 : g->wish.security || g->wish.tense ? 3 : 1;
  g->n_actors =
      g->wish.crowd ? MOST_ACTORS - random_pick(g, 2) : least + random_pick(g, FEW_ACTORS + 1 - least);
  g->n_derived = random_chance(g, 35) ? 1 : 0;
  g->n_issues = 1 + random_pick(g, MOST_ISSUES - 1) + g->n_derived;
  if (g->n_issues > MOST_ISSUES) g->n_issues = MOST_ISSUES;
  for (int k = 0; k < g->n_issues; k++) g->n_options[k] = 2 + random_pick(g, 3);
  for (int k = 0; k < g->n_issues; k++) g->derived[k] = k >= g->n_issues - g->n_derived;
  g->n_levels = 2 + random_pick(g, MOST_LEVELS - 1);
  bool two_outside = random_chance(g, 80) || g->wish.security;
  int most = g->n_actors > 2 && two_outside ? g->n_actors - 2 : g->n_actors - 1;
  g->n_candidates = random_pick(g, most + 1);
  if (g->wish.security && g->n_candidates == 0) g->n_candidates = 1;
  if (g->wish.crowd) g->n_candidates = most;
  if (g->wish.alike && !g->wish.crowd) g->n_candidates = most > 2 ? 2 + random_pick(g, most - 1) : most;
  if (g->wish.tense && g->n_candidates < 2 && (g->n_actors > 3 || !g->wish.security)) g->n_candidates = 2;
  if (g->wish.crowd) crowd(g);
  while (raw_of(g) > g->wish.most && g->n_levels > 2) g->n_levels--;
  while (raw_of(g) > g->wish.most && g->n_candidates > 1) g->n_candidates--;
  for (int k = 0; k < g->n_issues && raw_of(g) > g->wish.most; k++) g->n_options[k] = 2;
  if (g->n_candidates == 0) g->n_levels = 0;
}

static void roles(gen *g) {
  for (int left = g->n_candidates; left > 0;) {
    int i = random_pick(g, g->n_actors);
    if (g->candidate[i]) continue;
    g->candidate[i] = true;
    left--;
  }
  g->beneficiary = g->adversary = -1;
  for (int i = 0; i < g->n_actors; i++) {
    int roll = random_pick(g, 100);
    if (g->candidate[i])
      g->consent[i] = roll < 40 ? 0 : roll < 65 ? 3 : roll < 77 ? 1 : roll < 90 ? 2 : 4;
    else
      g->consent[i] = roll < 40 ? 1 : roll < 70 ? 2 : roll < 86 ? 5 : roll < 93 ? 4 : 0;
    if (g->candidate[i]) continue;
    if (g->beneficiary < 0)
      g->beneficiary = i;
    else if (g->adversary < 0)
      g->adversary = i;
  }
  bool can = g->adversary >= 0 && g->n_candidates > 0;
  g->security = can && (g->wish.security || random_chance(g, 60));
}

/* One group of candidates, or two; their consent is their leader's. */
static void groups(gen *g) {
  int who[MOST_ACTORS], n = 0;
  for (int i = 0; i < g->n_actors; i++)
    if (g->candidate[i]) who[n++] = i;
  int first = n > 2 ? 2 + random_pick(g, n - 1) : n,
      second = n - first >= 2 && random_chance(g, 80) ? n : first;
  for (int k = 0; k < second; k++) {
    g->leader[who[k]] = who[k < first ? 0 : first];
    g->consent[who[k]] = g->consent[g->leader[who[k]]];
  }
}

static char *write_file(uint64_t seed, random_wish wish, int n_designs, const char *designs) {
  gen g = {.wish = wish, .n_designs = n_designs};
  ply_rng_init(&g.rng, seed, 2022);
  ply_rng_init(&g.more, seed, 2026);
  ply_text_init(&g.out);
  if (g.wish.most == 0) g.wish.most = 2000;
  shape(&g);
  roles(&g);
  g.self = -1;
  for (int i = 0; i < g.n_actors; i++) g.leader[i] = i;
  if (wish.alike) groups(&g);
  ply_text_addf(&g.out, "{\n\"parley\": 1, \"id\": \"random-%llu\", \"title\": \"Random\",\n",
                (unsigned long long)seed);
  issues(&g);
  levels(&g);
  rules(&g);
  quorum(&g);
  random_actors(&g);
  random_security(&g);
  ply_text_add(&g.out, designs);
  bargaining(&g);
  ply_text_add(&g.out, "\n}\n");
  char *text = ply_text_take(&g.out);
  if (text == NULL) ck_abort_msg("out of memory");
  return text;
}

/* ---- designs ---- */

static ply_scenario *load(const char *text, uint64_t seed) {
  ply_scenario *scenario = NULL;
  ply_diags diags;
  ply_err err = {0};
  ply_diags_init(&diags);
  if (ply_scenario_parse(text, strlen(text), "random.json", NULL, NULL, 0, &scenario, &diags, &err) !=
      PLY_OK) {
    for (size_t d = 0; d < diags.count; d++)
      if (diags.items[d].severity == PLY_ERROR)
        fprintf(stderr, "%d:%d %s %s\n", diags.items[d].line, diags.items[d].column, diags.items[d].pointer,
                diags.items[d].message);
    fprintf(stderr, "%s\n", text);
    ck_abort_msg("the random scenario of seed %llu does not load: %s", (unsigned long long)seed, err.message);
  }
  ply_diags_done(&diags);
  return scenario;
}

static bool draw_feasible(const ply_scenario *s, ply_rng *rng, uint16_t *option, uint8_t *level) {
  memset(level, 0, PLY_MAX_ACTORS);
  for (int i = 0; i < s->n_actors; i++)
    if (s->actors[i].candidate) level[i] = (uint8_t)ply_rng_below(rng, (uint64_t)s->n_levels);
  for (int k = 0; k < s->n_issues; k++)
    if (s->issues[k].n_cases == 0) option[k] = (uint16_t)ply_rng_below(rng, (uint64_t)s->issues[k].n_options);
  for (int k = 0; k < s->n_issues; k++)
    for (int c = s->issues[k].n_cases; c-- > 0;)
      if (ply_cond_holds(s->issues[k].cases[c].when, s, option, level))
        option[k] = (uint16_t)s->issues[k].cases[c].option;
  for (int r = 0; r < s->n_rules; r++)
    if (ply_cond_holds(s->rules[r].when, s, option, level) &&
        !ply_cond_holds(s->rules[r].then, s, option, level))
      return false;
  return true;
}

static void write_design(const ply_scenario *s, int d, const uint16_t *option, const uint8_t *level,
                         ply_text *out) {
  const char *comma = "";
  ply_text_addf(out, "%s\n  \"d%d\": {\"options\": {", d ? "," : "", d);
  for (int k = 0; k < s->n_issues; k++) {
    if (s->issues[k].n_cases > 0) continue;
    ply_text_addf(out, "%s\"%s\": \"o%d\"", comma, s->issues[k].id, option[k]);
    comma = ", ";
  }
  ply_text_add(out, "}, \"members\": {");
  comma = "";
  for (int i = 0; i < s->n_actors; i++) {
    if (level[i] == 0) continue;
    ply_text_addf(out, "%s\"%s\": \"l%d\"", comma, s->actors[i].id, level[i]);
    comma = ", ";
  }
  ply_text_add(out, "}}");
}

/* Up to three feasible bundles as named designs. They are drawn by actor id, so they are the same whatever
 * order the actors stand in only if drawn from the file in its usual order. */
static int draw_designs(const ply_scenario *s, uint64_t seed, ply_text *out) {
  ply_rng rng;
  ply_rng_init(&rng, seed, 3);
  int n = 0, wanted = (int)ply_rng_below(&rng, 4);
  uint16_t option[PLY_MAX_ISSUES] = {0};
  uint8_t level[PLY_MAX_ACTORS];
  for (int t = 0; t < 300 && n < wanted; t++) {
    if (!draw_feasible(s, &rng, option, level)) continue;
    if (n == 0) ply_text_add(out, ",\n\"designs\": {");
    write_design(s, n++, option, level, out);
  }
  if (n > 0) ply_text_add(out, "\n}");
  return n;
}

ply_scenario *random_scenario(uint64_t seed, random_wish wish, char **text) {
  random_wish usual = wish;
  usual.reversed = false;
  char *first = write_file(seed, usual, 0, "");
  ply_scenario *scenario = load(first, seed);
  free(first);
  ply_text designs;
  ply_text_init(&designs);
  int n = draw_designs(scenario, seed, &designs);
  ply_scenario_free(scenario);
  char *second = write_file(seed, wish, n, n > 0 ? designs.data : "");
  ply_text_done(&designs);
  scenario = load(second, seed);
  if (text != NULL)
    *text = second;
  else
    free(second);
  return scenario;
}
