/* Large additive games answer as enumeration and the brute-force transcription do: random games of 4^7 to 6^5
 * bundles with decimals of every kind, or none; some issues tied by bonuses, rules and red lines; quorums,
 * conditional consent, bystanders without a say, talks; ties everywhere. Threads and the memory limit change
 * nothing, and the known cases of two and three parties have their exact counts. */
#include "sim/solve/solve.h"
#include "sim/solve/space/space.h"
#include "tests/support/compare.h"
#include "tests/support/oracle.h"
#include "tests/support/support.h"

#include <stdlib.h>
#include <string.h>

typedef struct drawing {
  ply_rng rng;
  int actors, issues, options, digits; /* digits: of the values; -1: as many as a double has */
  ply_text *out;
} drawing;

static int below(drawing *d, int n) { return (int)ply_rng_below(&d->rng, (uint64_t)n); }

static void put_number(drawing *d) {
  if (d->digits < 0)
    ply_text_addf(d->out, "%.17g", ply_rng_unit(&d->rng));
  else if (d->digits == 0)
    ply_text_addf(d->out, "%d", below(d, 7));
  else
    ply_text_addf(d->out, "%.*f", d->digits, ply_rng_unit(&d->rng));
}

/* A condition over the first two issues. */
static void put_condition(drawing *d) {
  if (below(d, 2))
    ply_text_addf(d->out, "{\"i0\": \"o%d\", \"i1\": \"o%d\"}", below(d, d->options), below(d, d->options));
  else
    ply_text_addf(d->out, "{\"i%d\": \"o%d\"}", below(d, 2), below(d, d->options));
}

static void put_issues(drawing *d) {
  ply_text_add(d->out, "\"issues\": {");
  for (int k = 0; k < d->issues; k++) {
    ply_text_addf(d->out, "%s\"i%d\": {\"options\": {", k > 0 ? ", " : "", k);
    for (int o = 0; o < d->options; o++) ply_text_addf(d->out, "%s\"o%d\": {}", o > 0 ? ", " : "", o);
    ply_text_add(d->out, "}}");
  }
  ply_text_add(d->out, "}, ");
}

static void put_payoffs(drawing *d) {
  ply_text_add(d->out, "\"payoffs\": {");
  for (int k = 0; k < d->issues; k++) {
    ply_text_addf(d->out, "%s\"i%d\": {\"weight\": 1, \"values\": {", k > 0 ? ", " : "", k);
    for (int o = 0; o < d->options; o++) {
      ply_text_addf(d->out, "%s\"o%d\": ", o > 0 ? ", " : "", o);
      put_number(d);
    }
    ply_text_add(d->out, "}}");
  }
  ply_text_add(d->out, "}");
}

static void put_actor(drawing *d, int i, bool tied, bool quorum) {
  const char *consent = i < 1 ? "required" : quorum ? "counted" : below(d, 6) == 0 ? "never" : "required";
  double mean = (d->digits == 0 ? 3 : 0.5) * d->issues, low = 0.8 + 0.4 * ply_rng_unit(&d->rng);
  ply_text_addf(d->out, "%s\"a%d\": {", i > 0 ? ", " : "", i);
  if (tied && below(d, 5) == 0 && i > 0 && !quorum) {
    ply_text_add(d->out, "\"consent\": {\"when\": ");
    put_condition(d);
    ply_text_add(d->out, "}, ");
  } else {
    ply_text_addf(d->out, "\"consent\": \"%s\", ", consent);
  }
  ply_text_addf(d->out, "\"reservation\": %.*f, ", d->digits < 0 ? 17 : d->digits, mean * low);
  if (tied && below(d, 2)) {
    ply_text_add(d->out, "\"bonuses\": {\"b\": {\"when\": ");
    put_condition(d);
    ply_text_addf(d->out, ", \"gain\": %.*f}}, ", d->digits < 0 ? 9 : d->digits, ply_rng_unit(&d->rng));
  }
  if (tied && below(d, 3) == 0) {
    ply_text_add(d->out, "\"red_lines\": {\"r\": {\"effect\": \"refuse\", \"when\": ");
    put_condition(d);
    ply_text_add(d->out, "}}, ");
  }
  put_payoffs(d);
  ply_text_add(d->out, "}");
}

static void put_game(drawing *d) {
  bool tied = below(d, 2), quorum = d->actors > 2 && below(d, 4) == 0;
  ply_text_add(d->out, "{\"parley\": 1, \"id\": \"additive\", \"title\": \"Additive\", ");
  put_issues(d);
  if (tied && below(d, 2))
    ply_text_addf(
        d->out,
        "\"rules\": {\"r\": {\"when\": {\"i0\": \"o%d\"}, \"then\": {\"i1\": \"o%d\"}, \"reason\": \"-\"}}, ",
        below(d, d->options), below(d, d->options));
  if (quorum) ply_text_addf(d->out, "\"agreement\": {\"quorum\": %d}, ", d->actors - 1);
  if (below(d, 2))
    ply_text_add(
        d->out,
        "\"bargaining\": {\"talks\": {\"rounds\": 3, \"discount\": {\"a0\": 0.9}, \"order\": [\"a0\"]}}, ");
  ply_text_add(d->out, "\"actors\": {");
  for (int i = 0; i < d->actors; i++) put_actor(d, i, tied, quorum);
  ply_text_add(d->out, "}}");
}

static ply_scenario *draw(uint64_t seed, ply_text *text) {
  drawing d = {.out = text};
  ply_diags diags;
  ply_err err = {0};
  ply_scenario *s = NULL;
  ply_rng_init(&d.rng, seed, 11);
  d.actors = 1 + below(&d, 4);
  d.options = 4 + below(&d, 3);
  d.issues = d.options == 4 ? 7 + below(&d, 2) : 6 + (d.options == 5);
  d.digits = below(&d, 5) - 1;
  put_game(&d);
  ply_diags_init(&diags);
  ply_status status =
      ply_scenario_parse(text->data, text->length, "additive", NULL, NULL, 0, &s, &diags, &err);
  ck_assert_msg(status == PLY_OK, "seed %llu: %s, %s\n%s", (unsigned long long)seed, err.message,
                diags.count > 0 ? diags.items[0].message : "", text->data);
  ply_diags_done(&diags);
  return s;
}

static ply_result *solve(const ply_scenario *s, const ply_solve_settings *settings) {
  ply_game *game = NULL;
  ply_result *result = NULL;
  ply_err err = {0};
  ply_status status = ply_game_compile(s, NULL, NULL, &game, &err);
  if (status == PLY_OK) status = ply_solve(game, settings, &result, &err);
  ck_assert_msg(status == PLY_OK, "solve: status %d, %s", status, err.message);
  ply_game_free(game);
  return result;
}

static uint64_t first_seed(void) {
  const char *seed = getenv("PARLEY_SEED");
  return seed != NULL ? strtoull(seed, NULL, 10) : 1;
}
static uint64_t seeds(uint64_t n) {
  const char *games = getenv("PARLEY_GAMES");
  return getenv("PARLEY_SEED") != NULL ? 1 : games != NULL ? n * strtoull(games, NULL, 10) : n;
}

static void same(ply_result *found, ply_result *expected, uint64_t seed, const char *text) {
  ply_text why;
  ply_text_init(&why);
  ck_assert_msg(compare_results(found, expected, &why) == 0, "PARLEY_SEED=%llu: %s\n%s",
                (unsigned long long)seed, why.data, text);
  ply_text_done(&why);
  ply_result_free(found);
  ply_result_free(expected);
}

START_TEST(equals_enumeration) {
  int additive = 0;
  for (uint64_t k = 0; k < seeds(60); k++) {
    uint64_t seed = first_seed() + k;
    ply_text text;
    ply_text_init(&text);
    ply_scenario *s = draw(seed, &text);
    ply_result *found = solve(s, &(ply_solve_settings){.threads = 1});
    additive += strcmp(found->engine, "search (additive)") == 0;
    same(found, solve(s, &(ply_solve_settings){.threads = 1, .engine = PLY_ENGINE_ENUMERATE}), seed,
         text.data);
    ply_scenario_free(s);
    ply_text_done(&text);
  }
  ck_assert_msg(getenv("PARLEY_SEED") != NULL || additive > 30, "only %d games were additive", additive);
}
END_TEST

START_TEST(equals_the_oracle) {
  for (uint64_t k = 0; k < seeds(12); k++) {
    uint64_t seed = first_seed() + 500 + k;
    ply_text text;
    ply_text_init(&text);
    ply_scenario *s = draw(seed, &text);
    bool *lines = oracle_likely_lines(s, NULL);
    oracle *o = oracle_new(s, NULL, lines);
    same(solve(s, &(ply_solve_settings){.threads = 2, .memory_bytes = (size_t)64 << 20}),
         oracle_result(o, NULL), seed, text.data);
    oracle_free(o);
    free(lines);
    ply_scenario_free(s);
    ply_text_done(&text);
  }
}
END_TEST

Suite *test_suite(void) {
  Suite *suite = suite_create("property/additive");
  TCase *games = tcase_create("additive");
  tcase_set_timeout(games, 0);
  tcase_add_test(games, equals_enumeration);
  tcase_add_test(games, equals_the_oracle);
  suite_add_tcase(suite, games);
  return suite;
}
