/* The actors of a random scenario: consent, reservation, payoffs, bonuses, stakes, red lines. */
#include "tests/support/random_parts.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const indicator[] = {"attack",      "deterred", "overrun", "holds",
                                        "credibility", "force",    "fight",   "renege"};

static void value_table(gen *g, const char *key, int n) {
  ply_text_addf(&g->out, "\"%s\": {", key);
  for (int o = 0; o < n; o++) {
    ply_text_addf(&g->out, "%s\"o%d\": ", o ? ", " : "", o);
    random_number(g, 0, 1, 4);
  }
  ply_text_add(&g->out, "}");
}

static void payoffs(gen *g, int i) {
  const char *comma = "";
  bool row[MOST_ISSUES];
  ply_text_add(&g->out, ", \"payoffs\": {");
  for (int k = 0; k < g->n_issues; k++) {
    row[k] = k == 0 || random_chance(g, 85);
    if (!row[k]) continue;
    ply_text_addf(&g->out, "%s\"i%d\": {", comma, k);
    random_key_number(g, "weight", 0, g->unit, 5);
    ply_text_add(&g->out, ", ");
    value_table(g, "values", g->n_options[k]);
    if (g->candidate[i] && random_chance(g, 40)) {
      ply_text_add(&g->out, ", ");
      value_table(g, "outsider", g->n_options[k]);
    }
    ply_text_add(&g->out, "}");
    comma = ", ";
  }
  ply_text_add(&g->out, "}");
  if (!g->security || !random_chance(g, 50)) return;
  int k = 0;
  for (int t = 0; t < 3 && !row[k = random_pick(g, g->n_issues)]; t++) {
  }
  if (!row[k]) k = 0;
  ply_text_addf(&g->out, ", \"scaled\": {\"i%d\": {\"by\": \"%s\", ", k, indicator[random_pick(g, 8)]);
  random_key_number(g, "floor", 0, 1, 4);
  ply_text_add(&g->out, "}}");
}

static void extras(gen *g, int i) {
  if (g->candidate[i] && random_chance(g, 60)) {
    ply_text_add(&g->out, ", \"level\": {");
    for (int l = 1; l < g->n_levels; l++) {
      ply_text_addf(&g->out, "%s\"l%d\": ", l > 1 ? ", " : "", l);
      random_number(g, -0.5 * g->unit, 0.5 * g->unit, 5);
    }
    ply_text_add(&g->out, "}");
  }
  bool tense = g->wish.tense && g->candidate[i];
  int n = tense ? 2 + random_pick(g, 3) : random_chance(g, 50) ? 1 + random_pick(g, 2) : 0;
  if (n > 0) ply_text_add(&g->out, ", \"bonuses\": {");
  for (int t = 0; t < n; t++) {
    ply_text_addf(&g->out, "%s\"b%d\": {\"when\": ", t ? ", " : "", t);
    if (tense)
      random_members_condition(g);
    else
      random_condition(g, 0, false);
    ply_text_add(&g->out, ", ");
    if (tense)
      random_key_number(g, "gain", -g->unit, g->unit, 10);
    else
      random_key_number(g, "gain", -0.5 * g->unit, 0.5 * g->unit, 5);
    ply_text_add(&g->out, "}");
  }
  if (n > 0) ply_text_add(&g->out, "}");
  if (!g->security || !random_chance(g, 60)) return;
  int first = random_pick(g, 8), second = (first + 1 + random_pick(g, 7)) % 8;
  ply_text_addf(&g->out, ", \"stakes\": {\"%s\": ", indicator[first]);
  random_number(g, -g->unit, g->unit, 8);
  ply_text_addf(&g->out, ", \"%s\": ", indicator[second]);
  random_number(g, -g->unit, g->unit, 8);
  ply_text_add(&g->out, "}");
}

/* ---- tables ---- */

enum { MOST_OVER = 3 };

typedef struct over {
  int n, at[MOST_OVER]; /* issue, or MOST_ISSUES + actor */
} over;

/* Objects of options and levels, one inside the other; most of the entries. */
static void entries(gen *g, const over *o, int depth) {
  if (depth == o->n || depth >= MOST_OVER) {
    random_number(g, -0.5 * g->unit, 0.5 * g->unit, 10);
    return;
  }
  bool level = o->at[depth] >= MOST_ISSUES;
  int n = level ? g->n_levels : g->n_options[o->at[depth]];
  const char *comma = "";
  ply_text_add(&g->out, "{");
  for (int k = 0; k < n; k++) {
    if (random_chance(g, 25)) continue;
    ply_text_add(&g->out, comma);
    if (level && k == 0)
      ply_text_add(&g->out, "\"out\": ");
    else
      ply_text_addf(&g->out, "\"%c%d\": ", level ? 'l' : 'o', k);
    entries(g, o, depth + 1);
    comma = ", ";
  }
  ply_text_add(&g->out, "}");
}

static void put_over(over *o, int at) {
  for (int k = 0; k < o->n; k++)
    if (o->at[k] == at) return;
  if (o->n < MOST_OVER) o->at[o->n++] = at;
}

static void table(gen *g, int i, int t) {
  over o = {0};
  if (random_chance(g, 80)) put_over(&o, random_pick(g, g->n_issues));
  if (g->candidate[i] && random_chance(g, 40)) put_over(&o, MOST_ISSUES + i);
  int who = g->n_candidates > 0 && random_chance(g, 40) ? random_mention(g) : -1;
  if (who >= 0) put_over(&o, MOST_ISSUES + who);
  if (o.n < 2) put_over(&o, random_pick(g, g->n_issues));
  ply_text_addf(&g->out, "%s\"t%d\": {\"over\": [", t ? ", " : "", t);
  for (int k = 0; k < o.n; k++)
    ply_text_addf(&g->out, "%s\"%c%d\"", k ? ", " : "", o.at[k] >= MOST_ISSUES ? 'a' : 'i',
                  o.at[k] >= MOST_ISSUES ? o.at[k] - MOST_ISSUES : o.at[k]);
  ply_text_add(&g->out, "], \"values\": ");
  entries(g, &o, 0);
  ply_text_add(&g->out, "}");
}

static void tables(gen *g, int i) {
  ply_rng others = g->rng;
  g->rng = g->more;
  int n = random_chance(g, 25) ? 1 + random_pick(g, 2) : 0;
  if (n > 0) ply_text_add(&g->out, ", \"tables\": {");
  for (int t = 0; t < n; t++) table(g, i, t);
  if (n > 0) ply_text_add(&g->out, "}");
  g->more = g->rng;
  g->rng = others;
}

static void red_lines(gen *g, int i) {
  int n = random_chance(g, g->wish.tense ? 20 : 50) ? 1 + random_pick(g, 2) : 0;
  if (n > 0) ply_text_add(&g->out, ", \"red_lines\": {");
  for (int l = 0; l < n; l++) {
    ply_text_addf(&g->out, "%s\"line%d\": {\"when\": ", l ? ", " : "", l);
    random_condition(g, 0, false);
    bool stay_out = g->candidate[i] && random_chance(g, 60);
    ply_text_addf(&g->out, ", \"effect\": \"%s\"", stay_out ? "stay_out" : "refuse");
    if (stay_out && random_chance(g, 50))
      ply_text_addf(&g->out, ", \"from\": \"l%d\"", 1 + random_pick(g, g->n_levels - 1));
    if (random_chance(g, 60)) {
      ply_text_add(&g->out, ", ");
      random_key_number(g, "firm", 0, 1, 4);
    }
    ply_text_add(&g->out, "}");
  }
  if (n > 0) ply_text_add(&g->out, "}");
}

static void actor(gen *g, int i) {
  static const double units[] = {1e4, 3e7};
  g->unit = ply_rng_below(&g->more, 100) < 6 ? units[ply_rng_below(&g->more, 2)] : 1;
  if (g->wish.ones) g->unit = 1;
  static const char *const consent[] = {"", "required", "counted", "if_member", "never"};
  ply_text_addf(&g->out, "  \"a%d\": {\"name\": \"Actor %d\"", i, i);
  if (g->candidate[i]) ply_text_add(&g->out, ", \"candidate\": true");
  if (g->consent[i] == 5) {
    ply_text_add(&g->out, ", \"consent\": {\"when\": ");
    random_condition(g, 0, false);
    ply_text_add(&g->out, "}");
  } else if (g->consent[i] > 0)
    ply_text_addf(&g->out, ", \"consent\": \"%s\"", consent[g->consent[i]]);
  bool by_design = random_chance(g, 15);
  int design = random_pick(g, 3);
  ply_text_add(&g->out, ", \"reservation\": ");
  ply_rng before = g->rng; /* the rest of the file is the same whichever it is */
  if (by_design && design < g->n_designs)
    ply_text_addf(&g->out, "{\"design\": \"d%d\"}", design);
  else
    random_number(g, -0.2 * g->unit, 1.3 * g->unit, 15);
  g->rng = before;
  (void)ply_rng_u64(&g->rng);
  payoffs(g, i);
  extras(g, i);
  tables(g, i);
  red_lines(g, i);
  ply_text_add(&g->out, "}");
}

/* The leader's clauses in another's name: each stands where the other stood. */
static char *follow(const char *text, int leader, int follower) {
  ply_text out;
  ply_text_init(&out);
  for (const char *at = text; *at != '\0'; at++) {
    int who;
    char end;
    if (at[0] != '"' || sscanf(at, "\"a%d%c", &who, &end) != 2 || end != '"') {
      ply_text_add_n(&out, at, 1);
      continue;
    }
    ply_text_addf(&out, "\"a%d\"", who == leader ? follower : who == follower ? leader : who);
    at = strchr(at + 1, '"');
  }
  return ply_text_take(&out);
}

void random_actors(gen *g) {
  char *text[MOST_ACTORS];
  ply_text whole = g->out;
  for (int i = 0; i < g->n_actors; i++) {
    ply_text_init(&g->out);
    g->self = i;
    if (g->leader[i] == i) actor(g, i);
    text[i] = g->leader[i] == i ? ply_text_take(&g->out) : follow(text[g->leader[i]], g->leader[i], i);
    if (text[i] == NULL) ck_abort_msg("out of memory");
  }
  g->out = whole;
  g->self = -1;
  ply_text_add(&g->out, "\"actors\": {");
  for (int k = 0; k < g->n_actors; k++) {
    int i = g->wish.reversed ? g->n_actors - 1 - k : k;
    ply_text_addf(&g->out, "%s\n%s", k ? "," : "", text[i]);
    free(text[i]);
  }
  ply_text_add(&g->out, "\n}");
}
