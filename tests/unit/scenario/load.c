/* Loading a correct scenario: what stands in the file stands in the structs. */
#include "sim/scenario/scenario.h"
#include "tests/support/support.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static ply_scenario *scenario;

static ply_scenario *load(const char *relative, const ply_setting *settings, size_t n) {
  ply_scenario *out = NULL;
  ply_diags diags;
  ply_err err = {0};
  char *path = test_path(relative);
  ply_diags_init(&diags);
  ply_status status = ply_scenario_load(path, settings, n, &out, &diags, &err);
  ck_assert_msg(status == PLY_OK, "%s must load: %s (%s:%d)", relative, err.message, err.file, err.line);
  ck_assert_msg(diags.count == 0, "%s must load without a warning, got: %s", relative,
                diags.items[0].message);
  ply_diags_done(&diags);
  free(path);
  return out;
}

static void setup(void) { scenario = load("tests/unit/scenario/tiny.json", NULL, 0); }
static void teardown(void) { ply_scenario_free(scenario); }

START_TEST(counts_and_names) {
  ck_assert_str_eq(scenario->id, "tiny");
  ck_assert_str_eq(scenario->title, "Two guarantors");
  ck_assert_int_eq(scenario->n_issues, 3);
  ck_assert_int_eq(scenario->n_levels, 3);
  ck_assert_int_eq(scenario->n_actors, 4);
  ck_assert_int_eq(scenario->n_rules, 2);
  ck_assert_int_eq(scenario->n_designs, 3);
  ck_assert_int_eq(scenario->n_sources, 2);
  ck_assert_int_eq(scenario->quorum, 2);
  ck_assert_str_eq(scenario->issues[1].options[1].name, "72 hours");
  ck_assert_str_eq(scenario->issues[1].options[0].name, "open"); /* the id where no name is given */
  ck_assert_int_eq(scenario->issues[2].n_cases, 2);
  ck_assert_int_eq(scenario->issues[0].n_cases, 0);
}
END_TEST

START_TEST(actors) {
  const ply_actor *north = &scenario->actors[2], *south = &scenario->actors[3], *home = &scenario->actors[0];
  ck_assert_int_eq(home->consent, PLY_REQUIRED);
  ck_assert_int_eq(north->consent, PLY_IF_MEMBER); /* the default of a candidate */
  ck_assert(north->candidate && !home->candidate);
  ck_assert_int_eq(south->reservation_design, 2);
  ck_assert(north->reservation.triple && north->reservation.low == 0.35 && north->reservation.high == 0.55);
  ck_assert_double_eq(north->rows[0].values[1].base, 0.8);
  ck_assert_double_eq(north->rows[0].outsider[2].base, 0.5);
  ck_assert_ptr_null(south->rows[1].values); /* no row: the issue counts nothing */
  ck_assert_double_eq(south->rows[1].weight.base, 0);
  ck_assert(home->rows[0].family == ply_family_find("scaled") && home->rows[0].by == PLY_CREDIBILITY &&
            home->rows[0].parameter[0].base == 0.4);
  ck_assert_double_eq(north->level[2].low, -0.12);
  ck_assert_double_eq(north->level[0].base, 0);
  ck_assert(north->has_stake[PLY_RENEGE] && !north->has_stake[PLY_ATTACK]);
  ck_assert_int_eq(north->red_lines[0].from_level, 2);
  ck_assert_int_eq(north->red_lines[0].effect, PLY_STAY_OUT);
  ck_assert_int_eq(north->red_lines[0].grade, PLY_STATED);
  ck_assert_str_eq(north->red_lines[0].cite.id[0], "M1");
}
END_TEST

START_TEST(security_and_defaults) {
  const ply_security *security = scenario->security;
  ck_assert_int_eq(security->beneficiary, 0);
  ck_assert_int_eq(security->adversary, 1);
  ck_assert_double_eq(security->capability[2].base, 0.7);
  ck_assert_double_eq(security->readiness_hours[2].base, 0);
  ck_assert_double_eq(security->readiness_hours[3].base, 24);
  ck_assert_int_eq(security->bond.n_issues, 1);
  ck_assert_double_eq(security->bond.values[2].high, 0.9);
  ck_assert_int_eq(security->judgement.n_issues, 0);
  ck_assert_double_eq(security->judgement.values[0].base, 1);
  ck_assert_double_eq(security->decisiveness.base, 1);
  ck_assert_int_eq(security->ratification_issue, -1);
}
END_TEST

START_TEST(designs_get_derived_options) {
  ck_assert_int_eq(scenario->designs[0].options[2], 1); /* somebody stands behind the plan */
  ck_assert_int_eq(scenario->designs[2].options[2], 0);
  ck_assert_int_eq(scenario->designs[0].levels[3], 2);
  ck_assert_int_eq(scenario->designs[1].levels[3], 0);
}
END_TEST

START_TEST(bargaining_and_checks) {
  ck_assert_int_eq(scenario->bargaining.talks.limit, 8); /* twice the rounds */
  ck_assert_double_eq(scenario->bargaining.talks.discount[1].base, 0.95);
  ck_assert_double_eq(scenario->bargaining.talks.discount[2].base, 1);
  ck_assert_int_eq(scenario->concordance[0].n_checks, 2);
  ck_assert_int_eq(scenario->concordance[0].checks[0].kind, PLY_CHECK_RED_LINE);
  ck_assert_int_eq(scenario->concordance[0].checks[1].n_order, 2);
  ck_assert_int_eq(scenario->concordance[1].n_checks, 0);
  ck_assert_ptr_nonnull(scenario->concordance[1].not_modelled);
}
END_TEST

START_TEST(numbers_are_listed_in_order) {
  for (int i = 0; i < scenario->n_numbers; i++)
    ck_assert_msg(scenario->numbers[i].number->id == i, "number %d (%s) has id %d", i,
                  scenario->numbers[i].pointer, scenario->numbers[i].number->id);
  for (int i = 0; i < scenario->n_numbers; i++) {
    const ply_number_info *info = &scenario->numbers[i];
    bool share = strncmp(info->pointer, "/levels/", 8) == 0; /* efforts */
    ck_assert_msg(info->least < info->most && info->least <= info->number->low &&
                      info->number->high <= info->most && (!share || (info->least == 0 && info->most == 1)),
                  "%s: %g .. %g does not hold %g .. %g", info->pointer, info->least, info->most,
                  info->number->low, info->number->high);
  }
  int graded = 0;
  for (int i = 0; i < scenario->n_numbers; i++) {
    const ply_number_info *info = &scenario->numbers[i];
    if (info->grade == PLY_ASSUMED) continue;
    graded++;
    if (info->grade != PLY_STATED) continue;
    ck_assert_str_eq(info->pointer, "/actors/north/payoffs/duty/values/strict");
    ck_assert_int_eq(info->cite.n, 1);
  }
  ck_assert_int_eq(graded, 2);
}
END_TEST

START_TEST(show_loads_to_the_same_digest) {
  ply_text text;
  ply_text_init(&text);
  ck_assert_int_eq(ply_scenario_show(scenario, &text, NULL), PLY_OK);
  ply_scenario *again = NULL;
  ply_diags diags;
  ply_diags_init(&diags);
  ply_status status =
      ply_scenario_parse(text.data, text.length, "shown", NULL, NULL, 0, &again, &diags, NULL);
  ck_assert_msg(status == PLY_OK, "what show prints must load: %s",
                diags.count > 0 ? diags.items[0].message : "?");
  ck_assert_str_eq(again->digest, scenario->digest);
  ck_assert_msg(strncmp(again->digest, "sha256:", 7) == 0 && strlen(again->digest) == 71, "got %s",
                again->digest);
  ply_scenario_free(again);
  ply_diags_done(&diags);
  ply_text_done(&text);
}
END_TEST

START_TEST(setting_changes_number_and_digest) {
  ply_setting settings[] = {{"/actors/home/reservation", "0.7"},
                            {"/actors/north/reservation", "[0, 0.1, 0.2]"}};
  ply_scenario *changed = load("tests/unit/scenario/tiny.json", settings, 2);
  ck_assert_double_eq(changed->actors[0].reservation.base, 0.7);
  ck_assert(!changed->actors[0].reservation.triple);
  ck_assert_double_eq(changed->actors[2].reservation.base, 0.1);
  const ply_number_info *info = &changed->numbers[changed->actors[0].reservation.id];
  ck_assert_msg(info->grade == PLY_IMPLIED && info->cite.n == 1,
                "a set number keeps grade and citations of its {\"value\"}");
  ck_assert_str_ne(changed->digest, scenario->digest);
  ply_scenario_free(changed);
}
END_TEST

START_TEST(flagship_loads) {
  ply_scenario *flagship = load("scenarios/istanbul-2022.json", NULL, 0);
  static const char *const actor_ids[] = {"ukraine", "russia", "us",     "uk",     "france",
                                          "germany", "turkey", "poland", "canada", "israel"};
  static const char *const issue_ids[] = {"status", "army",     "p5",   "rus",     "mechanism",
                                          "clock",  "response", "rule", "trigger", "scope",
                                          "donbas", "crimea",   "form", "timing"};
  ck_assert_int_eq(flagship->n_actors, 10);
  ck_assert_int_eq(flagship->n_issues, 14);
  for (int i = 0; i < 10; i++) ck_assert_str_eq(flagship->actors[i].id, actor_ids[i]);
  for (int k = 0; k < 14; k++) ck_assert_str_eq(flagship->issues[k].id, issue_ids[k]);
  ck_assert_int_eq(flagship->n_designs, 8);
  ply_scenario_free(flagship);
}
END_TEST

Suite *test_suite(void);
Suite *test_suite(void) {
  Suite *suite = suite_create("unit/scenario_load");
  TCase *tests = tcase_create("load");
  tcase_add_checked_fixture(tests, setup, teardown);
  tcase_add_test(tests, counts_and_names);
  tcase_add_test(tests, actors);
  tcase_add_test(tests, security_and_defaults);
  tcase_add_test(tests, designs_get_derived_options);
  tcase_add_test(tests, bargaining_and_checks);
  tcase_add_test(tests, numbers_are_listed_in_order);
  tcase_add_test(tests, show_loads_to_the_same_digest);
  tcase_add_test(tests, setting_changes_number_and_digest);
  tcase_add_test(tests, flagship_loads);
  suite_add_tcase(suite, tests);
  return suite;
}
