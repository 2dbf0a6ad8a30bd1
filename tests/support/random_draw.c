/* Numbers on a grid and conditions: the pieces that every part of a random scenario is made of. */
#include "tests/support/random_parts.h"

int random_pick(gen *g, int n) { return (int)ply_rng_below(&g->rng, (uint64_t)n); }
bool random_chance(gen *g, int percent) { return random_pick(g, 100) < percent; }

/* ---- numbers ---- */

/* A number lo .. hi on a grid of `steps`, sometimes with a range around it or with a grade. */
void random_number(gen *g, double lo, double hi, int steps) {
  int at = random_pick(g, steps + 1), low = at > 0 ? random_pick(g, at + 1) : 0;
  double jitter = g->wish.smooth ? 0.37 * (ply_rng_unit(&g->rng) - 0.5) / steps : 0;
  double base = lo + (hi - lo) * (at + jitter) / steps;
  if (base < lo || base > hi) base = lo + (hi - lo) * at / steps;
  double below = lo + (hi - lo) * low / steps;
  switch (random_pick(g, 12)) {
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

void random_key_number(gen *g, const char *key, double lo, double hi, int steps) {
  ply_text_addf(&g->out, "\"%s\": ", key);
  random_number(g, lo, hi, steps);
}

/* ---- conditions ---- */

/* Options are o0, o1, ..., levels out, l1, ... */
void random_id(gen *g, char letter, int k) {
  if (letter == 'l' && k == 0)
    ply_text_add(&g->out, "\"out\"");
  else
    ply_text_addf(&g->out, "\"%c%d\"", letter, k);
}

/* One id or a list of two, of n. */
static void some_ids(gen *g, char letter, int n) {
  int first = random_pick(g, n);
  if (n == 1 || random_chance(g, 50)) {
    random_id(g, letter, first);
    return;
  }
  ply_text_add(&g->out, "[");
  random_id(g, letter, first);
  ply_text_add(&g->out, ", ");
  random_id(g, letter, (first + 1 + random_pick(g, n - 1)) % n);
  ply_text_add(&g->out, "]");
}

int random_candidate(gen *g) {
  int k = random_pick(g, g->n_candidates);
  for (int i = 0; i < g->n_actors; i++)
    if (g->candidate[i] && k-- == 0) return i;
  return -1;
}

int random_mention(gen *g) {
  if (!g->wish.alike || random_chance(g, 4)) return random_candidate(g);
  int who[MOST_ACTORS], n = 0;
  for (int i = 0; i < g->n_actors; i++) {
    bool alone = g->candidate[i] && (g->leader[i] == i);
    for (int j = 0; j < g->n_actors; j++) alone &= j == i || g->leader[j] != i;
    if (alone || (i == g->self && g->candidate[i])) who[n++] = i;
  }
  return n > 0 ? who[random_pick(g, n)] : -1;
}

/* What each candidate counts; a group counts alike. */
static void count_weights(gen *g) {
  double weight[MOST_ACTORS] = {0};
  const char *comma = "";
  ply_text_add(&g->out, ", \"weights\": {");
  for (int i = 0; i < g->n_actors; i++) {
    if (!g->candidate[i]) continue;
    weight[i] = g->leader[i] != i ? weight[g->leader[i]] : 0.1 * (double)ply_rng_below(&g->more, 21);
    ply_text_addf(&g->out, "%s\"a%d\": ", comma, i);
    ply_text_number(&g->out, weight[i]);
    comma = ", ";
  }
  ply_text_add(&g->out, "}");
}

static void count_condition(gen *g) {
  int min = random_pick(g, g->n_candidates + 1);
  ply_text_add(&g->out, "\"$count\": {\"from\": ");
  random_id(g, 'l', random_pick(g, g->n_levels));
  if (random_chance(g, 40)) {
    const char *comma = "";
    ply_text_add(&g->out, ", \"of\": [");
    int least = g->leader[random_candidate(g)];
    bool of[MOST_ACTORS] = {0};
    for (int i = 0; i < g->n_actors; i++)
      if (g->candidate[i]) of[i] = g->leader[i] != i ? of[g->leader[i]] : i == least || random_chance(g, 50);
    for (int i = 0; i < g->n_actors; i++)
      if (of[i]) {
        ply_text_addf(&g->out, "%s\"a%d\"", comma, i);
        comma = ", ";
      }
    ply_text_add(&g->out, "]");
  }
  if (ply_rng_below(&g->more, 100) < 30) count_weights(g);
  bool floor = random_chance(g, 70);
  if (floor) ply_text_addf(&g->out, ", \"min\": %d", min);
  if (!floor || random_chance(g, 40))
    ply_text_addf(&g->out, ", \"max\": %d", min + random_pick(g, g->n_candidates + 1 - min));
  ply_text_add(&g->out, "}");
}

void random_condition(gen *g, int depth, bool free_only);

static void nested_condition(gen *g, int depth, bool free_only) {
  if (random_chance(g, 50)) {
    ply_text_add(&g->out, "\"$not\": ");
    random_condition(g, depth + 1, free_only);
    return;
  }
  ply_text_add(&g->out, "\"$any\": [");
  random_condition(g, depth + 1, free_only);
  ply_text_add(&g->out, ", ");
  random_condition(g, depth + 1, free_only);
  ply_text_add(&g->out, "]");
}

void random_condition(gen *g, int depth, bool free_only) {
  const char *comma = "";
  ply_text_add(&g->out, "{");
  int issue = random_pick(g, free_only ? g->n_issues - g->n_derived : g->n_issues);
  if (random_chance(g, 75)) {
    ply_text_addf(&g->out, "\"i%d\": ", issue);
    some_ids(g, 'o', g->n_options[issue]);
    comma = ", ";
  }
  int who = -1;
  if (g->n_candidates > 0 && random_chance(g, 20) && (who = random_mention(g)) >= 0) {
    ply_text_addf(&g->out, "%s\"$members\": {\"a%d\": ", comma, who);
    some_ids(g, 'l', g->n_levels);
    ply_text_add(&g->out, "}");
    comma = ", ";
  }
  if (g->n_candidates > 0 && random_chance(g, 20)) {
    ply_text_add(&g->out, comma);
    count_condition(g);
    comma = ", ";
  }
  if (depth < 2 && random_chance(g, 25)) {
    ply_text_add(&g->out, comma);
    nested_condition(g, depth, free_only);
  }
  ply_text_add(&g->out, "}");
}

/* Who stands where: what makes one candidate's choice matter to another. */
void random_members_condition(gen *g) {
  bool two = random_chance(g, 70);
  int a = random_mention(g), b = random_mention(g);
  if (a < 0) {
    ply_text_add(&g->out, "{");
    count_condition(g);
    ply_text_add(&g->out, "}");
    return;
  }
  ply_text_addf(&g->out, "{\"$members\": {\"a%d\": ", a);
  some_ids(g, 'l', g->n_levels);
  if (two && b != a) {
    ply_text_addf(&g->out, ", \"a%d\": ", b);
    some_ids(g, 'l', g->n_levels);
  }
  ply_text_add(&g->out, "}");
  if (random_chance(g, 30)) {
    ply_text_add(&g->out, ", ");
    count_condition(g);
  }
  ply_text_add(&g->out, "}");
}
