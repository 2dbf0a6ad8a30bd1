/* Writes a scenario file from a seed, in two steps: the scenario without designs is loaded first, then
 * feasible bundles of it are added as named designs (a design that breaks a rule is refused by the loader)
 * and some reservations are given by design. */
#include "tests/support/random_scenario.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ACTORS = 5, ISSUES = 6, LEVELS = 4 };

typedef struct gen {
  ply_rng rng;
  random_wish wish;
  ply_text out;
  int n_actors, n_issues, n_derived, n_levels, n_candidates, n_designs;
  int n_options[ISSUES];
  bool candidate[ACTORS], derived[ISSUES];
  int consent[ACTORS]; /* 0 unsaid, 1 required, 2 counted, 3 if_member, 4 never */
  bool security;
  int beneficiary, adversary;
} gen;

static int pick(gen *g, int n) { return (int)ply_rng_below(&g->rng, (uint64_t)n); }
static bool chance(gen *g, int percent) { return pick(g, 100) < percent; }

/* ---- numbers
 * --------------------------------------------------------------------------------------------------- */

/* A number lo .. hi on a grid of `steps`, sometimes with a range around it or with a grade. */
static void number(gen *g, double lo, double hi, int steps) {
  int at = pick(g, steps + 1), low = at > 0 ? pick(g, at + 1) : 0;
  double jitter = g->wish.smooth ? 0.37 * (ply_rng_unit(&g->rng) - 0.5) / steps : 0;
  double base = lo + (hi - lo) * (at + jitter) / steps;
  if (base < lo || base > hi) base = lo + (hi - lo) * at / steps;
  double below = lo + (hi - lo) * low / steps;
  switch (pick(g, 12)) {
  case 0:
    ply_text_add(&g->out, "[");
    ply_text_number(&g->out, below < base ? below : base);
    ply_text_add(&g->out, ", ");
    ply_text_number(&g->out, base);
    ply_text_add(&g->out, ", ");
    ply_text_number(&g->out, hi);
    ply_text_add(&g->out, "]");
    break;
  case 1:
    ply_text_add(&g->out, "{\"value\": ");
    ply_text_number(&g->out, base);
    ply_text_add(&g->out, ", \"grade\": \"stated\"}");
    break;
  default: ply_text_number(&g->out, base);
  }
}

static void key_number(gen *g, const char *key, double lo, double hi, int steps) {
  ply_text_addf(&g->out, "\"%s\": ", key);
  number(g, lo, hi, steps);
}

/* ---- conditions
 * ------------------------------------------------------------------------------------------------ */

/* Options are o0, o1, ..., levels out, l1, ... */
static void id(gen *g, char letter, int k) {
  if (letter == 'l' && k == 0)
    ply_text_add(&g->out, "\"out\"");
  else
    ply_text_addf(&g->out, "\"%c%d\"", letter, k);
}

/* One id or a list of two, of n. */
static void some_ids(gen *g, char letter, int n) {
  int first = pick(g, n);
  if (n == 1 || chance(g, 50)) {
    id(g, letter, first);
    return;
  }
  ply_text_add(&g->out, "[");
  id(g, letter, first);
  ply_text_add(&g->out, ", ");
  id(g, letter, (first + 1 + pick(g, n - 1)) % n);
  ply_text_add(&g->out, "]");
}

static int some_candidate(gen *g) {
  int k = pick(g, g->n_candidates);
  for (int i = 0; i < g->n_actors; i++)
    if (g->candidate[i] && k-- == 0) return i;
  return -1;
}

static void count_condition(gen *g) {
  int min = pick(g, g->n_candidates + 1);
  ply_text_add(&g->out, "\"$count\": {\"from\": ");
  id(g, 'l', pick(g, g->n_levels));
  if (chance(g, 40)) {
    const char *comma = "";
    ply_text_add(&g->out, ", \"of\": [");
    int least = some_candidate(g);
    for (int i = 0; i < g->n_actors; i++)
      if (g->candidate[i] && (i == least || chance(g, 50))) {
        ply_text_addf(&g->out, "%s\"a%d\"", comma, i);
        comma = ", ";
      }
    ply_text_add(&g->out, "]");
  }
  bool floor = chance(g, 70);
  if (floor) ply_text_addf(&g->out, ", \"min\": %d", min);
  if (!floor || chance(g, 40))
    ply_text_addf(&g->out, ", \"max\": %d", min + pick(g, g->n_candidates + 1 - min));
  ply_text_add(&g->out, "}");
}

static void condition(gen *g, int depth, bool free_only);

static void nested_condition(gen *g, int depth, bool free_only) {
  if (chance(g, 50)) {
    ply_text_add(&g->out, "\"$not\": ");
    condition(g, depth + 1, free_only);
    return;
  }
  ply_text_add(&g->out, "\"$any\": [");
  condition(g, depth + 1, free_only);
  ply_text_add(&g->out, ", ");
  condition(g, depth + 1, free_only);
  ply_text_add(&g->out, "]");
}

static void condition(gen *g, int depth, bool free_only) {
  const char *comma = "";
  ply_text_add(&g->out, "{");
  int issue = pick(g, free_only ? g->n_issues - g->n_derived : g->n_issues);
  if (chance(g, 75)) {
    ply_text_addf(&g->out, "\"i%d\": ", issue);
    some_ids(g, 'o', g->n_options[issue]);
    comma = ", ";
  }
  if (g->n_candidates > 0 && chance(g, 20)) {
    ply_text_addf(&g->out, "%s\"$members\": {\"a%d\": ", comma, some_candidate(g));
    some_ids(g, 'l', g->n_levels);
    ply_text_add(&g->out, "}");
    comma = ", ";
  }
  if (g->n_candidates > 0 && chance(g, 20)) {
    ply_text_add(&g->out, comma);
    count_condition(g);
    comma = ", ";
  }
  if (depth < 2 && chance(g, 25)) {
    ply_text_add(&g->out, comma);
    nested_condition(g, depth, free_only);
  }
  ply_text_add(&g->out, "}");
}

/* Who stands where: what makes one candidate's choice matter to another. */
static void members_condition(gen *g) {
  bool two = chance(g, 70);
  int a = some_candidate(g), b = some_candidate(g);
  ply_text_addf(&g->out, "{\"$members\": {\"a%d\": ", a);
  some_ids(g, 'l', g->n_levels);
  if (two && b != a) {
    ply_text_addf(&g->out, ", \"a%d\": ", b);
    some_ids(g, 'l', g->n_levels);
  }
  ply_text_add(&g->out, "}");
  if (chance(g, 30)) {
    ply_text_add(&g->out, ", ");
    count_condition(g);
  }
  ply_text_add(&g->out, "}");
}

/* ---- issues, levels, rules
 * --------------------------------------------------------------------------------------- */

/* Free issues come first by id but derived ones may stand anywhere in the file. */
static void issue(gen *g, int k) {
  ply_text_addf(&g->out, "  \"i%d\": {\"options\": {", k);
  for (int o = 0; o < g->n_options[k]; o++) ply_text_addf(&g->out, "%s\"o%d\": {}", o ? ", " : "", o);
  ply_text_add(&g->out, "}");
  if (g->derived[k]) {
    ply_text_add(&g->out, ", \"derived\": [");
    for (int c = pick(g, 3); c > 0; c--) {
      ply_text_addf(&g->out, "{\"option\": \"o%d\", \"when\": ", pick(g, g->n_options[k]));
      condition(g, 1, true);
      ply_text_add(&g->out, "}, ");
    }
    ply_text_addf(&g->out, "{\"option\": \"o%d\", \"when\": {}}]", pick(g, g->n_options[k]));
  }
  ply_text_add(&g->out, "}");
}

static void issues(gen *g) {
  bool derived_first = chance(g, 50);
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
    ply_text_addf(&g->out, ", \"l%d\": {\"effort\": %g}", l, effort[pick(g, 6)]);
  ply_text_add(&g->out, "},\n");
}

static void rules(gen *g) {
  int n = pick(g, 4);
  if (n == 0) return;
  ply_text_add(&g->out, "\"rules\": {");
  for (int r = 0; r < n; r++) {
    ply_text_addf(&g->out, "%s\n  \"r%d\": {\"when\": ", r ? "," : "", r);
    condition(g, 1, false);
    ply_text_add(&g->out, ", \"then\": ");
    if (g->n_candidates > 0 && chance(g, 25)) {
      ply_text_add(&g->out, "{\"$members_at\": [\"out\", ");
      ply_text_addf(&g->out, "\"l%d\"]}", 1 + pick(g, g->n_levels - 1));
    } else if (g->n_candidates > 0 && chance(g, 15)) {
      ply_text_add(&g->out, "{\"$no_members\": true}");
    } else {
      condition(g, 0, false);
    }
    ply_text_add(&g->out, ", \"reason\": \"because\"}");
  }
  ply_text_add(&g->out, "\n},\n");
}

static void quorum(gen *g) {
  int votes = 0;
  for (int i = 0; i < g->n_actors; i++) votes += g->consent[i] == 1 || g->consent[i] == 2;
  int q = votes > 0 ? 1 + pick(g, votes) : 0;
  if (votes > 0 && chance(g, 50)) ply_text_addf(&g->out, "\"agreement\": {\"quorum\": %d},\n", q);
}

/* ---- actors
 * ------------------------------------------------------------------------------------------------------ */

static const char *const indicator[] = {"attack",      "deterred", "overrun", "holds",
                                        "credibility", "force",    "fight",   "renege"};

static void value_table(gen *g, const char *key, int n) {
  ply_text_addf(&g->out, "\"%s\": {", key);
  for (int o = 0; o < n; o++) {
    ply_text_addf(&g->out, "%s\"o%d\": ", o ? ", " : "", o);
    number(g, 0, 1, 4);
  }
  ply_text_add(&g->out, "}");
}

static void payoffs(gen *g, int i) {
  const char *comma = "";
  bool row[ISSUES];
  ply_text_add(&g->out, ", \"payoffs\": {");
  for (int k = 0; k < g->n_issues; k++) {
    row[k] = k == 0 || chance(g, 85);
    if (!row[k]) continue;
    ply_text_addf(&g->out, "%s\"i%d\": {", comma, k);
    key_number(g, "weight", 0, 1, 5);
    ply_text_add(&g->out, ", ");
    value_table(g, "values", g->n_options[k]);
    if (g->candidate[i] && chance(g, 40)) {
      ply_text_add(&g->out, ", ");
      value_table(g, "outsider", g->n_options[k]);
    }
    ply_text_add(&g->out, "}");
    comma = ", ";
  }
  ply_text_add(&g->out, "}");
  if (!g->security || !chance(g, 50)) return;
  int k = 0;
  for (int t = 0; t < 3 && !row[k = pick(g, g->n_issues)]; t++) {
  }
  if (!row[k]) k = 0;
  ply_text_addf(&g->out, ", \"scaled\": {\"i%d\": {\"by\": \"%s\", ", k, indicator[pick(g, 8)]);
  key_number(g, "floor", 0, 1, 4);
  ply_text_add(&g->out, "}}");
}

static void extras(gen *g, int i) {
  if (g->candidate[i] && chance(g, 60)) {
    ply_text_add(&g->out, ", \"level\": {");
    for (int l = 1; l < g->n_levels; l++) {
      ply_text_addf(&g->out, "%s\"l%d\": ", l > 1 ? ", " : "", l);
      number(g, -0.5, 0.5, 5);
    }
    ply_text_add(&g->out, "}");
  }
  bool tense = g->wish.tense && g->candidate[i];
  int n = tense ? 2 + pick(g, 3) : chance(g, 50) ? 1 + pick(g, 2) : 0;
  if (n > 0) ply_text_add(&g->out, ", \"bonuses\": {");
  for (int t = 0; t < n; t++) {
    ply_text_addf(&g->out, "%s\"b%d\": {\"when\": ", t ? ", " : "", t);
    if (tense)
      members_condition(g);
    else
      condition(g, 0, false);
    ply_text_add(&g->out, ", ");
    if (tense)
      key_number(g, "gain", -1, 1, 10);
    else
      key_number(g, "gain", -0.5, 0.5, 5);
    ply_text_add(&g->out, "}");
  }
  if (n > 0) ply_text_add(&g->out, "}");
  if (!g->security || !chance(g, 60)) return;
  int first = pick(g, 8), second = (first + 1 + pick(g, 7)) % 8;
  ply_text_addf(&g->out, ", \"stakes\": {\"%s\": ", indicator[first]);
  number(g, -1, 1, 8);
  ply_text_addf(&g->out, ", \"%s\": ", indicator[second]);
  number(g, -1, 1, 8);
  ply_text_add(&g->out, "}");
}

static void red_lines(gen *g, int i) {
  int n = chance(g, g->wish.tense ? 20 : 50) ? 1 + pick(g, 2) : 0;
  if (n > 0) ply_text_add(&g->out, ", \"red_lines\": {");
  for (int l = 0; l < n; l++) {
    ply_text_addf(&g->out, "%s\"line%d\": {\"when\": ", l ? ", " : "", l);
    condition(g, 0, false);
    bool stay_out = g->candidate[i] && chance(g, 60);
    ply_text_addf(&g->out, ", \"effect\": \"%s\"", stay_out ? "stay_out" : "refuse");
    if (stay_out && chance(g, 50))
      ply_text_addf(&g->out, ", \"from\": \"l%d\"", 1 + pick(g, g->n_levels - 1));
    if (chance(g, 60)) {
      ply_text_add(&g->out, ", ");
      key_number(g, "firm", 0, 1, 4);
    }
    ply_text_add(&g->out, "}");
  }
  if (n > 0) ply_text_add(&g->out, "}");
}

static void actor(gen *g, int i) {
  static const char *const consent[] = {"", "required", "counted", "if_member", "never"};
  ply_text_addf(&g->out, "  \"a%d\": {\"name\": \"Actor %d\"", i, i);
  if (g->candidate[i]) ply_text_add(&g->out, ", \"candidate\": true");
  if (g->consent[i] > 0) ply_text_addf(&g->out, ", \"consent\": \"%s\"", consent[g->consent[i]]);
  bool by_design = chance(g, 15);
  int design = pick(g, 3);
  ply_text_add(&g->out, ", \"reservation\": ");
  ply_rng before = g->rng; /* the rest of the file is the same whichever it is */
  if (by_design && design < g->n_designs)
    ply_text_addf(&g->out, "{\"design\": \"d%d\"}", design);
  else
    number(g, -0.2, 1.3, 15);
  g->rng = before;
  (void)ply_rng_u64(&g->rng);
  payoffs(g, i);
  extras(g, i);
  red_lines(g, i);
  ply_text_add(&g->out, "}");
}

static void actors(gen *g) {
  char *text[ACTORS];
  ply_text whole = g->out;
  for (int i = 0; i < g->n_actors; i++) {
    ply_text_init(&g->out);
    actor(g, i);
    text[i] = ply_text_take(&g->out);
    if (text[i] == NULL) ck_abort_msg("out of memory");
  }
  g->out = whole;
  ply_text_add(&g->out, "\"actors\": {");
  for (int k = 0; k < g->n_actors; k++) {
    int i = g->wish.reversed ? g->n_actors - 1 - k : k;
    ply_text_addf(&g->out, "%s\n%s", k ? "," : "", text[i]);
    free(text[i]);
  }
  ply_text_add(&g->out, "\n}");
}

/* ---- security
 * ---------------------------------------------------------------------------------------------------- */

/* "key": {"issue": .., "values": {..}} */
static void table(gen *g, const char *key, const char *values, double lo, double hi, int steps) {
  int k = pick(g, g->n_issues);
  ply_text_addf(&g->out, ",\n  \"%s\": {\"issue\": \"i%d\", \"%s\": {", key, k, values);
  for (int o = 0; o < g->n_options[k]; o++) {
    ply_text_addf(&g->out, "%s\"o%d\": ", o ? ", " : "", o);
    number(g, lo, hi, steps);
  }
  ply_text_add(&g->out, "}}");
}

static void judgement(gen *g) {
  int a = pick(g, g->n_issues), b = (a + 1 + pick(g, g->n_issues > 1 ? g->n_issues - 1 : 1)) % g->n_issues;
  bool both = g->n_issues > 1 && chance(g, 60);
  ply_text_addf(&g->out, ",\n  \"judgement\": {\"issues\": [\"i%d\"", a);
  if (both) ply_text_addf(&g->out, ", \"i%d\"", b);
  ply_text_add(&g->out, "], \"values\": {");
  for (int o = 0; o < g->n_options[a]; o++) {
    ply_text_addf(&g->out, "%s\"o%d\": ", o ? ", " : "", o);
    if (!both) number(g, 0, 1, 4);
    for (int q = 0; both && q < g->n_options[b]; q++) {
      ply_text_addf(&g->out, "%s\"o%d\": ", q ? ", " : "{", q);
      number(g, 0, 1, 4);
    }
    if (both) ply_text_add(&g->out, "}");
  }
  ply_text_add(&g->out, "}}");
}

static void per_candidate(gen *g, const char *key, double lo, double hi, int steps) {
  const char *comma = "";
  ply_text_addf(&g->out, "\"%s\": {", key);
  for (int i = 0; i < g->n_actors; i++) {
    if (!g->candidate[i]) continue;
    ply_text_addf(&g->out, "%s\"a%d\": ", comma, i);
    number(g, lo, hi, steps);
    comma = ", ";
  }
  ply_text_add(&g->out, "}");
}

static void capability(gen *g) {
  ply_text_add(&g->out, ",\n  \"capability\": {");
  const char *comma = "";
  for (int i = 0; i < g->n_actors; i++) {
    if (!g->candidate[i] && i != g->beneficiary && i != g->adversary) continue;
    ply_text_addf(&g->out, "%s\"a%d\": ", comma, i);
    number(g, 0, 1, 5);
    comma = ", ";
  }
  ply_text_add(&g->out, "}");
}

/* steep: little but each other's help speaks for honouring, so that the honour game may have two solutions.
 */
static void honour(gen *g) {
  bool steep = chance(g, 50);
  ply_text_add(&g->out, ",\n  \"honour\": {");
  per_candidate(g, "audience", 0, steep ? 0.2 : 2, 4);
  ply_text_add(&g->out, ", ");
  per_candidate(g, "stake", 0, 0.5, 5);
  ply_text_add(&g->out, ", ");
  per_candidate(g, "cost", steep ? 0.5 : 0, 1, 5);
  ply_text_add(&g->out, ", ");
  key_number(g, "support", steep ? 0.7 : 0, 0.9, 3);
  ply_text_add(&g->out, ", ");
  key_number(g, "noise", 0.05, steep ? 0.1 : 0.45, 4);
  ply_text_add(&g->out, "}");
}

static void security_options(gen *g) {
  if (chance(g, 60)) table(g, "delay_hours", "values", 0, 480, 4);
  if (chance(g, 60)) judgement(g);
  if (chance(g, 50)) {
    int k = pick(g, g->n_issues);
    ply_text_addf(&g->out, ",\n  \"ratification\": {\"issue\": \"i%d\", \"on\": [\"o%d\"], ", k,
                  pick(g, g->n_options[k]));
    per_candidate(g, "chance", 0, 1, 4);
    ply_text_add(&g->out, "}");
  }
  if (chance(g, 50)) table(g, "own_strength", "values", 0, 1.5, 3);
  if (chance(g, 40)) {
    table(g, "provocation", "latitude", 0, 1, 4);
    g->out.length--; /* reopens the block */
    ply_text_add(&g->out, ", ");
    key_number(g, "rate", 0, 1, 5);
    ply_text_add(&g->out, "}");
  }
  if (chance(g, 50)) {
    ply_text_add(&g->out, ",\n  \"readiness_hours\": {\"a");
    ply_text_addf(&g->out, "%d\": %d}", some_candidate(g), 24 * pick(g, 5));
  }
  if (chance(g, 50))
    ply_text_addf(&g->out, ",\n  \"contest\": {\"decisiveness\": %g}", 0.5 * (1 + pick(g, 4)));
}

static void security(gen *g) {
  if (!g->security) return;
  bool coordination = !g->wish.fixed && chance(g, 50);
  ply_text_addf(&g->out, ",\n\"security\": {\n  \"beneficiary\": \"a%d\", \"adversary\": \"a%d\"",
                g->beneficiary, g->adversary);
  ply_text_addf(&g->out, ", \"model\": \"%s\"", coordination ? "coordination" : "fixed");
  if (chance(g, 50)) ply_text_addf(&g->out, ", \"selection\": \"%s\"", chance(g, 50) ? "least" : "greatest");
  if (chance(g, 60)) ply_text_addf(&g->out, ", \"outcomes\": \"%s\"", chance(g, 40) ? "mean" : "exact");
  capability(g);
  table(g, "bond", "values", 0, 1, 4);
  security_options(g);
  ply_text_addf(&g->out, ",\n  \"decay_hours\": %d", 96 + 72 * pick(g, 4));
  ply_text_add(&g->out, ",\n  \"attack\": {");
  key_number(g, "prize", 0.5, 1.5, 4);
  ply_text_add(&g->out, ", ");
  key_number(g, "war_cost", 0.2, 1, 4);
  ply_text_add(&g->out, ", ");
  key_number(g, "noise", 0.1, 0.5, 4);
  ply_text_add(&g->out, "}");
  if (coordination) honour(g);
  ply_text_add(&g->out, "\n}");
}

/* ---- bargaining
 * -------------------------------------------------------------------------------------------------- */

static void talks(gen *g) {
  int n = 1 + pick(g, g->n_actors < 3 ? g->n_actors : 3), first = pick(g, g->n_actors);
  ply_text_addf(&g->out, "\"talks\": {\"rounds\": %d, \"order\": [", 1 + pick(g, 5));
  for (int k = 0; k < n; k++) ply_text_addf(&g->out, "%s\"a%d\"", k ? ", " : "", (first + k) % g->n_actors);
  ply_text_add(&g->out, "], \"discount\": {");
  for (int i = 0; i < g->n_actors; i++) {
    ply_text_addf(&g->out, "%s\"a%d\": ", i ? ", " : "", i);
    number(g, 0.5, 1, 5);
  }
  ply_text_add(&g->out, "}}");
}

static void bargaining(gen *g) {
  const char *comma = "";
  ply_text_add(&g->out, ",\n\"bargaining\": {");
  if (chance(g, 40)) {
    int n = 1 + pick(g, g->n_actors), first = pick(g, g->n_actors);
    ply_text_add(&g->out, "\"players\": [");
    for (int k = 0; k < n; k++) ply_text_addf(&g->out, "%s\"a%d\"", k ? ", " : "", (first + k) % g->n_actors);
    ply_text_addf(&g->out, "], \"weights\": {\"a%d\": ", first);
    number(g, 0.5, 2, 3);
    ply_text_add(&g->out, "}");
    comma = ", ";
  }
  if (chance(g, 60)) {
    ply_text_addf(&g->out, "%s\"proposer\": \"a%d\"", comma, pick(g, g->n_actors));
    comma = ", ";
  }
  if (chance(g, 70)) {
    ply_text_add(&g->out, comma);
    talks(g);
  }
  ply_text_add(&g->out, "}");
}

/* ---- shape
 * ------------------------------------------------------------------------------------------------------- */

static uint64_t raw_of(const gen *g) {
  uint64_t raw = 1;
  for (int k = 0; k < g->n_issues; k++)
    if (!g->derived[k]) raw *= (uint64_t)g->n_options[k];
  for (int c = 0; c < g->n_candidates; c++) raw *= (uint64_t)g->n_levels;
  return raw;
}

static void shape(gen *g) {
  int least = g->wish.security || g->wish.tense ? 3 : 1;
  g->n_actors = least + pick(g, ACTORS + 1 - least);
  g->n_derived = chance(g, 35) ? 1 : 0;
  g->n_issues = 1 + pick(g, ISSUES - 1) + g->n_derived;
  if (g->n_issues > ISSUES) g->n_issues = ISSUES;
  for (int k = 0; k < g->n_issues; k++) g->n_options[k] = 2 + pick(g, 3);
  for (int k = 0; k < g->n_issues; k++) g->derived[k] = k >= g->n_issues - g->n_derived;
  g->n_levels = 2 + pick(g, LEVELS - 1);
  bool two_outside = chance(g, 80) || g->wish.security;
  int most = g->n_actors > 2 && two_outside ? g->n_actors - 2 : g->n_actors - 1;
  g->n_candidates = pick(g, most + 1);
  if (g->wish.security && g->n_candidates == 0) g->n_candidates = 1;
  if (g->wish.tense && g->n_candidates < 2 && (g->n_actors > 3 || !g->wish.security)) g->n_candidates = 2;
  while (raw_of(g) > g->wish.most && g->n_levels > 2) g->n_levels--;
  while (raw_of(g) > g->wish.most && g->n_candidates > 1) g->n_candidates--;
  for (int k = 0; k < g->n_issues && raw_of(g) > g->wish.most; k++) g->n_options[k] = 2;
  if (g->n_candidates == 0) g->n_levels = 0;
}

static void roles(gen *g) {
  for (int left = g->n_candidates; left > 0;) {
    int i = pick(g, g->n_actors);
    if (g->candidate[i]) continue;
    g->candidate[i] = true;
    left--;
  }
  g->beneficiary = g->adversary = -1;
  for (int i = 0; i < g->n_actors; i++) {
    int roll = pick(g, 100);
    if (g->candidate[i])
      g->consent[i] = roll < 40 ? 0 : roll < 65 ? 3 : roll < 77 ? 1 : roll < 90 ? 2 : 4;
    else
      g->consent[i] = roll < 45 ? 1 : roll < 80 ? 2 : roll < 90 ? 4 : 0;
    if (g->candidate[i]) continue;
    if (g->beneficiary < 0)
      g->beneficiary = i;
    else if (g->adversary < 0)
      g->adversary = i;
  }
  bool can = g->adversary >= 0 && g->n_candidates > 0;
  g->security = can && (g->wish.security || chance(g, 60));
}

static char *write_file(uint64_t seed, random_wish wish, int n_designs, const char *designs) {
  gen g = {.wish = wish, .n_designs = n_designs};
  ply_rng_init(&g.rng, seed, 2022);
  ply_text_init(&g.out);
  if (g.wish.most == 0) g.wish.most = 2000;
  shape(&g);
  roles(&g);
  ply_text_addf(&g.out, "{\n\"parley\": 1, \"id\": \"random-%llu\", \"title\": \"Random\",\n",
                (unsigned long long)seed);
  issues(&g);
  levels(&g);
  rules(&g);
  quorum(&g);
  actors(&g);
  security(&g);
  ply_text_add(&g.out, designs);
  bargaining(&g);
  ply_text_add(&g.out, "\n}\n");
  char *text = ply_text_take(&g.out);
  if (text == NULL) ck_abort_msg("out of memory");
  return text;
}

/* ---- designs
 * ----------------------------------------------------------------------------------------------------- */

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
