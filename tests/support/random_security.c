/* The security block of a random scenario. */
#include "tests/support/random_parts.h"

/* "key": {"issue": .., "values": {..}} */
static void table(gen *g, const char *key, const char *values, double lo, double hi, int steps) {
  int k = random_pick(g, g->n_issues);
  ply_text_addf(&g->out, ",\n  \"%s\": {\"issue\": \"i%d\", \"%s\": {", key, k, values);
  for (int o = 0; o < g->n_options[k]; o++) {
    ply_text_addf(&g->out, "%s\"o%d\": ", o ? ", " : "", o);
    random_number(g, lo, hi, steps);
  }
  ply_text_add(&g->out, "}}");
}

/* "key": a table over one issue or two. */
static void wide_table(gen *g, const char *key) {
  int a = random_pick(g, g->n_issues),
      b = (a + 1 + random_pick(g, g->n_issues > 1 ? g->n_issues - 1 : 1)) % g->n_issues;
  bool both = g->n_issues > 1 && random_chance(g, 60);
  ply_text_addf(&g->out, ",\n  \"%s\": {\"issues\": [\"i%d\"", key, a);
  if (both) ply_text_addf(&g->out, ", \"i%d\"", b);
  ply_text_add(&g->out, "], \"values\": {");
  for (int o = 0; o < g->n_options[a]; o++) {
    ply_text_addf(&g->out, "%s\"o%d\": ", o ? ", " : "", o);
    if (!both) random_number(g, 0, 1, 4);
    for (int q = 0; both && q < g->n_options[b]; q++) {
      ply_text_addf(&g->out, "%s\"o%d\": ", q ? ", " : "{", q);
      random_number(g, 0, 1, 4);
    }
    if (both) ply_text_add(&g->out, "}");
  }
  ply_text_add(&g->out, "}}");
}

/* A number for each of some actors, the same for those of a group. */
static void number_of(gen *g, int i, double lo, double hi, int steps) {
  ply_rng *now = &g->rng, *kept = &g->leader_rng[g->leader[i]];
  if (g->leader[i] == i) {
    *kept = *now;
    random_number(g, lo, hi, steps);
    return;
  }
  ply_rng after = *now;
  *now = *kept;
  random_number(g, lo, hi, steps);
  *now = after;
}

static void per_candidate(gen *g, const char *key, double lo, double hi, int steps) {
  const char *comma = "";
  ply_text_addf(&g->out, "\"%s\": {", key);
  for (int i = 0; i < g->n_actors; i++) {
    if (!g->candidate[i]) continue;
    ply_text_addf(&g->out, "%s\"a%d\": ", comma, i);
    number_of(g, i, lo, hi, steps);
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
    number_of(g, i, 0, 1, 5);
    comma = ", ";
  }
  ply_text_add(&g->out, "}");
}

/* steep: little but each other's help speaks for honouring, so that the honour game may have two solutions.
 */
static void honour(gen *g) {
  bool steep = random_chance(g, 50);
  ply_text_add(&g->out, ",\n  \"honour\": {");
  per_candidate(g, "audience", 0, steep ? 0.2 : 2, 4);
  ply_text_add(&g->out, ", ");
  per_candidate(g, "stake", 0, 0.5, 5);
  ply_text_add(&g->out, ", ");
  per_candidate(g, "cost", steep ? 0.5 : 0, 1, 5);
  ply_text_add(&g->out, ", ");
  random_key_number(g, "support", steep ? 0.7 : 0, 0.9, 3);
  ply_text_add(&g->out, ", ");
  random_key_number(g, "noise", 0.05, steep ? 0.1 : 0.45, 4);
  ply_text_add(&g->out, "}");
}

static void security_options(gen *g) {
  if (random_chance(g, 60)) table(g, "delay_hours", "values", 0, 480, 4);
  if (random_chance(g, 60)) wide_table(g, "judgement");
  if (random_chance(g, 40)) wide_table(g, "coverage");
  if (random_chance(g, 50)) {
    int k = random_pick(g, g->n_issues);
    ply_text_addf(&g->out, ",\n  \"ratification\": {\"issue\": \"i%d\", \"on\": [\"o%d\"], ", k,
                  random_pick(g, g->n_options[k]));
    per_candidate(g, "chance", 0, 1, 4);
    ply_text_add(&g->out, "}");
  }
  if (random_chance(g, 50)) table(g, "own_strength", "values", 0, 1.5, 3);
  if (random_chance(g, 40)) {
    table(g, "provocation", "latitude", 0, 1, 4);
    g->out.length--; /* reopens the block */
    ply_text_add(&g->out, ", ");
    random_key_number(g, "rate", 0, 1, 5);
    ply_text_add(&g->out, "}");
  }
  if (random_chance(g, 50)) {
    ply_text_add(&g->out, ",\n  \"readiness_hours\": {");
    int hours = 24 * random_pick(g, 5), first = g->leader[random_candidate(g)];
    for (int i = 0; i < g->n_actors; i++)
      if (g->leader[i] == first) ply_text_addf(&g->out, "%s\"a%d\": %d", i > first ? ", " : "", i, hours);
    ply_text_add(&g->out, "}");
  }
  if (random_chance(g, 50))
    ply_text_addf(&g->out, ",\n  \"contest\": {\"decisiveness\": %g}", 0.5 * (1 + random_pick(g, 4)));
}

static void random_outcomes(gen *g) {
  bool exact = random_chance(g, 60);
  ply_text_addf(&g->out, ", \"outcomes\": \"%s\"", exact ? "exact" : "mean");
  if (!exact || random_chance(g, 40)) return;
  ply_text_add(&g->out, ", ");
  random_key_number(g, "common_shock", 0, 1, 4);
}

void random_security(gen *g) {
  if (!g->security) return;
  bool coordination = !g->wish.fixed && random_chance(g, 50);
  ply_text_addf(&g->out, ",\n\"security\": {\n  \"beneficiary\": \"a%d\", \"adversary\": \"a%d\"",
                g->beneficiary, g->adversary);
  ply_text_addf(&g->out, ", \"model\": \"%s\"", coordination ? "coordination" : "fixed");
  if (random_chance(g, 50))
    ply_text_addf(&g->out, ", \"selection\": \"%s\"", random_chance(g, 50) ? "least" : "greatest");
  if (random_chance(g, 60)) random_outcomes(g);
  capability(g);
  if (random_chance(g, 40))
    wide_table(g, "bond");
  else
    table(g, "bond", "values", 0, 1, 4);
  security_options(g);
  ply_text_addf(&g->out, ",\n  \"decay_hours\": %d", 96 + 72 * random_pick(g, 4));
  ply_text_add(&g->out, ",\n  \"attack\": {");
  random_key_number(g, "prize", 0.5, 1.5, 4);
  ply_text_add(&g->out, ", ");
  random_key_number(g, "war_cost", 0.2, 1, 4);
  ply_text_add(&g->out, ", ");
  random_key_number(g, "noise", 0.1, 0.5, 4);
  ply_text_add(&g->out, "}");
  if (coordination) honour(g);
  ply_text_add(&g->out, "\n}");
}
