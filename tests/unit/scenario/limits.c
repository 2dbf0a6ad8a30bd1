/* Sizes: what is at a limit loads, one more is told (P407, P408). The texts are made here. */
#include "sim/scenario/scenario.h"
#include "tests/support/support.h"

#include <stdio.h>
#include <string.h>

/* "{...}": n entries "e0": item, "e1": item ... */
static void add_entries(ply_text *text, int n, const char *item) {
  ply_text_add(text, "{");
  for (int i = 0; i < n; i++) ply_text_addf(text, "%s\"e%d\":%s", i > 0 ? "," : "", i, item);
  ply_text_add(text, "}");
}

typedef void writer(ply_text *text, int n);

static const char actors[] = "\"actors\":{\"a\":{\"reservation\":0}}";
static const char issues[] = "\"issues\":{\"k\":{\"options\":{\"x\":{},\"y\":{}}}}";
static const char levels[] = "\"levels\":{\"out\":{\"effort\":0},\"in\":{\"effort\":1}}";

static void write_options(ply_text *text, int n) {
  ply_text_addf(text, "%s,\"issues\":{\"k\":{\"options\":", actors);
  add_entries(text, n, "{}");
  ply_text_add(text, "}}");
}

static void write_issues(ply_text *text, int n) {
  ply_text_addf(text, "%s,\"issues\":", actors);
  add_entries(text, n, "{\"options\":{\"x\":{}}}");
}

static void write_actors(ply_text *text, int n) {
  ply_text_addf(text, "%s,\"actors\":", issues);
  add_entries(text, n, "{\"reservation\":0}");
}

static void write_candidates(ply_text *text, int n) {
  ply_text_addf(text, "%s,%s,\"actors\":", issues, levels);
  add_entries(text, n, "{\"reservation\":0,\"candidate\":true}");
}

static void write_levels(ply_text *text, int n) {
  ply_text_addf(text, "%s,%s,\"levels\":{\"out\":{\"effort\":0}", issues, actors);
  for (int i = 1; i < n; i++) ply_text_addf(text, ",\"e%d\":{\"effort\":1}", i);
  ply_text_add(text, "}");
}

static void write_rules(ply_text *text, int n) {
  ply_text_addf(text, "%s,%s,\"rules\":", issues, actors);
  add_entries(text, n, "{\"when\":{},\"then\":{}}");
}

static void write_designs(ply_text *text, int n) {
  ply_text_addf(text, "%s,%s,\"designs\":", issues, actors);
  add_entries(text, n, "{\"options\":{\"k\":\"x\"}}");
}

/* Shared between two actors. */
static void write_shared(ply_text *text, const char *key, const char *item, int n) {
  ply_text_addf(text, "%s,\"actors\":{\"a\":{\"reservation\":0,\"%s\":", issues, key);
  add_entries(text, n / 2, item);
  ply_text_addf(text, "},\"b\":{\"reservation\":0,\"%s\":", key);
  add_entries(text, n - n / 2, item);
  ply_text_add(text, "}}");
}

static void write_lines(ply_text *text, int n) { write_shared(text, "red_lines", "{\"when\":{}}", n); }
static void write_bonuses(ply_text *text, int n) {
  write_shared(text, "bonuses", "{\"when\":{},\"gain\":0}", n);
}

static void write_tables(ply_text *text, int n) {
  write_shared(text, "tables", "{\"over\":[\"k\"],\"values\":{}}", n);
}

/* n thousand entries: options of one issue by a thousand of another. */
static void write_entries(ply_text *text, int n) {
  ply_text_add(text, "\"issues\":{\"wide\":{\"options\":");
  add_entries(text, 1000, "{}");
  ply_text_add(text, "},\"long\":{\"options\":");
  add_entries(text, n, "{}");
  ply_text_add(text,
               "}},\"actors\":{\"a\":{\"reservation\":0,\"tables\":{\"t\":{\"over\":[\"wide\",\"long\"],"
               "\"values\":{}}}}}");
}

static void write_over(ply_text *text, int n) {
  ply_text_add(text, "\"issues\":");
  add_entries(text, n, "{\"options\":{\"x\":{},\"y\":{}}}");
  ply_text_add(text, ",\"actors\":{\"a\":{\"reservation\":0,\"tables\":{\"t\":{\"over\":[");
  for (int k = 0; k < n; k++) ply_text_addf(text, "%s\"e%d\"", k > 0 ? "," : "", k);
  ply_text_add(text, "],\"values\":{}}}}}");
}

static void write_quorums(ply_text *text, int n) {
  ply_text_addf(text, "%s,%s,\"agreement\":{\"quorums\":", issues, actors);
  add_entries(text, n, "{\"votes\":{},\"need\":0}");
  ply_text_add(text, "}");
}

static void write_space(ply_text *text, int n) { /* 2^n bundles */
  ply_text_addf(text, "%s,\"issues\":", actors);
  add_entries(text, n, "{\"options\":{\"x\":{},\"y\":{}}}");
}

static const struct row {
  const char *name, *code;
  writer *write;
  int most;
} rows[] = {
    {"options", "P407", write_options, PLY_MAX_OPTIONS},
    {"issues", "P407", write_issues, PLY_MAX_ISSUES},
    {"actors", "P407", write_actors, PLY_MAX_ACTORS},
    {"candidates", "P407", write_candidates, PLY_MAX_CANDIDATES},
    {"levels", "P407", write_levels, PLY_MAX_LEVELS},
    {"rules", "P407", write_rules, PLY_MAX_CLAUSES},
    {"designs", "P407", write_designs, PLY_MAX_CLAUSES},
    {"red lines", "P407", write_lines, PLY_MAX_CLAUSES},
    {"bonuses", "P407", write_bonuses, PLY_MAX_BONUSES},
    {"tables", "P407", write_tables, PLY_MAX_CLAUSES},
    {"entries of a table, in thousands", "P407", write_entries, PLY_MAX_ENTRIES / 1000},
    {"issues in a table", "P407", write_over, PLY_MAX_OVER},
    {"weighted votes", "P407", write_quorums, PLY_MAX_QUORUMS},
    {"bundles", "P408", write_space, 62},
};

static void load(const struct row *row, int n, bool fits) {
  ply_text text;
  ply_diags diags;
  ply_scenario *scenario = NULL;
  ply_text_init(&text);
  ply_diags_init(&diags);
  ply_text_add(&text, "{\"parley\":1,\"id\":\"x\",");
  row->write(&text, n);
  ply_text_add(&text, "}");
  ply_scenario_parse(text.data, text.length, "text", NULL, NULL, 0, &scenario, &diags, NULL);
  const char *said = diags.count > 0 ? diags.items[0].message : "nothing";
  if (fits)
    ck_assert_msg(scenario != NULL && diags.count == 0, "%d %s must load, got: %s", n, row->name, said);
  else
    ck_assert_msg(scenario == NULL && diags.count > 0 && strcmp(diags.items[0].code, row->code) == 0,
                  "%d %s must give %s, got: %s", n, row->name, row->code, said);
  ply_scenario_free(scenario);
  ply_diags_done(&diags);
  ply_text_done(&text);
}

START_TEST(limits) {
  load(&rows[_i], rows[_i].most, true);
  load(&rows[_i], rows[_i].most + 1, false);
}
END_TEST

Suite *test_suite(void) {
  Suite *suite = suite_create("unit/scenario_limits");
  TCase *tests = tcase_create("limits");
  tcase_add_loop_test(tests, limits, 0, (int)(sizeof rows / sizeof rows[0]));
  suite_add_tcase(suite, tests);
  return suite;
}
